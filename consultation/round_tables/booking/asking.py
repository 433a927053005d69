"""Asking for places: a seat for each is held at once, and one e-mail has the link by which all are confirmed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from psycopg2.extras import Json
from wagtail.models import Site

from consultation.participants import contacts, organisations
from consultation.participants.models import ConsentText, Contact, Organisation
from consultation.round_tables import emails
from consultation.round_tables.booking import places
from consultation.round_tables.booking.log import become, note
from consultation.round_tables.booking.needs import ask_for
from consultation.round_tables.booking.refusals import Full, NotBookable, OrganisationHasItsPlaces
from consultation.round_tables.booking.wishes import Details, Wish
from consultation.round_tables.choices import BookingState, Step
from consultation.round_tables.models import Booking, BookingRequest

# Until the e-mail has been handed over a hold has not begun; it ends all the same if that takes longer than this.
MAIL_MAY_TAKE = dt.timedelta(hours=2)

# Whoever sends the same form at the same time waits here for the first, and then has nothing to do.
_BEGIN = """
    INSERT INTO consultation_bookingrequest (site_id, contact_id, key, agreed_to, made_at)
    VALUES (%(site)s, %(contact)s, %(key)s, %(agreed_to)s, %(made_at)s)
    ON CONFLICT (key) DO NOTHING RETURNING id
"""


class _SomebodyWasQuicker(Exception):
    """A seat that was free when the form came in is not any more, and the e-mail that is written promises it."""


def reserve(
    *,
    site: Site,
    wishes: Sequence[Wish],
    details: Details,
    key: uuid.UUID,
    agreed: Sequence[ConsentText] = (),
    looks_automatic: bool = False,
    now: dt.datetime,
) -> BookingRequest:
    """Hold a place at each session asked for, and queue the one e-mail by which all are confirmed.

    All or nothing: NotBookable, NoSuchMode, or Full where the person would not wait. A second click (`key`) makes
    nothing. Sessions that the address is booked for already stay as they are; only the e-mail says so, so that nobody
    learns who comes. What looks automatic is set aside: it has no seat and gets no e-mail.

    Seats are taken last, after the e-mail is written: nobody waits at their row for somebody else's e-mail. Where that
    promised too much, all is done again with the seats taken first.
    """
    given: dict[str, Any] = {"key": key, "agreed": agreed, "looks_automatic": looks_automatic, "now": now}
    try:
        return _reserve(site, _in_order(wishes), details, seats_first=False, **given)
    except _SomebodyWasQuicker:
        return _reserve(site, _in_order(wishes), details, seats_first=True, **given)


@transaction.atomic
def _reserve(
    site: Site,
    wishes: list[Wish],
    details: Details,
    *,
    key: uuid.UUID,
    agreed: Sequence[ConsentText],
    looks_automatic: bool,
    seats_first: bool,
    now: dt.datetime,
) -> BookingRequest:
    # From here on, one at a time for each address. An unconfirmed stranger changes nothing that is known of it.
    contact = contacts.remember(site=site, email=details.email, now=now)
    request = _begin(site, contact, key, agreed, now)
    if request is None:
        found: BookingRequest = BookingRequest.objects.get(key=key)
        return found
    for wish in wishes:
        if not wish.round_table.takes_bookings(now):
            raise NotBookable(wish.round_table)
        places.check_mode(wish.round_table, wish.mode)
    organisation = organisations.find_or_make(
        site=site, name=details.organisation, kind=details.kind, email=details.email
    )
    if looks_automatic:
        for wish in wishes:
            _set_aside(request, wish, details, organisation, now)
        return request
    known = places.active_bookings([wish.round_table for wish in wishes], contact)
    already = [known[wish.round_table.pk] for wish in wishes if wish.round_table.pk in known]
    new = [wish for wish in wishes if wish.round_table.pk not in known]
    asked = [_ask(request, wish, details, organisation, now, seats_first=seats_first) for wish in new]
    _tell(request, asked, already, now)
    if not seats_first:
        _keep_to(asked, new, now)
    return request


def _keep_to(asked: list[Booking], wishes: list[Wish], now: dt.datetime) -> None:
    """Take the seats that were promised. _SomebodyWasQuicker where that cannot be kept to."""
    for booking, wish in zip(asked, wishes, strict=True):
        promised = booking.is_held
        if _hold(booking, wish, now) != promised:
            raise _SomebodyWasQuicker


def _begin(
    site: Site, contact: Contact, key: uuid.UUID, agreed: Sequence[ConsentText], now: dt.datetime
) -> BookingRequest | None:
    """The request, or None when the form was sent before."""
    request = BookingRequest(site=site, contact=contact, key=key, agreed_to=[text.pk for text in agreed], made_at=now)
    given = {"site": site.pk, "contact": contact.pk, "key": key, "agreed_to": Json(request.agreed_to), "made_at": now}
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, given)
        row = cursor.fetchone()
    if row is None:
        return None
    request.pk, request._state.adding = row[0], False
    return request


def refuse_if_full(*, wishes: Sequence[Wish], key: uuid.UUID) -> None:
    """Raise Full for what the seats, as they were fetched, show to be full: it saves the work of finding that out.

    Only a refusal is certain; `reserve` decides. A form that was sent before (`key`) is not refused.
    """
    for wish in wishes:
        if not _free_seats(wish) and not wish.may_wait and not BookingRequest.objects.filter(key=key).exists():
            raise Full(wish.round_table)


def _in_order(wishes: Sequence[Wish]) -> list[Wish]:
    """Each session once, in the order of their keys: two that ask for the same must not wait for each other."""
    return [wish for _key, wish in sorted({wish.round_table.pk: wish for wish in wishes}.items())]


def _free_seats(wish: Wish) -> int | None:
    """The key of seats of which one was free when they were fetched, whoever they are for; None when none was."""
    return next((pool.pk for pool in wish.round_table.pools.all() if pool.mode == wish.mode and pool.free), None)


def _ask(
    request: BookingRequest,
    wish: Wish,
    details: Details,
    organisation: Organisation | None,
    now: dt.datetime,
    *,
    seats_first: bool,
) -> Booking:
    """A booking that has its seat, or, unless `seats_first`, that is expected to get one."""
    held_until = now + MAIL_MAY_TAKE + dt.timedelta(minutes=wish.round_table.hold_minutes)
    booking = new_booking(request, wish, details, organisation, now, held_until=held_until)
    if seats_first:
        _hold(booking, wish, now)
    else:
        booking.pool_id = _free_seats(wish)
    note(booking, Step.ASKED if booking.is_held else Step.ASKED_TO_WAIT, now=now)
    return booking


def _hold(booking: Booking, wish: Wish, now: dt.datetime) -> bool:
    """Give `booking` a seat, and return whether there was one. Full, or that of the organisation, unless it waits."""
    table, organisation = wish.round_table, booking.organisation
    booking.pool_id = places.take_seat(table, wish.mode, organisation, now, writes_to=booking)
    if not booking.is_held and not wish.may_wait:
        has_room = places.organisation_has_room(table, organisation)
        raise (Full if has_room else OrganisationHasItsPlaces)(table)
    return booking.is_held


def new_booking(
    request: BookingRequest,
    wish: Wish,
    details: Details,
    organisation: Organisation | None,
    now: dt.datetime,
    **fields: Any,
) -> Booking:
    """A row with what was given, and the access need beside it. PENDING unless `fields` say otherwise."""
    booking = Booking.objects.create(
        site_id=request.site_id,
        round_table=wish.round_table,
        request=request,
        contact=request.contact,
        mode=wish.mode,
        name=" ".join(details.name.split()),
        organisation=organisation,
        role=" ".join(details.role.split()),
        phone=" ".join(details.phone.split()),
        dietary=details.dietary.strip() if wish.round_table.has_catering else "",
        brings_companion=details.brings_companion,
        shown_as=details.shown_as if wish.round_table.shows_who_comes else "",
        made_at=now,
        **fields,
    )
    if details.has_need:
        ask_for(booking=booking, words=details.access_need, wants_call=details.wants_call, now=now)
    return booking


def _set_aside(
    request: BookingRequest, wish: Wish, details: Details, organisation: Organisation | None, now: dt.datetime
) -> None:
    booking = new_booking(request, wish, details, organisation, now, state=BookingState.QUARANTINED)
    note(booking, Step.SET_ASIDE, now=now)


def _tell(request: BookingRequest, asked: list[Booking], already: list[Booking], now: dt.datetime) -> None:
    # Somebody who asks again before confirming wants the link again, not to hear that they have a place.
    unconfirmed = [known for known in already if known.state == BookingState.PENDING]
    if unconfirmed:
        moved = Booking.objects.filter(pk__in=[known.pk for known in unconfirmed])
        moved.update(request=request)
        asked = [*asked, *unconfirmed]
    standing = [known for known in already if known.state != BookingState.PENDING]
    if asked:
        emails.confirm(request, asked, standing, now)
    elif standing:
        emails.already(request, standing, now)


@transaction.atomic
def let_in(*, booking: Booking, by: Any, now: dt.datetime) -> Booking:
    """For staff: what was set aside was sent by a person. It gets its place, or waits, and its e-mail.

    NotBookable when it is too late.
    """
    booking = places.locked(booking)
    if booking.state != BookingState.QUARANTINED:
        return booking
    table = booking.round_table
    if not table.takes_bookings(now):
        raise NotBookable(table)
    known = places.active_booking(table, booking.contact)
    if known is not None:
        become(booking, BookingState.CANCELLED, Step.CANCELLED, now=now, by=by, why="Booked twice.", ended_at=now)
        return known
    pool = places.take_seat(table, booking.mode, booking.organisation, now)
    until = now + MAIL_MAY_TAKE + dt.timedelta(minutes=table.hold_minutes)
    become(booking, BookingState.PENDING, Step.LET_IN, now=now, by=by, pool_id=pool, held_until=until)
    emails.confirm(booking.request, [booking], [], now)
    return booking
