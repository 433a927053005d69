"""When consultations open and close, for the calendar of everything planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from consultation.clock import due_on
from consultation.dates import LONDON
from consultation.pages import ConsultationPage
from strategy.schedule import Planned


def opening_and_closing(pages: models.QuerySet[Any], start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """The days on which the live ones of `pages` open, close and owe an outcome, from `start` up to `end`. One query.

    A consultation closes as its last day ends, and stands in the calendar on that day.
    """
    found = ConsultationPage.objects.live().filter(pk__in=pages.order_by().values("pk")).order_by()
    planned = []
    for page in found.only("title", "opens_on", "closes_on", "outcome_on", "is_history"):
        pk, title = page.pk, page.title
        is_owed = page.closes_on and not page.outcome_on and not page.is_history
        for day, time, what in (
            (page.opens_on, dt.time.min, "Opens"),
            (page.closes_on, dt.time.max, "Closes"),
            (due_on(page.closes_on) if is_owed else None, dt.time.max, "Outcome promised"),
        ):
            if day and start <= (at := dt.datetime.combine(day, time, tzinfo=LONDON)) < end:
                planned.append(Planned(at, what, title, pk, has_time=False))
    return planned
