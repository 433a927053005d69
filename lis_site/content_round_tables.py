"""Gives a demonstration event its seats, and fills some of them with people who do not exist."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from consultation.models import Event, RoundTable, SeatPool
from consultation.round_tables import booking
from consultation.round_tables.booking import Details

_BOOKED = "Placed by the demonstration."
# Booking is open when the demo is loaded, three weeks before, and closes two days before.
_OPENS_BEFORE, _CLOSES_BEFORE = dt.timedelta(days=28), dt.timedelta(days=2)


def add_round_table(event: Event, entry: dict[str, Any]) -> RoundTable:
    """`entry` has the `seats` of each mode, how many are `booked`, how many people are `waiting`, and any field.

    Those people have no e-mail address: nobody is written to. There are none at an event that is past.
    """
    entry, now = dict(entry), timezone.now()
    seats, booked, waiting = entry.pop("seats"), entry.pop("booked", 0), entry.pop("waiting", 0)
    table = RoundTable.objects.create(
        site=event.site,
        event=event,
        opens_at=event.starts_at - _OPENS_BEFORE,
        closes_at=event.starts_at - _CLOSES_BEFORE,
        **entry,
    )
    for mode, capacity in seats.items():
        SeatPool.objects.create(round_table=table, mode=mode, capacity=capacity)
    if now >= table.closes_at:  # the demo was dated from a day long past
        return table
    mode = next(iter(seats))
    for number in range(1, booked + waiting + 1):
        details = Details(name=f"Demonstration person {number}", organisation=f"Demonstration organisation {number}")
        booking.add_by_hand(
            round_table=table, details=details, mode=mode, by=None, why=_BOOKED, waits=number > booked, now=now
        )
    return table
