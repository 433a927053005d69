"""Gives a demonstration event its seats, and fills some of them with people who do not exist."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from consultation.models import Event, RoundTable, SeatPool
from consultation.round_tables import booking
from consultation.round_tables.booking import Details

_BOOKED = "Placed by the demonstration."
# Booking has been open for a while, and closes two days before.
_OPEN_SINCE, _CLOSES_BEFORE = dt.timedelta(days=7), dt.timedelta(days=2)


def add_round_table(event: Event, entry: dict[str, Any]) -> RoundTable:
    """`entry` has the `seats` of each mode, how many are `booked`, how many people are `waiting`, and any field.

    Those people have no e-mail address: nobody is written to.
    """
    entry, now = dict(entry), timezone.now()
    seats, booked, waiting = entry.pop("seats"), entry.pop("booked", 0), entry.pop("waiting", 0)
    table = RoundTable.objects.create(
        site=event.site,
        event=event,
        opens_at=now - _OPEN_SINCE,
        closes_at=event.starts_at - _CLOSES_BEFORE,
        **entry,
    )
    for mode, capacity in seats.items():
        SeatPool.objects.create(round_table=table, mode=mode, capacity=capacity)
    mode = next(iter(seats))
    for number in range(1, booked + waiting + 1):
        details = Details(name=f"Demonstration person {number}", organisation=f"Demonstration organisation {number}")
        booking.add_by_hand(
            round_table=table, details=details, mode=mode, by=None, why=_BOOKED, waits=number > booked, now=now
        )
    return table
