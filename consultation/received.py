"""What came to a consultation, in figures that its page shows once it is closed: never while people can still answer.

What was tried out, made up for a demonstration, or set aside as a robot's, is in none of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from wagtail.models import Page

from consultation.evidence.models import EvidenceItem, EvidenceSubmission
from consultation.surveys.models import Response


@dataclass(frozen=True)
class Received:
    """`responses` to surveys; `senders` of evidence with `items`, the files and links that they sent; `events` that
    took place, and how many `people` came to those where they were counted.
    """

    responses: int = 0
    senders: int = 0
    items: int = 0
    events: int = 0
    people: int = 0

    def __bool__(self) -> bool:
        return bool(self.responses or self.senders or self.events)


def received_by(page: Any, now: dt.datetime) -> Received:
    """What came to a consultation. One query."""
    responses = Response.objects.counted().filter(survey__consultation=page, survey__is_demonstration=False)
    senders = EvidenceSubmission.objects.counted().filter(call__consultation=page)
    items = EvidenceItem.objects.filter(submission__in=senders.order_by(), sent_at__isnull=False)
    held = page.events.held(now)
    figures = {
        "responses": _figure(responses, Count("pk")),
        "senders": _figure(senders, Count("pk")),
        "items": _figure(items, Count("pk")),
        "events": _figure(held, Count("pk")),
        "people": _figure(held, Sum("attendance")),
    }
    return Received(**Page.objects.filter(pk=page.pk).values(**figures).get())


def _figure(rows: Any, count: Any) -> Any:
    """One figure of `rows` as a column of another query; none is 0."""
    return Coalesce(Subquery(rows.order_by().values(all=Value(1)).annotate(figure=count).values("figure")), 0)
