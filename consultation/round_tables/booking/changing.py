"""What a person, or staff for them, changes about a booking: details, who comes, the session; and cancelling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from consultation.participants import consents, contacts, links, organisations
from consultation.participants.models import ConsentText, Contact
from consultation.round_tables import emails
from consultation.round_tables.booking import asking, confirming, places, seats, waiting
from consultation.round_tables.booking.log import become, note
from consultation.round_tables.booking.needs import ask_for
from consultation.round_tables.booking.refusals import (
    AlreadyBooked,
    Full,
    NotBookable,
    NotInThatState,
    Refused,
    TooLate,
)
from consultation.round_tables.booking.wishes import Details, Wish
from consultation.round_tables.choices import COMING, BookingState, EndedBy, Step
from consultation.round_tables.models import AccessNeed, Booking, BookingRequest, RoundTable

_DETAILS = ("name", "organisation", "role", "phone", "dietary", "brings_companion", "shown_as")
_FROZEN = "The list for this session is closed. Ring us, and we will see what can be done."


def _check_not_frozen(booking: Booking, by: Any, now: dt.datetime) -> None:
    """Staff may until the event is over; the person until the list is frozen."""
    table = booking.round_table
    if now >= (table.event.ends_at if by is not None else table.freezes_at):
        raise TooLate(_FROZEN)


def _check_coming(booking: Booking) -> None:
    if booking.state not in COMING:
        raise NotInThatState(booking)


@transaction.atomic
def change_details(
    *, booking: Booking, details: Details, agreed: Sequence[ConsentText] = (), by: Any = None, now: dt.datetime
) -> Booking:
    """Correct the details of the same person. The organisation stays as it is when its name is left as it was.

    `agreed` is what they ticked for it. Another organisation is refused when it has its places (staff may pass that).
    TooLate once the event has begun.
    """
    booking = places.locked(booking)
    _check_coming(booking)
    if now >= booking.round_table.event.starts_at and by is None:
        raise TooLate(_FROZEN)
    organisation = organisations.find_or_make(
        site=booking.site, name=details.organisation, kind=details.kind, email=booking.email
    )
    is_other = organisation is not None and organisation != booking.organisation
    if is_other and booking.pool_id and by is None:
        seats.lock([booking.round_table_id])
        if not places.organisation_has_room(booking.round_table, organisation, but=booking):
            raise Refused("That organisation has as many places as one may have.")
    before = _plain(booking)
    booking.name = " ".join(details.name.split())
    booking.organisation = organisation
    booking.role, booking.phone = " ".join(details.role.split()), " ".join(details.phone.split())
    booking.dietary = details.dietary.strip() if booking.round_table.has_catering else ""
    booking.brings_companion = details.brings_companion
    booking.shown_as = details.shown_as if booking.round_table.shows_who_comes else ""
    need = ask_for(booking=booking, words=details.access_need, wants_call=details.wants_call, now=now)
    if _plain(booking) != before or (need is not None and need.asked_at == now):
        booking.save(update_fields=[*_DETAILS])
        note(booking, Step.CHANGED, now=now, by=by)
        if contact := booking.contact:
            for text in agreed:
                consents.give(contact=contact, text=text, now=now)
        if by is not None:
            emails.changed(booking, now)
    return booking


def _plain(booking: Booking) -> tuple[Any, ...]:
    return tuple(getattr(booking, name) for name in _DETAILS)


@transaction.atomic
def substitute(*, booking: Booking, details: Details, by: Any = None, now: dt.datetime) -> Booking:
    """Send a colleague instead, who gets links of their own and hears how their details are used; the other is told.

    The old links stop. What was told of access or food was another person's and is erased. TooLate when the list is
    frozen, AlreadyBooked when the colleague has a place.
    """
    booking = places.locked(booking)
    if booking.state != BookingState.CONFIRMED:
        raise NotInThatState(booking)
    _check_not_frozen(booking, by, now)
    before, before_name = booking.contact, booking.name
    after = contacts.remember(site=booking.site, email=details.email, now=now)
    if after == before:
        raise Refused("That is the address the booking has already. To correct a name, change the details.")
    if places.active_booking(booking.round_table, after):
        raise AlreadyBooked(booking.round_table)
    emails.take_back(booking, now)
    AccessNeed.objects.filter(booking=booking).delete()
    _hand_to(booking, after, now)
    booking.name, booking.role, booking.phone = " ".join(details.name.split()), "", ""
    booking.dietary, booking.brings_companion, booking.shown_as = "", False, ""
    booking.save()
    note(booking, Step.SUBSTITUTED, now=now, by=by)
    if before is not None:
        emails.passed_on(booking, before, before_name, now)
    emails.taken_over(booking, now)
    return booking


def _hand_to(booking: Booking, contact: Contact, now: dt.datetime) -> None:
    """From now on it is `contact`'s, in a request of its own: links to the old one no longer lead to it."""
    booking.request = BookingRequest.objects.create(site=booking.site, contact=contact, made_at=now)
    booking.contact = contact


@transaction.atomic
def ask_new_email(*, booking: Booking, email: str, now: dt.datetime) -> None:
    """Send a link to the new address. Nothing changes until it is used there."""
    booking = places.locked(booking)
    _check_coming(booking)
    contact = contacts.remember(site=booking.site, email=email, now=now)
    if contact == booking.contact:
        raise Refused("That is the address the booking has already.")
    note(booking, Step.EMAIL_ASKED, now=now)
    emails.verify_address(booking, contact, now)


@transaction.atomic
def change_email(*, booking: Booking, contact: Contact, by: Any = None, now: dt.datetime) -> Booking:
    """The new address is theirs (they followed the link, or staff know): the old one is told. Again is harmless."""
    booking = places.locked(booking)
    if booking.contact == contact:
        return booking
    _check_coming(booking)
    if places.active_booking(booking.round_table, contact):
        raise AlreadyBooked(booking.round_table)
    before = booking.contact
    emails.take_back(booking, now)
    _hand_to(booking, contact, now)
    booking.save(update_fields=["request", "contact"])
    contacts.remember(
        site=booking.site, email=contact.email or "", name=booking.name, organisation=booking.organisation, now=now
    )
    note(booking, Step.EMAIL_CHANGED, now=now, by=by)
    links.revoke(purpose=emails.NEW_ADDRESS, target=booking, now=now)
    if before is not None:
        emails.address_changed(booking, before, now)
    emails.confirmed(booking.request, [booking], now)
    return booking


@transaction.atomic
def move(
    *, booking: Booking, to: RoundTable, mode: str = "", by: Any = None, why: str = "", now: dt.datetime
) -> Booking:
    """To another session: the new seat first, then the old one is given back, all or nothing.

    Full when there is no seat; AlreadyBooked when the person has a place there; TooLate when the list is frozen.
    """
    booking = places.locked(booking)
    if booking.state != BookingState.CONFIRMED:
        raise NotInThatState(booking)
    _check_not_frozen(booking, by, now)
    to = RoundTable.objects.select_related("event").get(pk=to.pk)
    mode = mode or _same_mode(booking, to)
    places.check_mode(to, mode)
    if to.pk == booking.round_table_id:
        raise Refused("That is the session the booking is for already.")
    if to.site_id != booking.site_id or (by is None and not to.takes_bookings(now)) or not to.event.goes_ahead:
        raise NotBookable(to)
    if places.active_booking(to, booking.contact):
        raise AlreadyBooked(to)
    origin, old_pool = booking.round_table, booking.pool_id or 0  # a confirmed one has a seat
    seats.lock([origin.pk, to.pk])
    pool = places.take_seat(to, mode, booking.organisation, now)
    if pool is None:
        raise Full(to)
    emails.take_back(booking, now)
    booking.round_table, booking.mode = to, mode
    fields: dict[str, Any] = {"round_table": to, "mode": mode, "pool_id": pool, "confirmed_at": now}
    if not to.has_catering:
        fields["dietary"] = ""
    become(
        booking, BookingState.CONFIRMED, Step.MOVED, now=now, by=by, why=why or f"From {origin.event.slug}.", **fields
    )
    AccessNeed.objects.filter(booking=booking).update(state="open", confirmed_at=None)
    seats.give_back(old_pool)
    emails.moved(booking, origin, now)
    waiting.promote(round_table=origin, now=now)
    return booking


def _same_mode(booking: Booking, round_table: RoundTable) -> str:
    """How they take part now, where that session is held that way; else the first way it is held."""
    modes = [mode.value for mode in round_table.modes]
    return booking.mode if booking.mode in modes or not modes else modes[0]


@transaction.atomic
def cancel(*, booking: Booking, by: Any = None, why: str = "", now: dt.datetime) -> Booking:
    """Give the place up; whoever waits has it. Cancelling what is cancelled is harmless.

    By the person until the time the round table says (TooLate: “please ring”); by staff until the event is over, which
    tells the person, with `why` in the e-mail.
    """
    booking = places.locked(booking)
    if booking.state in (BookingState.CANCELLED, BookingState.EXPIRED):
        return booking
    if booking.state in (BookingState.ATTENDED, BookingState.NO_SHOW, BookingState.QUARANTINED) and by is None:
        raise NotInThatState(booking)
    if by is None and booking.state == BookingState.CONFIRMED and now >= booking.round_table.cancel_until:
        raise TooLate("It is too late to cancel online. Ring us, so that somebody else can have the place.")
    was = booking.state
    give_up(booking, ended_by=EndedBy.PERSON if by is None else EndedBy.STAFF, by=by, why=why, now=now)
    if was in COMING:
        emails.cancelled(booking, now, why=why, by_staff=by is not None)
    return booking


def give_up(booking: Booking, *, ended_by: EndedBy, by: Any = None, why: str = "", now: dt.datetime) -> None:
    """End a locked booking: nothing more is sent about it, and its seat goes to whoever waits. Writes to nobody."""
    pool = booking.pool_id
    if pool is not None:
        seats.lock([booking.round_table_id])
    fields = {"pool_id": None, "ended_at": now, "ended_by": ended_by}
    become(booking, BookingState.CANCELLED, Step.CANCELLED, now=now, by=by, why=why, **fields)
    emails.take_back(booking, now)
    if pool is not None:
        seats.give_back(pool)
        waiting.promote(round_table=booking.round_table, now=now)


@transaction.atomic
def ask_again(
    *, like: Booking, round_table: RoundTable, mode: str = "", may_wait: bool = True, now: dt.datetime
) -> Booking:
    """A place for the same person at another session, or at the same one again, at once: their address is known.

    On the waiting list, at its end, when no seat is free and `may_wait`; otherwise Full.
    """
    like = places.locked(like)
    table = RoundTable.objects.select_related("event").get(pk=round_table.pk)
    mode = mode or _same_mode(like, table)
    places.check_mode(table, mode)
    if table.site_id != like.site_id or not table.takes_bookings(now):
        raise NotBookable(table)
    if places.active_booking(table, like.contact):
        raise AlreadyBooked(table)
    details = Details(
        name=like.name,
        role=like.role,
        phone=like.phone,
        dietary=like.dietary,
        brings_companion=like.brings_companion,
        shown_as=like.shown_as,
    )
    seats.lock([table.pk])
    booking = asking.new_booking(like.request, Wish(table, mode), details, like.organisation, now)
    confirming.give_or_queue(booking, now)
    if booking.state == BookingState.WAITING and not may_wait:
        raise Full(table)
    emails.confirmed(like.request, [booking], now)
    if booking.state == BookingState.WAITING:
        waiting.promote(round_table=table, now=now)
    return booking
