"""Dates as public documents give them: to the day, the month, the season or the year, or not at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

# Meteorological seasons. Winter is named for the year it ends in, so December belongs to the next.
_SEASONS = {1: "winter", 2: "winter", 3: "spring", 4: "spring", 5: "spring", 6: "summer", 7: "summer", 8: "summer"} | {
    9: "autumn",
    10: "autumn",
    11: "autumn",
    12: "winter",
}


class Precision(models.TextChoices):
    DAY = "day", "Day"
    MONTH = "month", "Month"
    SEASON = "season", "Season"
    YEAR = "year", "Year"
    NOT_STATED = "not_stated", "Not stated"


@dataclass(frozen=True)
class ApproximateDate:
    """A day, and how much of it is known.

    `str()` gives the GOV.UK style: "17 May 2018", "May 2018", "spring 2018", "2018" or "not stated".
    False when nothing is known, so that a template can ask `{% if milestone.actual %}`.
    """

    on: dt.date | None
    precision: Precision

    def __bool__(self) -> bool:
        return self.on is not None and self.precision != Precision.NOT_STATED

    def __str__(self) -> str:
        if self.on is None or self.precision == Precision.NOT_STATED:
            return "not stated"
        if self.precision == Precision.DAY:
            return f"{self.on.day} {self.on:%B %Y}"
        if self.precision == Precision.MONTH:
            return f"{self.on:%B %Y}"
        if self.precision == Precision.SEASON:
            year = self.on.year + (self.on.month == 12)
            return f"{_SEASONS[self.on.month]} {year}"
        return str(self.on.year)

    @property
    def machine(self) -> str:
        """For `<time datetime>`: an ISO day, month or year; empty for a season or when nothing is known."""
        if not self or self.on is None:
            return ""
        formats = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}
        form = formats.get(Precision(self.precision))
        return self.on.strftime(form) if form else ""


def problem_with(on: dt.date | None, precision: str) -> dict[str, str]:
    """What is wrong with a day and its precision together: {"on": …} or {"precision": …} in words, or nothing."""
    if on is None and precision != Precision.NOT_STATED:
        return {"on": "Give the date, or choose “Not stated” for how exact it is."}
    if on is not None and precision == Precision.NOT_STATED:
        return {"precision": "Say how exact the date is, or leave the date empty."}
    return {}


def check_dates(thing: object, *pairs: tuple[str, str]) -> None:
    """Raise ValidationError, field by field, where a date and its precision (two field names) disagree."""
    errors = {}
    for on, precision in pairs:
        for which, words in problem_with(getattr(thing, on), getattr(thing, precision)).items():
            errors[on if which == "on" else precision] = words
    if errors:
        raise ValidationError(errors)


def approximate(verbose_name: str, help_text: str = "") -> tuple[Any, Any]:
    """A date that may be known to the day, the month, the season or the year: its two columns."""
    return (
        models.DateField(verbose_name, null=True, blank=True, help_text=help_text),
        models.CharField(
            f"how exact: {verbose_name}",
            max_length=12,
            choices=Precision.choices,
            default=Precision.NOT_STATED,
        ),
    )


def clock_time(moment: dt.time | dt.datetime) -> str:
    """A time in GOV.UK style: "10am", "1:30pm", "midday". Midnight is "11:59pm", for nobody misreads that.

    A datetime is read as it stands: convert it to local time first.
    """
    if (moment.hour, moment.minute) == (12, 0):
        return "midday"
    if (moment.hour, moment.minute) == (0, 0):
        return "11:59pm"
    hour = moment.hour % 12 or 12
    half = "am" if moment.hour < 12 else "pm"
    return f"{hour}:{moment.minute:02}{half}" if moment.minute else f"{hour}{half}"


def clock_span(start: dt.time | dt.datetime, end: dt.time | dt.datetime) -> str:
    """ "10am to midday": the two ends in the same style, joined by a word that screen readers say."""
    return f"{clock_time(start)} to {clock_time(end)}"
