"""When something is open: from the beginning of one day to 11:59:59pm of another, Europe/London."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import models

LONDON = ZoneInfo("Europe/London")


class State(models.TextChoices):
    COMING = "coming", "Coming"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    NOT_DATED = "not_dated", "Dates not stated"


def state_on(day: dt.date, opens_on: dt.date | None, closes_on: dt.date | None) -> State:
    """The state on `day`. With no closing day nothing is open; with no opening day it is taken as already open."""
    if closes_on is None:
        return State.NOT_DATED
    if day > closes_on:
        return State.CLOSED
    if opens_on is not None and day < opens_on:
        return State.COMING
    return State.OPEN


def changes_after(now: dt.datetime, opens_on: dt.date | None, closes_on: dt.date | None) -> dt.datetime | None:
    """The next moment after `now` at which the state changes; None when it never will.

    Days begin at midnight in London, which daylight saving never skips or repeats.
    """
    turns = [opens_on, closes_on + dt.timedelta(days=1) if closes_on else None]
    moments = [dt.datetime.combine(day, dt.time.min, tzinfo=LONDON) for day in turns if day]
    return min((moment for moment in moments if moment > now), default=None)
