"""When something is open: from the beginning of one day to 11:59:59pm of another, Europe/London."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import QuerySet

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
    """The next moment after `now` at which the state changes; None when it never will."""
    turns = [midnight(opens_on), midnight(closes_on, 1)]
    return min((moment for moment in turns if moment and moment > now), default=None)


def changes_among(rows: QuerySet[Any], now: dt.datetime) -> dt.datetime | None:
    """The next moment at which one of `rows`, which have `opens_on` and `closes_on`, opens or closes. One query."""
    turns = [changes_after(now, *days) for days in rows.values_list("opens_on", "closes_on")]
    return min((moment for moment in turns if moment), default=None)


def midnight(day: dt.date | None, days_later: int = 0) -> dt.datetime | None:
    """The moment at which a day begins in London; None for no day. Daylight saving never skips or repeats it."""
    if day is None:
        return None
    return dt.datetime.combine(day + dt.timedelta(days=days_later), dt.time.min, tzinfo=LONDON)


class ClockChange(ValueError):
    """A time that the clocks skip or repeat. Its text is for the person who typed it."""


def london_moment(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment of a wall clock in London; ClockChange, in words, for a time that does not exist or comes twice."""
    moment = dt.datetime.combine(day, time, tzinfo=LONDON)
    typed = f"{time:%H:%M} on {day.day} {day:%B %Y}"
    if moment.astimezone(dt.UTC).astimezone(LONDON).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise ClockChange(f"{typed} does not exist because the clocks go forward. Choose 02:00 or later.")
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        raise ClockChange(f"{typed} comes twice because the clocks go back. Choose a time before 01:00 or from 02:00.")
    return moment
