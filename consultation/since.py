"""What came after a consultation: its news, and what was done about what people said. One query for both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from wagtail.models import Page

from consultation.feedback.listing import Told, on_consultation, read
from consultation.subscriptions.models import ConsultationNews
from strategy.thread import as_json


@dataclass(frozen=True)
class Since:
    """What is public of it. `news` are rows to show, not to save, the latest first."""

    news: Sequence[ConsultationNews] = ()
    told: Sequence[Told] = ()

    @classmethod
    def of(cls, consultation: Page) -> Since:
        """One query. Nothing for a page that is not saved yet."""
        if consultation.pk is None:
            return cls()
        public = ConsultationNews.objects.public().filter(consultation=consultation.pk).order_by("-on", "-pk")
        rows = Page.objects.filter(pk=consultation.pk).values_list(
            as_json(public, title=F("title"), on=F("on"), text=F("text")), on_consultation(consultation)
        )
        news, told = rows.first() or ([], [])
        return cls([ConsultationNews(**row | {"on": dt.date.fromisoformat(row["on"])}) for row in news], read(told))
