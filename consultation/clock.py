"""The public clock of a consultation: how long it is open, then how long until the outcome that was promised.

Days are days in London. Nothing here asks what time it is: the caller says.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models

# The Cabinet Office's Consultation Principles: publish the outcome within twelve weeks, or say why not.
WEEKS_TO_OUTCOME = 12
_PROMISE = dt.timedelta(weeks=WEEKS_TO_OUTCOME)


class Stage(models.TextChoices):
    COMING = "coming", "Not open yet"
    OPEN = "open", "Open"
    WAITING = "waiting", "Waiting for the outcome"
    LATE = "late", "The outcome is late"
    PUBLISHED = "published", "Outcome published"


def due_on(closes_on: dt.date) -> dt.date:
    """The last day on which the outcome is in time."""
    return closes_on + _PROMISE


def is_late(day: dt.date, closes_on: dt.date | None, outcome_on: dt.date | None) -> bool:
    """Whether the outcome came late, or has not come by `day` and is."""
    return closes_on is not None and (outcome_on or day) > due_on(closes_on)


@dataclass(frozen=True)
class Clock:
    """What the clock shows on `day`."""

    day: dt.date
    opens_on: dt.date | None
    closes_on: dt.date
    outcome_on: dt.date | None = None

    @property
    def stage(self) -> Stage:
        if self.opens_on and self.day < self.opens_on:
            return Stage.COMING
        if self.day <= self.closes_on:
            return Stage.OPEN
        if self.outcome_on and self.outcome_on <= self.day:
            return Stage.PUBLISHED
        return Stage.LATE if self.day > self.due_on else Stage.WAITING

    @property
    def due_on(self) -> dt.date:
        return due_on(self.closes_on)

    @property
    def days_until_opening(self) -> int:
        return (self.opens_on - self.day).days if self.opens_on else 0

    @property
    def days_open(self) -> int | None:
        """How many days it is open in all, the first and the last counted; None when its first day is not known."""
        return (self.closes_on - self.opens_on).days + 1 if self.opens_on else None

    @property
    def day_of_it(self) -> int | None:
        """Which of these days it is."""
        return (self.day - self.opens_on).days + 1 if self.opens_on else None

    @property
    def days_left(self) -> int:
        """Whole days after this one on which it is still open: none on its last day."""
        return (self.closes_on - self.day).days

    @property
    def days_to_outcome(self) -> int:
        """Until the day by which the outcome is promised; below none once it is late."""
        return (self.due_on - (self.outcome_on or self.day)).days

    @property
    def days_late(self) -> int:
        return max(0, -self.days_to_outcome)

    @property
    def days_taken(self) -> int | None:
        """From closing to the outcome."""
        return (self.outcome_on - self.closes_on).days if self.outcome_on else None

    @property
    def goes_on(self) -> bool:
        """Whether tomorrow it shows something else."""
        return self.stage != Stage.PUBLISHED


def in_weeks(days: int) -> str:
    """Such as "11 weeks and 3 days": how people think of twelve weeks."""
    weeks, rest = divmod(days, 7)
    parts = [f"{count} {name}{'' if count == 1 else 's'}" for count, name in ((weeks, "week"), (rest, "day")) if count]
    return " and ".join(parts) or "no days"
