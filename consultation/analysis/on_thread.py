"""What people wrote, on the thread of an ambition: words with consent whose theme was answered there.

Answers stand where staff found a theme in them, linked the theme to what was done, and that touched the ambition. No
query of its own.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from wagtail.models import Page

from consultation.analysis.models import Coding
from consultation.analysis.moderation import public_words
from consultation.surveys.choices import Publishing
from strategy.thread import Part, as_json

_MOST = 3  # the rest stands with the results, which each of these links to


def _rows(page: Page) -> Any:
    """Hidden like the results themselves: until these are published, and while the survey is open."""
    theme = Coding.objects.filter(
        response=OuterRef("response"),
        code__question=OuterRef("question"),
        code__ended_at=None,
        code__answered_by__published_at__isnull=False,
        code__answered_by__touches__page=page.pk,
    )
    now = timezone.now()
    is_over = Q(response__survey__closes_on__lt=timezone.localdate(now)) | Q(response__survey__closed_at__lte=now)
    words = public_words().filter(is_over, Exists(theme), response__survey__results__isnull=False)
    is_named = When(response__publishing=Publishing.NAMED, then=F("response__organisation__name"))
    return as_json(
        words.order_by("response__public_id", "pk")[:_MOST],
        words=F("words"),
        name=Case(is_named, default=Value(None)),
        public_id=F("response__public_id"),
        title=F("response__survey__title"),
        slug=F("response__survey__slug"),
        is_made_up=F("response__is_synthetic"),
    )


WHAT_PEOPLE_SAID = Part(
    key="said",
    heading="What people said",
    order=50,
    template="consultation/analysis/on_thread.html",
    rows=_rows,
)
