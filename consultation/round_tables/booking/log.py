"""Writes what happened to bookings and round tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

from consultation.round_tables.choices import Step, TableStep
from consultation.round_tables.models import Booking, BookingStep, RoundTable, RoundTableStep

_LONGEST = 250


def note(booking: Booking, what: Step, *, now: dt.datetime, by: Any = None, why: str = "") -> BookingStep:
    """`why` must name nobody: the log outlives the personal details."""
    return BookingStep.objects.create(booking=booking, what=what, by=by, at=now, why=" ".join(why.split())[:_LONGEST])


def become(
    booking: Booking, state: str, what: Step, *, now: dt.datetime, by: Any = None, why: str = "", **fields: Any
) -> None:
    """Write the new state of `booking`, with other fields, and note it. Two statements."""
    changes = {"state": state, "held_until": None, "offer_until": None, **fields}
    for name, value in changes.items():
        setattr(booking, name, value)
    booking.save(update_fields=[*changes])
    note(booking, what, now=now, by=by, why=why)


def note_of_table(round_table: RoundTable, what: TableStep, *, now: dt.datetime, by: Any, why: str = "") -> None:
    RoundTableStep.objects.create(
        round_table=round_table, what=what, by=by, at=now, why=" ".join(why.split())[:_LONGEST]
    )
