"""The waiting list: joining and leaving it, and who is given the place that is free again.

The order is priority, then who has waited longest; the booking form says so. Somebody for whom no free place fits, by
mode, kind of organisation or the limit for one organisation, is passed over and keeps their position.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from consultation.dates import LONDON
from consultation.round_tables import emails
from consultation.round_tables.booking import places, seats
from consultation.round_tables.booking.log import become, note
from consultation.round_tables.booking.refusals import NotInThatState, OfferOver, ReasonNeeded, WouldOverbook
from consultation.round_tables.choices import BookingState, EndedBy, Promotion, Step
from consultation.round_tables.models import Booking, RoundTable

# Nobody has to answer in the small hours: an offer that would end by night ends in the morning.
_EVENING, _MORNING = dt.time(20), dt.time(10)


@dataclass(frozen=True)
class Promoted:
    """Who was given a place or offered one; or in words for staff, why nobody was."""

    bookings: list[Booking] = field(default_factory=list)
    why_nobody: str = ""


def offer_deadline(now: dt.datetime, hours: int, last: dt.datetime) -> dt.datetime:
    """When an offer made at `now` ends: after `hours`, or half of the time up to `last`, and not by night. Pure."""
    until = now + min(dt.timedelta(hours=hours), (last - now) / 2)
    local = until.astimezone(LONDON)
    day = local.date()
    if local.time() >= _EVENING:
        until = dt.datetime.combine(day + dt.timedelta(days=1), _MORNING, tzinfo=LONDON)
    elif local.time() < _MORNING:
        until = dt.datetime.combine(day, _MORNING, tzinfo=LONDON)
    return min(until, last)


def why_nobody(round_table: RoundTable, now: dt.datetime) -> str:
    """Why a free place would go to nobody by itself; empty when it would."""
    if not round_table.event.goes_ahead or not round_table.event.is_published:
        return "The event does not go ahead, or is not published."
    if now >= round_table.freezes_at:
        return "The list is frozen: give places by hand, by telephone."
    if not round_table.gives_places(now):
        return "Booking is not open."
    if round_table.promotion == Promotion.BY_HAND:
        return "Staff give free places by hand."
    return ""


@transaction.atomic
def promote(*, round_table: RoundTable, now: dt.datetime) -> Promoted:
    """Give every free place to who is next for it, or offer it, as the round table says.

    Lock the seats before, with `seats.lock`, where the transaction has touched any. May run at any time: with no free
    place, or nobody for it, nothing happens. Two queries in that case.
    """
    round_table = RoundTable.objects.select_related("event", "site").get(pk=round_table.pk)
    if why := why_nobody(round_table, now):
        return Promoted(why_nobody=why)
    seats.lock([round_table.pk])
    free = {pool.pk: pool for pool in round_table.pools.all() if pool.free}
    if not free:
        return Promoted(why_nobody="No place is free.")
    promoted = []
    for pk in Booking.objects.waiting().filter(round_table=round_table).values_list("pk", flat=True):
        if not any(pool.free for pool in free.values()):
            break
        booking = _next(pk, round_table)
        if booking is not None and _fits(booking, list(free.values()), now):
            pool = places.take_seat(round_table, booking.mode, booking.organisation, now, is_next=True)
            if pool is not None:
                free[pool].taken += 1
                _give(booking, pool, now)
                promoted.append(booking)
    return Promoted(promoted, "" if promoted else "Nobody who waits can have the place that is free.")


def _next(pk: int, round_table: RoundTable) -> Booking | None:
    """The booking, locked; None when it is about to leave the list: whoever holds it is waiting for our seats."""
    rows = Booking.objects.waiting().select_for_update(of=("self",), skip_locked=True)
    booking: Booking | None = rows.select_related("contact", "organisation", "request").filter(pk=pk).first()
    if booking is not None:
        booking.round_table = round_table
    return booking


def _fits(booking: Booking, pools: list[Any], now: dt.datetime) -> bool:
    kind = booking.organisation.kind if booking.organisation else ""
    return any(
        pool.free and pool.mode == booking.mode and (pool.is_open_to_all(now) or pool.kind == kind) for pool in pools
    )


def _give(booking: Booking, pool: int, now: dt.datetime) -> None:
    table = booking.round_table
    # Whoever has no e-mail address cannot answer an offer: they have the place, and staff ring them.
    if table.promotion == Promotion.OFFER and booking.email:
        until = offer_deadline(now, table.offer_hours, min(table.closes_at, table.freezes_at))
        fields: dict[str, Any] = {"pool_id": pool, "offered_at": now, "offer_until": until}
        become(booking, BookingState.OFFERED, Step.OFFERED, now=now, **fields)
        emails.offer(booking, now)
    else:
        become(booking, BookingState.CONFIRMED, Step.PROMOTED, now=now, pool_id=pool, confirmed_at=now)
        emails.promoted(booking, now)


@transaction.atomic
def promote_by_hand(
    *, booking: Booking, by: Any, why: str = "", beyond_the_seats: bool = False, now: dt.datetime
) -> Booking:
    """For staff: give `booking` a confirmed place, whatever its position, even when the list is frozen.

    WouldOverbook when no seat is free, unless `beyond_the_seats`, which needs a reason (ReasonNeeded).
    """
    booking = places.locked(booking)
    if booking.state not in (BookingState.WAITING, BookingState.EXPIRED, BookingState.OFFERED):
        raise NotInThatState(booking)
    if now >= booking.round_table.event.ends_at or not booking.round_table.event.goes_ahead:
        raise NotInThatState(booking, "The event is over, or does not go ahead.")
    pool, step = booking.pool_id, Step.PROMOTED
    if pool is None:
        seats.lock([booking.round_table_id])
        pool, step = seat_for_staff(booking, why=why, beyond_the_seats=beyond_the_seats, step=step, now=now)
    become(
        booking, BookingState.CONFIRMED, step, now=now, by=by, why=why, pool_id=pool, confirmed_at=now, ended_at=None
    )
    emails.promoted(booking, now)
    return booking


def seat_for_staff(
    booking: Booking, *, why: str, beyond_the_seats: bool, step: Step, now: dt.datetime
) -> tuple[int, Step]:
    """A seat past every queue and limit for organisations; past the number of seats only with a reason."""
    kind = booking.organisation.kind if booking.organisation else ""
    table = booking.round_table
    pool = seats.take(round_table=table.pk, mode=booking.mode, kind=kind, now=now, is_next=True)
    if pool is not None:
        return pool, step
    if not beyond_the_seats:
        raise WouldOverbook(table)
    if not why.strip():
        raise ReasonNeeded
    pool = seats.take_beyond(round_table=table.pk, mode=booking.mode)
    if pool is None:
        raise WouldOverbook(table)
    return pool, Step.OVERBOOKED


@transaction.atomic
def accept(*, booking: Booking, now: dt.datetime) -> Booking:
    """The person takes the place. Again is harmless. OfferOver when it was answered, or is too late."""
    booking = places.locked(booking)
    if booking.state == BookingState.CONFIRMED and booking.offered_at:
        return booking
    event = booking.round_table.event
    lapsed = booking.offer_until is None or now >= booking.offer_until
    if booking.state != BookingState.OFFERED or lapsed or now >= event.starts_at or not event.goes_ahead:
        raise OfferOver
    become(booking, BookingState.CONFIRMED, Step.ACCEPTED, now=now, confirmed_at=now)
    emails.confirmed(booking.request, [booking], now)
    return booking


@transaction.atomic
def leave(*, booking: Booking, now: dt.datetime) -> Booking:
    """Off the waiting list, or declining an offer: the next is asked at once. Again is harmless."""
    booking = places.locked(booking)
    if booking.state == BookingState.CANCELLED:
        return booking
    if booking.state not in (BookingState.WAITING, BookingState.OFFERED):
        raise NotInThatState(booking)
    pool = booking.pool_id
    if pool is not None:
        seats.lock([booking.round_table_id])
    step = Step.LEFT if pool is None else Step.DECLINED
    become(booking, BookingState.CANCELLED, step, now=now, pool_id=None, ended_at=now, ended_by=EndedBy.PERSON)
    emails.take_back(booking, now)
    emails.left(booking, now)
    if pool is not None:
        seats.give_back(pool)
        promote(round_table=booking.round_table, now=now)
    return booking


@transaction.atomic
def prioritise(*, booking: Booking, priority: int, by: Any, why: str, now: dt.datetime) -> Booking:
    """For staff: a higher number comes first on the waiting list. Needs a reason."""
    if not why.strip():
        raise ReasonNeeded
    booking = places.locked(booking)
    if booking.state != BookingState.WAITING:
        raise NotInThatState(booking)
    booking.priority = max(-100, min(100, priority))
    booking.save(update_fields=["priority"])
    note(booking, Step.PRIORITY, now=now, by=by, why=why)
    return booking


def expire_offers(now: dt.datetime) -> int:
    """End the offers that nobody answered in time, tell those people, and ask the next; return how many."""
    count = 0
    for pk in Booking.objects.lapsed_offers(now).order_by("offer_until").values_list("pk", flat=True):
        count += _expire_offer(pk, now)
    return count


@transaction.atomic
def _expire_offer(pk: int, now: dt.datetime) -> bool:
    rows = Booking.objects.lapsed_offers(now).select_for_update(of=("self",), skip_locked=True)
    rows = rows.select_related("round_table__event", "round_table__site", "contact", "organisation", "request")
    booking = rows.filter(pk=pk).first()
    if booking is None:  # accepted, or another clock is at it
        return False
    seats.lock([booking.round_table_id])
    pool = booking.pool_id or 0  # an offer has a seat
    become(booking, BookingState.EXPIRED, Step.OFFER_LAPSED, now=now, pool_id=None, ended_at=now)
    emails.offer_lapsed(booking, now)
    seats.give_back(pool)
    promote(round_table=booking.round_table, now=now)
    return True


def promote_everywhere(now: dt.datetime) -> int:
    """Wherever somebody waits: what a promotion in passing may have missed, such as seats that were released."""
    tables = RoundTable.objects.bookable(now).filter(bookings__state=BookingState.WAITING).distinct().order_by("pk")
    return sum(len(promote(round_table=table, now=now).bookings) for table in tables)
