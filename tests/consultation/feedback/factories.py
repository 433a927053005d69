"""Rows of "you said, we did" for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from consultation.feedback.models import FeedbackRow, FeedbackTheme, FeedbackTouches
from consultation.feedback.publishing import publish
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.strategy.factories import Tree

NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)


def make_consultation(tree: Tree) -> Any:
    return ConsultationPageFactory(parent=HaveYourSayPageFactory(parent=tree.home))


def make_row(
    consultation: Any, *pages: Any, published: bool = True, themes: Any = (("Fares", 12),), **words: Any
) -> Any:
    given = {"asked": "What stops you?", "said": "Buses cost too much.", "answer": "did", "did": "Fares were capped."}
    row = FeedbackRow.objects.create(site=consultation.get_site(), consultation=consultation, **(given | words))
    for page in pages:
        FeedbackTouches.objects.create(row=row, page=page)
    for theme, count in themes:
        FeedbackTheme.objects.create(row=row, words=theme, count=count)
    if published:
        publish(row=row, by=None, now=NOW)
    return FeedbackRow.objects.get(pk=row.pk)
