"""Finds a place for a booking, and gives it back. What asking, changing and the waiting list share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from consultation.participants.models import Contact, Organisation
from consultation.round_tables.booking import seats
from consultation.round_tables.booking.refusals import NoSuchMode
from consultation.round_tables.models import Booking, RoundTable


def locked(booking: Booking) -> Booking:
    """The row as it is now, locked until the transaction ends, with what the rules read of it."""
    rows = Booking.objects.select_for_update(of=("self",))
    found: Booking = rows.select_related("round_table__event", "round_table__site", "contact", "organisation").get(
        pk=booking.pk
    )
    return found


def locked_request(request: Any) -> list[Booking]:
    """All bookings of a request, locked in the order of their round tables."""
    rows = Booking.objects.select_for_update(of=("self",)).filter(request=request)
    rows = rows.select_related("round_table__event", "round_table__site", "contact", "organisation")
    return list(rows.order_by("round_table_id", "pk"))


def take_seat(
    round_table: RoundTable,
    mode: str,
    organisation: Organisation | None,
    now: dt.datetime,
    *,
    is_next: bool = False,
    but: Booking | None = None,
    writes_to: Booking | None = None,
) -> int | None:
    """The key of the seats of which one was taken; None when none is free, or the organisation has its places.

    The row of `writes_to` gets the seat in the same statement. Where organisations have a limit, all seats of the round
    table are locked while places are counted: two colleagues cannot both take the last of them.
    """
    if organisation and round_table.max_per_organisation is not None:
        seats.lock([round_table.pk])
        if not organisation_has_room(round_table, organisation, but=but):
            return None
    kind = organisation.kind if organisation else ""
    row = writes_to.pk if writes_to else None
    return seats.take(round_table=round_table.pk, mode=mode, kind=kind, now=now, is_next=is_next, booking=row)


def organisation_has_room(
    round_table: RoundTable, organisation: Organisation | None, *, but: Booking | None = None
) -> bool:
    """Whether the organisation may have one more place (that of `but` not counted)."""
    if round_table.max_per_organisation is None or organisation is None:
        return True
    has = Booking.objects.seated().filter(round_table=round_table, organisation=organisation)
    if but is not None:
        has = has.exclude(pk=but.pk)
    return bool(has.count() < round_table.max_per_organisation)


def check_mode(round_table: RoundTable, mode: str) -> None:
    if mode not in round_table.modes:
        raise NoSuchMode(round_table)


def active_bookings(round_tables: Collection[RoundTable], contact: Contact) -> dict[int, Booking]:
    """Those that this person has for them, by the key of the round table. One query, none for a person not known."""
    if contact.is_new:
        return {}
    found = Booking.objects.active().filter(round_table__in=round_tables, contact=contact).order_by()
    return {booking.round_table_id: booking for booking in found}


def active_booking(round_table: RoundTable, contact: Contact | None) -> Booking | None:
    """The one that this person has for it, if any."""
    return active_bookings([round_table], contact).get(round_table.pk) if contact else None
