"""What staff do to a round table: people added by hand, seats, booking closed and opened, a copy, messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from consultation.events import decisions
from consultation.events.copying import copied, free_slug
from consultation.events.models import Event
from consultation.participants import contacts, organisations
from consultation.round_tables import emails
from consultation.round_tables.booking import asking, places, seats, waiting
from consultation.round_tables.booking.log import become, note, note_of_table
from consultation.round_tables.booking.refusals import AlreadyBooked, NotBookable, ReasonNeeded, Refused
from consultation.round_tables.booking.wishes import Details, Wish
from consultation.round_tables.choices import BookingState, SeatMode, Step, TableStep
from consultation.round_tables.models import Booking, BookingRequest, RoundTable, SeatPool


@transaction.atomic
def add_by_hand(
    *,
    round_table: RoundTable,
    details: Details,
    mode: str = SeatMode.IN_PERSON,
    by: Any,
    why: str = "",
    waits: bool = False,
    beyond_the_seats: bool = False,
    now: dt.datetime,
) -> Booking:
    """A confirmed booking for somebody who rang; their address, if they have one, is taken as theirs.

    Opening times, the queue and the limit for organisations do not stop staff; the number of seats does (WouldOverbook)
    unless `beyond_the_seats`, which needs a reason (ReasonNeeded). `waits` puts them on the waiting list. AlreadyBooked
    for an address that has a booking.
    """
    booking = _put_down(round_table, details, mode, now)
    if waits:
        note(booking, Step.JOINED, now=now, by=by, why=why)
        emails.confirmed(booking.request, [booking], now)
        waiting.promote(round_table=booking.round_table, now=now)
        return booking
    pool, step = waiting.seat_for_staff(booking, why=why, beyond_the_seats=beyond_the_seats, step=Step.ADDED, now=now)
    given: dict[str, Any] = {"pool_id": pool, "joined_at": None, "confirmed_at": now}
    become(booking, BookingState.CONFIRMED, step, now=now, by=by, why=why, **given)
    emails.confirmed(booking.request, [booking], now)
    return booking


@transaction.atomic
def invite(
    *,
    round_table: RoundTable,
    details: Details,
    mode: str = SeatMode.IN_PERSON,
    until: dt.datetime,
    by: Any,
    now: dt.datetime,
) -> Booking:
    """Keep a seat for one person until they accept or decline it, or `until`; then it goes to whoever waits.

    The link is theirs and works once: whoever it is passed on to accepts in their name. WouldOverbook when no seat is
    free; AlreadyBooked for an address that has a booking; Refused without an address or with a wrong `until`.
    """
    if not details.email:
        raise Refused("Give the address to which the invitation goes.")
    booking = _put_down(round_table, details, mode, now)
    if not now < until <= booking.round_table.event.starts_at:
        raise Refused("The last moment to answer must be to come, and before the event starts.")
    pool, step = waiting.seat_for_staff(booking, why="", beyond_the_seats=False, step=Step.INVITED, now=now)
    given: dict[str, Any] = {"pool_id": pool, "joined_at": None, "offered_at": now, "offer_until": until}
    become(booking, BookingState.OFFERED, step, now=now, by=by, **given)
    emails.invited(booking, now)
    return booking


def _put_down(round_table: RoundTable, details: Details, mode: str, now: dt.datetime) -> Booking:
    """A row at the end of the waiting list, all seats locked."""
    table = RoundTable.objects.select_related("event", "site").get(pk=round_table.pk)
    if not table.event.goes_ahead or now >= table.event.ends_at:
        raise NotBookable(table)
    places.check_mode(table, mode)
    organisation = organisations.find_or_make(
        site=table.site, name=details.organisation, kind=details.kind, email=details.email
    )
    contact = None
    if details.email:
        contact = contacts.remember(
            site=table.site,
            email=details.email,
            name=details.name,
            phone=details.phone,
            organisation=organisation,
            now=now,
        )
        if places.active_booking(table, contact):
            raise AlreadyBooked(table)
    request = BookingRequest.objects.create(site=table.site, contact=contact, made_at=now)
    seats.lock([table.pk])
    wish = Wish(table, mode)
    return asking.new_booking(request, wish, details, organisation, now, state=BookingState.WAITING, joined_at=now)


@transaction.atomic
def resize(
    *,
    round_table: RoundTable,
    mode: str,
    capacity: int,
    kind: str = "",
    released_at: dt.datetime | None = None,
    by: Any,
    why: str = "",
    now: dt.datetime,
) -> SeatPool:
    """Set the number of seats of a mode, for everybody or reserved for a `kind` of organisation until `released_at`.

    Fewer than are taken removes nobody: the seats say how many are `over`. More go at once to whoever waits.
    """
    if capacity < 0 or capacity > 100_000:
        raise Refused("Give a number of seats from 0 to 100,000.")
    if kind and released_at is None:
        raise Refused("Say when the seats that are left are released to everybody.")
    seats.lock([round_table.pk])
    pool, is_new = SeatPool.objects.get_or_create(
        round_table=round_table, mode=mode, kind=kind, defaults={"capacity": capacity, "released_at": released_at}
    )
    words = f"{pool}: {capacity}" if is_new else f"{pool}: {pool.capacity} to {capacity}"
    if not is_new:
        seats.set_capacity(pool.pk, capacity)
        SeatPool.objects.filter(pk=pool.pk).update(released_at=released_at if kind else None)
    note_of_table(round_table, TableStep.RESIZED, now=now, by=by, why=f"{words}. {why}".strip())
    waiting.promote(round_table=round_table, now=now)
    pool.refresh_from_db()
    return pool


@transaction.atomic
def close(*, round_table: RoundTable, by: Any, why: str = "", now: dt.datetime) -> RoundTable:
    """No more bookings, and no more offers. Who holds a place may still confirm it."""
    table: RoundTable = (
        RoundTable.objects.select_for_update(of=("self",)).select_related("event").get(pk=round_table.pk)
    )
    if table.closed_by_hand_at is None:
        table.closed_by_hand_at = now
        table.save(update_fields=["closed_by_hand_at"])
        note_of_table(table, TableStep.CLOSED, now=now, by=by, why=why)
    return table


@transaction.atomic
def reopen(*, round_table: RoundTable, by: Any, why: str = "", now: dt.datetime) -> RoundTable:
    """Take bookings again, within the times that are set; free places go to whoever waits first."""
    table: RoundTable = (
        RoundTable.objects.select_for_update(of=("self",)).select_related("event").get(pk=round_table.pk)
    )
    if table.closed_by_hand_at is not None:
        table.closed_by_hand_at = None
        table.save(update_fields=["closed_by_hand_at"])
        note_of_table(table, TableStep.REOPENED, now=now, by=by, why=why)
        waiting.promote(round_table=table, now=now)
    return table


@transaction.atomic
def message(*, bookings: Sequence[Booking], subject: str, words: str, by: Any, now: dt.datetime) -> int:
    """Queue the same message to each of `bookings` that has an address; return how many. Nothing is marked up."""
    if not subject.strip() or not words.strip():
        raise ReasonNeeded
    count = 0
    for booking in sorted(bookings, key=lambda booking: booking.pk):
        booking = places.locked(booking)
        if emails.from_staff(booking, subject=" ".join(subject.split()), words=words.strip(), now=now):
            note(booking, Step.WRITTEN_TO, now=now, by=by)
            count += 1
    return count


@transaction.atomic
def send_again(*, booking: Booking, by: Any, now: dt.datetime) -> None:
    """The e-mail with the link once more: to confirm, or to manage what is confirmed."""
    booking = places.locked(booking)
    if booking.state == BookingState.PENDING:
        emails.confirm(booking.request, [booking], [], now)
    else:
        emails.confirmed(booking.request, [booking], now)
    note(booking, Step.SENT_AGAIN, now=now, by=by)


_COPIED = (
    *("max_per_organisation", "freeze_hours", "cancel_hours", "promotion", "offer_hours", "hold_minutes"),
    *("has_catering", "shows_who_comes", "feedback_survey", "fewest", "kept_days", "needs_kept_days"),
)


@transaction.atomic
def copy_to(*, round_table: RoundTable, event: Event, opens_at: dt.datetime, closes_at: dt.datetime) -> RoundTable:
    """The same seats and rules for another event. No people, no log; booking times are given anew."""
    copy: RoundTable = RoundTable.objects.create(
        site=event.site,
        event=event,
        opens_at=opens_at,
        closes_at=closes_at,
        **{name: getattr(round_table, name) for name in _COPIED},
    )
    distance = event.starts_at - round_table.event.starts_at
    for pool in round_table.pools.all():
        released_at = pool.released_at + distance if pool.released_at else None
        SeatPool.objects.create(
            round_table=copy, mode=pool.mode, kind=pool.kind, released_at=released_at, capacity=pool.capacity
        )
    return copy


@transaction.atomic
def copy_session(
    *,
    round_table: RoundTable,
    title: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    by: Any,
    now: dt.datetime,
) -> RoundTable:
    """A draft of another session: the words of the event, the seats and the rules of one that there is."""
    event = copied(round_table.event)
    event.title, event.starts_at, event.ends_at = title, starts_at, ends_at
    event.slug = free_slug(site=event.site, title=title, day=event.first_day)
    decisions.save_event(event=event, why="", by=by, now=now)
    return copy_to(round_table=round_table, event=event, opens_at=opens_at, closes_at=closes_at)
