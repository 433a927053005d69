"""When consultations open and close, for the calendar of everything planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from consultation.dates import LONDON
from consultation.pages import ConsultationPage
from strategy.schedule import Planned


def opening_and_closing(pages: models.QuerySet[Any], start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """The days on which the live ones of `pages` open and close, from `start` up to `end`. One query.

    A consultation closes as its last day ends, and stands in the calendar on that day.
    """
    found = ConsultationPage.objects.live().filter(pk__in=pages.order_by().values("pk")).order_by()
    planned = []
    for pk, title, opens_on, closes_on in found.values_list("pk", "title", "opens_on", "closes_on"):
        for day, time, what in ((opens_on, dt.time.min, "Opens"), (closes_on, dt.time.max, "Closes")):
            if day and start <= (at := dt.datetime.combine(day, time, tzinfo=LONDON)) < end:
                planned.append(Planned(at, what, title, pk, has_time=False))
    return planned
