"""Confirming what was asked for, by the link in the e-mail, and what becomes of holds that nobody confirms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from consultation.participants import consents, contacts
from consultation.participants.models import ConsentText, Contact, Mail
from consultation.round_tables import emails
from consultation.round_tables.booking import places, seats, waiting
from consultation.round_tables.booking.log import become
from consultation.round_tables.booking.refusals import NotBookable
from consultation.round_tables.choices import BookingState, Step
from consultation.round_tables.models import Booking, BookingRequest


def hold_begins(mail: Mail, at: dt.datetime) -> None:
    """The e-mail with the link has been handed over: the time to confirm is counted from now."""
    pending = Booking.objects.filter(request=mail.about_id, state=BookingState.PENDING).select_related("round_table")
    for booking in pending:
        until = at + dt.timedelta(minutes=booking.round_table.hold_minutes)
        Booking.objects.filter(pk=booking.pk, state=BookingState.PENDING).update(held_until=until)


@transaction.atomic
def confirm(*, request: BookingRequest, by: Any = None, now: dt.datetime) -> list[Booking]:
    """Confirm what was asked for; return all bookings of the request. Again is harmless, and writes nobody twice.

    A hold that has lapsed gets a seat again if there is one, and a place on the waiting list if not. NotBookable when
    nothing of it can be had any more. `by` is the member of staff who does it for somebody on the telephone.
    """
    bookings = places.locked_request(request)
    unconfirmed = [booking for booking in bookings if _is_unconfirmed(booking)]
    if not unconfirmed:
        return bookings
    seats.lock({booking.round_table_id for booking in unconfirmed})
    done = [booking for booking in unconfirmed if _confirm(booking, by, now)]
    if not done:
        raise NotBookable(unconfirmed[0].round_table)
    _remember(request, done[0], now)
    emails.confirmed(request, done, now)
    for booking in done:
        if booking.state == BookingState.WAITING:
            waiting.promote(round_table=booking.round_table, now=now)
    return bookings


def _is_unconfirmed(booking: Booking) -> bool:
    lapsed = booking.state == BookingState.EXPIRED and booking.confirmed_at is None and booking.joined_at is None
    return booking.state == BookingState.PENDING or lapsed


def _confirm(booking: Booking, by: Any, now: dt.datetime) -> bool:
    """Whether it is confirmed now, with a seat or on the waiting list."""
    table = booking.round_table
    if booking.is_held and table.event.goes_ahead and now < table.event.starts_at:
        become(booking, BookingState.CONFIRMED, Step.CONFIRMED, now=now, by=by, confirmed_at=now)
        return True
    if not table.takes_bookings(now):
        return False
    known = places.active_booking(table, booking.contact)
    if known is not None and known.pk != booking.pk:
        return False
    give_or_queue(booking, now, by=by)
    return True


def give_or_queue(booking: Booking, now: dt.datetime, *, by: Any = None, why: str = "") -> None:
    """A seat for a booking that has none; or, when there is none for it, the end of the waiting list."""
    pool = places.take_seat(booking.round_table, booking.mode, booking.organisation, now)
    fields: dict[str, Any] = {"pool_id": pool, "ended_at": None, "ended_by": ""}
    if pool is not None:
        fields |= {"confirmed_at": now}
        become(booking, BookingState.CONFIRMED, Step.CONFIRMED, now=now, by=by, why=why, **fields)
    else:
        fields |= {"joined_at": now, "priority": 0}
        become(booking, BookingState.WAITING, Step.JOINED, now=now, by=by, why=why, **fields)


def _remember(request: BookingRequest, booking: Booking, now: dt.datetime) -> None:
    """Now that the address is known to be theirs: the details, and what they agreed to."""
    contact: Contact | None = request.contact
    if contact is None or contact.email is None:
        return
    contacts.remember(
        site=request.site,
        email=contact.email,
        name=booking.name,
        phone=booking.phone,
        organisation=booking.organisation,
        now=now,
    )
    for text in ConsentText.objects.filter(pk__in=request.agreed_to, site=request.site_id):
        consents.give(contact=contact, text=text, now=now)


def expire_holds(now: dt.datetime) -> int:
    """Give back the seats that nobody confirmed in time; return how many. Each is a transaction of its own."""
    count = 0
    for pk in Booking.objects.lapsed_holds(now).order_by("held_until").values_list("pk", flat=True):
        count += _expire_hold(pk, now)
    return count


@transaction.atomic
def _expire_hold(pk: int, now: dt.datetime) -> bool:
    rows = Booking.objects.lapsed_holds(now).select_for_update(of=("self",), skip_locked=True)
    booking = rows.select_related("round_table__event").filter(pk=pk).first()
    if booking is None:  # confirmed, or another clock is at it
        return False
    pool = booking.pool_id
    if pool is not None:
        seats.lock([booking.round_table_id])
    become(booking, BookingState.EXPIRED, Step.LAPSED, now=now, pool_id=None, ended_at=now)
    if pool is not None:
        seats.give_back(pool)
        waiting.promote(round_table=booking.round_table, now=now)
    return True
