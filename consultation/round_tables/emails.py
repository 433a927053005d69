"""What people are written, in the transaction of the change that caused it. Each e-mail has one thing to do.

A link is made for each e-mail: its token is nowhere but there. It leads to the page of what was asked for in one go.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from consultation.events import calendar
from consultation.events.calendar import Publisher
from consultation.events.models import Event, EventDecision
from consultation.participants import links, mail
from consultation.participants.mail import Attachment
from consultation.participants.models import Contact, Mail
from consultation.round_tables.choices import BookingState
from consultation.round_tables.models import AccessNeed, Booking, BookingRequest, RoundTable
from strategy.models import AreaSettings

# Purposes of links.
MINE = "round-tables"
NEW_ADDRESS = "round-tables-address"

# Kinds of mail that something asks for by name.
CONFIRM = "booking-confirm"
EVENT_CHANGED = "booking-event-changed"
JOINING_LINK = "booking-joining-link"
WEEK_BEFORE, DAY_BEFORE = "reminder-7-days", "reminder-1-day"
REMINDERS = (WEEK_BEFORE, DAY_BEFORE)

_FOLDER = "consultation/round_tables/mail"
# A link works for so long after the last of its sessions, for questions and thanks.
_LINK_OUTLIVES = dt.timedelta(days=30)
_WHY = "You get this because somebody gave this address to book a place. If it was not you, do nothing."
_WHY_BOOKED = "You get this because you booked a place with us."


def confirm(request: BookingRequest, asked: Sequence[Booking], standing: Sequence[Booking], now: dt.datetime) -> None:
    """The link by which all that was asked for is confirmed; what stands already is named beside it."""
    context = {
        "bookings": asked,
        "standing": standing,
        "name": asked[0].name,
        "minutes": min(booking.round_table.hold_minutes for booking in asked),
        "link": _mine(request, [*asked, *standing], now),
    }
    _to(request.contact, "confirm", context, kind=CONFIRM, about=request, why=_WHY, now=now)


def already(request: BookingRequest, standing: Sequence[Booking], now: dt.datetime) -> None:
    """All that was asked for stands already: where to see it. The name that was typed is not repeated."""
    context = {"standing": standing, "link": _mine(standing[0].request, standing, now)}
    _to(request.contact, "already", context, kind="booking-already", about=standing[0], why=_WHY, now=now)


def confirmed(request: BookingRequest, bookings: Sequence[Booking], now: dt.datetime) -> None:
    """What was booked, with a calendar file each, and for what they wait."""
    placed = [booking for booking in bookings if booking.state == BookingState.CONFIRMED]
    context = {
        "bookings": bookings,
        "placed": placed,
        "waiting": [booking for booking in bookings if booking.state == BookingState.WAITING],
        "name": bookings[0].name,
        "link": _mine(request, bookings, now),
    }
    files = [_file(booking.round_table.event) for booking in placed]
    kind = "booking-confirmed" if placed else "waiting-joined"
    _to(request.contact, "confirmed", context, kind=kind, about=bookings[0], files=files, now=now)


def offer(booking: Booking, now: dt.datetime) -> None:
    _about(booking, "offer", now, kind="waiting-offer", until=timezone.localtime(booking.offer_until))


def invited(booking: Booking, now: dt.datetime) -> None:
    until = timezone.localtime(booking.offer_until)
    why = "You get this because we would like you to take part, and were given this address for you."
    _about(booking, "invited", now, kind="booking-invited", until=until, why=why)


def offer_lapsed(booking: Booking, now: dt.datetime) -> None:
    _about(booking, "offer_lapsed", now, kind="waiting-offer-lapsed")


def promoted(booking: Booking, now: dt.datetime) -> None:
    _about(booking, "promoted", now, kind="waiting-promoted", files=[_file(booking.round_table.event)])


def left(booking: Booking, now: dt.datetime) -> None:
    _about(booking, "left", now, kind="waiting-left")


def changed(booking: Booking, now: dt.datetime) -> None:
    """Staff changed the details; whoever changes their own sees it on the page."""
    _about(booking, "changed", now, kind="booking-changed")


def moved(booking: Booking, origin: RoundTable, now: dt.datetime) -> None:
    files = [_file(booking.round_table.event), _file(origin.event, without_you=True)]
    _about(booking, "moved", now, kind="booking-moved", files=files, origin=origin.event)


def cancelled(booking: Booking, now: dt.datetime, *, why: str, by_staff: bool) -> None:
    files = [_file(booking.round_table.event, without_you=True)]
    shown: dict[str, Any] = {"reason": why if by_staff else "", "by_staff": by_staff}
    _about(booking, "cancelled", now, kind="booking-cancelled", files=files, **shown)


def passed_on(booking: Booking, before: Contact, before_name: str, now: dt.datetime) -> None:
    """To the person who does not come any more. The colleague's name is not told: they gave it themselves."""
    context = {"booking": booking, "event": booking.round_table.event, "name": before_name, "link": _events(booking)}
    files = [_file(booking.round_table.event, without_you=True)]
    _to(before, "passed_on", context, kind="booking-passed-on", about=booking, files=files, now=now)


def taken_over(booking: Booking, now: dt.datetime) -> None:
    """To the colleague who comes instead: the place, the link, and how their details are used."""
    files = [_file(booking.round_table.event)]
    why = "You get this because a colleague passed their place on to you."
    _about(booking, "taken_over", now, kind="booking-taken-over", files=files, why=why)


def verify_address(booking: Booking, contact: Contact, now: dt.datetime) -> None:
    """To the new address, with the link that proves it is theirs."""
    token = links.make_link(
        purpose=NEW_ADDRESS, target=booking, contact=contact, now=now, days=2, replaces=True, site=booking.site
    )
    link = booking.site.root_url + reverse("round_tables:new_address", args=[token])
    context = {"booking": booking, "event": booking.round_table.event, "name": booking.name, "link": link}
    _to(contact, "verify_address", context, kind="booking-verify-address", about=booking, why=_WHY, now=now)


def address_changed(booking: Booking, before: Contact, now: dt.datetime) -> None:
    """To the old address, so that nobody loses a place to somebody else unawares."""
    context = {"booking": booking, "event": booking.round_table.event, "name": booking.name, "link": _contact(booking)}
    _to(before, "address_changed", context, kind="booking-address-changed", about=booking, now=now)


def event_changed(
    booking: Booking, decision: EventDecision, *, before: EventDecision, now: dt.datetime, not_before: dt.datetime
) -> None:
    """A new date, place or standing. It waits a little, so that edits that follow each other are one e-mail."""
    shown: dict[str, Any] = {"decision": decision, "before": before, "is_off": not booking.round_table.event.goes_ahead}
    files = [_file(booking.round_table.event)]
    _about(booking, "event_changed", now, kind=EVENT_CHANGED, files=files, not_before=not_before, **shown)


def reminder_name(booking: Booking, kind: str) -> str:
    """Under this name a reminder is queued once; a new date is another reminder."""
    return f"{kind}/booking/{booking.pk}/{booking.round_table.event.starts_at:%Y%m%d%H%M}"


def reminder(booking: Booking, kind: str, now: dt.datetime) -> None:
    """With the joining link, on the day before, to those who take part online."""
    is_near = kind == DAY_BEFORE
    joining_link = booking.round_table.event.joining_link if is_near and booking.mode == "online" else ""
    shown: dict[str, Any] = {"is_near": is_near, "joining_link": joining_link, "once": reminder_name(booking, kind)}
    _about(booking, "reminder", now, kind=kind, **shown)


def joining_link(booking: Booking, now: dt.datetime) -> None:
    """The link that was sent before does not work any more."""
    _about(booking, "joining_link", now, kind=JOINING_LINK, joining_link=booking.round_table.event.joining_link)


def feedback_name(booking: Booking) -> str:
    """Under this name the question how it was is queued once."""
    return f"event-feedback/booking/{booking.pk}"


def feedback(booking: Booking, now: dt.datetime) -> None:
    """The survey is open to anybody: the answers are not joined to the booking."""
    survey = booking.round_table.feedback_survey
    _about(booking, "feedback", now, kind="event-feedback", survey=survey, once=feedback_name(booking))


def need_arranged(need: AccessNeed, now: dt.datetime) -> None:
    """Without the words of the need: an e-mail travels far."""
    _about(need.booking, "need_arranged", now, kind="access-need-arranged", answer=need.answer)


def from_staff(booking: Booking, *, subject: str, words: str, now: dt.datetime) -> bool:
    """False when there is no address to write to."""
    return _about(booking, "from_staff", now, kind="booking-message", heading=subject, words=words)


def take_back(booking: Booking, now: dt.datetime) -> None:
    """Nothing that waits to be sent about the booking is true any more."""
    mail.drop(about=booking, now=now)


# --- What they share ---


def _about(
    booking: Booking,
    template: str,
    now: dt.datetime,
    *,
    kind: str,
    files: Sequence[Attachment] = (),
    why: str = _WHY_BOOKED,
    not_before: dt.datetime | None = None,
    once: str | None = None,
    **shown: Any,
) -> bool:
    """Write to the person of one booking; False when they have no address."""
    if not booking.email:
        return False
    context = {"booking": booking, "event": booking.round_table.event, "name": booking.name, **shown}
    context["link"] = _mine(booking.request, [booking], now)
    options: dict[str, Any] = {"files": files, "why": why, "not_before": not_before, "once": once}
    return _to(booking.contact, template, context, kind=kind, about=booking, now=now, **options)


def _to(
    contact: Contact | None,
    template: str,
    context: dict[str, Any],
    *,
    kind: str,
    about: Booking | BookingRequest,
    files: Sequence[Attachment] = (),
    why: str = _WHY_BOOKED,
    now: dt.datetime,
    **options: Any,
) -> bool:
    if contact is None or not contact.email:
        return False
    queued: Mail = mail.queue(
        site=about.site,
        to=contact,
        template=f"{_FOLDER}/{template}",
        context=context,
        kind=kind,
        about=about,
        attachments=files,
        why=why,
        now=now,
        **options,
    )
    return bool(queued.pk)


def _mine(request: BookingRequest, bookings: Sequence[Booking], now: dt.datetime) -> str:
    """The address of the page of what was asked for in one go; empty for somebody without an address."""
    if request.contact is None:
        return ""
    last = max(booking.round_table.event.ends_at for booking in bookings)
    days = (max(last, now) + _LINK_OUTLIVES - now) / dt.timedelta(days=1)
    token = links.make_link(
        purpose=MINE, target=request, contact=request.contact, site=request.site, now=now, days=days
    )
    return request.site.root_url + reverse("round_tables:mine", args=[token])


def _events(booking: Booking) -> str:
    return booking.site.root_url + reverse("round_tables:list")


def _contact(booking: Booking) -> str:
    return f"{booking.site.root_url}/contact/"


def _file(event: Event, *, without_you: bool = False) -> Attachment:
    settings = AreaSettings.plainly_of(event.site)
    publisher = Publisher(settings.organisation or settings.area_name, event.site.root_url, settings.contact_email)
    method = "CANCEL" if without_you or not event.goes_ahead else "PUBLISH"
    content = calendar.event_calendar(event, publisher, without_you=without_you).decode()
    name = "cancelled" if method == "CANCEL" else "invitation"
    return Attachment(f"{name}-{event.slug}.ics", f'text/calendar; charset="utf-8"; method="{method}"', content)
