"""On the day: who came, who did not, who came without a booking; and the numbers that the ledger takes afterwards."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.db import transaction

from consultation.events.choices import OrganisationKind, Outcome
from consultation.events.models import Event, EventPeopleByDistrict, EventPeopleByKind
from consultation.participants import organisations
from consultation.participants.models.organisation import Kind
from consultation.round_tables.booking import asking, places, seats, waiting
from consultation.round_tables.booking.log import become, note
from consultation.round_tables.booking.refusals import NotInThatState, Refused
from consultation.round_tables.booking.wishes import Details, Wish
from consultation.round_tables.choices import BookingState, SeatMode, Step
from consultation.round_tables.models import Booking, BookingRequest, RoundTable

# From so long before the start people can be checked in.
DOORS_OPEN = dt.timedelta(hours=3)

_AS_COUNTED = {
    Kind.BUSINESS: OrganisationKind.BUSINESS,
    Kind.BUSINESS_GROUP: OrganisationKind.BUSINESS_BODY,
    Kind.CHARITY: OrganisationKind.COMMUNITY,
    Kind.EDUCATION: OrganisationKind.EDUCATION,
    Kind.COUNCIL: OrganisationKind.PUBLIC,
    Kind.HEALTH: OrganisationKind.HEALTH,
}


def _check_day(round_table: RoundTable, now: dt.datetime) -> None:
    if now < round_table.event.starts_at - DOORS_OPEN:
        raise Refused("Check-in opens three hours before the start.")


@transaction.atomic
def check_in(*, booking: Booking, by: Any, now: dt.datetime) -> Booking:
    """They are here. Again changes nothing: `checked_in_at` says since when they are in.

    Somebody on the waiting list gets an empty seat once the event has begun; before that, promote them by hand.
    """
    booking = places.locked(booking)
    _check_day(booking.round_table, now)
    if booking.state == BookingState.ATTENDED:
        return booking
    pool = booking.pool_id
    if booking.state in (BookingState.WAITING, BookingState.EXPIRED):
        if now < booking.round_table.event.starts_at:
            raise NotInThatState(booking, "They have no place yet. Give them one, or wait until the session has begun.")
        seats.lock([booking.round_table_id])
        pool, _step = waiting.seat_for_staff(booking, why="", beyond_the_seats=False, step=Step.CHECKED_IN, now=now)
    elif pool is None:
        raise NotInThatState(booking)
    confirmed_at = booking.confirmed_at or now
    fields: dict[str, Any] = {"pool_id": pool, "checked_in_at": now, "confirmed_at": confirmed_at}
    become(booking, BookingState.ATTENDED, Step.CHECKED_IN, now=now, by=by, **fields)
    return booking


@transaction.atomic
def undo_check_in(*, booking: Booking, by: Any, now: dt.datetime) -> Booking:
    """It was somebody else."""
    booking = places.locked(booking)
    if booking.state != BookingState.ATTENDED:
        raise NotInThatState(booking)
    become(booking, BookingState.CONFIRMED, Step.CHECK_IN_UNDONE, now=now, by=by, checked_in_at=None)
    return booking


@transaction.atomic
def walk_in(
    *,
    round_table: RoundTable,
    name: str,
    organisation: str = "",
    kind: str = "",
    mode: str = SeatMode.IN_PERSON,
    by: Any,
    why: str = "",
    beyond_the_seats: bool = False,
    now: dt.datetime,
) -> Booking:
    """Somebody who is here and has not booked. Nothing but a name is asked at the door, and no e-mail is sent."""
    table = RoundTable.objects.select_related("event", "site").get(pk=round_table.pk)
    _check_day(table, now)
    places.check_mode(table, mode)
    found = organisations.find_or_make(site=table.site, name=organisation, kind=kind)
    request = BookingRequest.objects.create(site=table.site, made_at=now)
    seats.lock([table.pk])
    booking = asking.new_booking(
        request, Wish(table, mode), Details(name=name), found, now, state=BookingState.WAITING, joined_at=now
    )
    pool, step = waiting.seat_for_staff(
        booking, why=why, beyond_the_seats=beyond_the_seats, step=Step.WALKED_IN, now=now
    )
    if step == Step.OVERBOOKED:
        note(booking, step, now=now, by=by, why=why)
    fields: dict[str, Any] = {"pool_id": pool, "checked_in_at": now, "confirmed_at": now, "joined_at": None}
    become(booking, BookingState.ATTENDED, Step.WALKED_IN, now=now, by=by, **fields)
    return booking


@transaction.atomic
def no_show(*, booking: Booking, by: Any, now: dt.datetime) -> Booking:
    """They did not come. Recorded for the numbers; nothing follows from it for the person."""
    booking = places.locked(booking)
    if now < booking.round_table.event.starts_at:
        raise Refused("The session has not begun.")
    if booking.state == BookingState.NO_SHOW:
        return booking
    if booking.state != BookingState.CONFIRMED:
        raise NotInThatState(booking)
    become(booking, BookingState.NO_SHOW, Step.NO_SHOW, now=now, by=by)
    return booking


@transaction.atomic
def undo_no_show(*, booking: Booking, by: Any, now: dt.datetime) -> Booking:
    booking = places.locked(booking)
    if booking.state != BookingState.NO_SHOW:
        raise NotInThatState(booking)
    become(booking, BookingState.CONFIRMED, Step.NO_SHOW_UNDONE, now=now, by=by)
    return booking


@transaction.atomic
def record_attendance(*, round_table: RoundTable, now: dt.datetime) -> Event:
    """Write who came to the event, as counts: the ledger of engagement and the event's page read them there.

    Numbers that staff have entered at the event stay. Refused before it is over, or when nobody was checked in.
    """
    event: Event = Event.objects.select_for_update().get(pk=round_table.event_id)
    if now < event.ends_at:
        raise Refused("The event is not over yet.")
    came = Booking.objects.attended().filter(round_table=round_table).select_related("organisation")
    people = list(came)
    if not people:
        raise Refused("Nobody has been checked in.")
    if event.attendance is not None:
        return event
    kinds = Counter(
        _AS_COUNTED.get(Kind(one.organisation.kind), OrganisationKind.OTHER)
        for one in people
        if one.organisation and one.organisation.kind
    )
    districts = Counter(one.organisation.district_id for one in people if one.organisation)
    districts.pop(None, None)
    event.attendance, event.outcome = len(people), Outcome.TOOK_PLACE
    event.people_by_kind.set([EventPeopleByKind(kind=kind, people=count) for kind, count in kinds.items()])
    event.people_by_district.set(
        [EventPeopleByDistrict(district_id=district, people=count) for district, count in districts.items()]
    )
    event.save()
    return event


def record_everywhere(now: dt.datetime) -> int:
    """Job: the numbers of round tables that are over for half a day, where people were checked in."""
    over = RoundTable.objects.filter(
        event__ends_at__lt=now - dt.timedelta(hours=12),
        event__attendance=None,
        bookings__state=BookingState.ATTENDED,
    )
    tables = list(over.distinct().order_by("pk"))
    for table in tables:
        record_attendance(round_table=table, now=now)
    return len(tables)
