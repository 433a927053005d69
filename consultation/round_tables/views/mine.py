"""Behind a signed link: what one person asked for in one go. Looking changes nothing; each change is a form."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from consultation.events import calendar
from consultation.events.calendar import Publisher
from consultation.participants.links import note_use
from consultation.participants.models import SignedLink
from consultation.participants.views import for_holder
from consultation.round_tables import booking, emails, wording
from consultation.round_tables.booking import Details
from consultation.round_tables.choices import ACTIVE, BookingState
from consultation.round_tables.choosing import offered, overlapping
from consultation.round_tables.forms import AddressForm, ColleagueForm, DetailsForm, MoveForm
from consultation.round_tables.models import Booking, RoundTable
from strategy.models import AreaSettings

type View = Callable[..., HttpResponse]
_FOLDER = "consultation/round_tables"
_NO_OTHER = "No other session can be booked now."


def _asked_for(link: SignedLink) -> Any:
    """The request that the link opens; one that opens nothing is refused before."""
    return link.target


def _bookings(link: SignedLink) -> list[Booking]:
    found = _asked_for(link).bookings.unerased().exclude(state=BookingState.QUARANTINED)
    found = found.select_related("site", "contact", "organisation", "request")
    found = found.select_related("round_table__event", "round_table__site")
    return list(found.order_by("round_table__event__starts_at", "pk"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_holder(emails.MINE)
def mine(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Everything asked for, with a button to confirm it where that is still to be done."""
    token, now = _token(request), timezone.now()
    refusal, asked_for = "", _asked_for(link)
    if request.method == "POST":
        try:
            booking.confirm(request=asked_for, now=now)
        except booking.Refused as error:
            refusal = str(error)
        else:
            note_use(link, now)
            return redirect("round_tables:booked", token)
    bookings = _bookings(link)
    to_confirm = [one for one in bookings if one.state == BookingState.PENDING or _lapsed_hold(one)]
    context = {"token": token, "bookings": bookings, "to_confirm": to_confirm, "refusal": refusal, "now": now}
    context["overlaps"] = _overlaps(asked_for, bookings, now)
    template = "confirm" if to_confirm else "mine"
    return render(request, f"{_FOLDER}/{template}.html", context)


def _overlaps(asked_for: Any, bookings: list[Booking], now: dt.datetime) -> list[tuple[RoundTable, RoundTable]]:
    """Sessions of `bookings` held while the same person is at another. Allowed, and told only behind their link."""
    theirs = Booking.objects.filter(contact=asked_for.contact_id, state__in=ACTIVE)
    tables = RoundTable.objects.filter(bookings__in=theirs, event__ends_at__gt=now).select_related("event").distinct()
    here = {one.round_table_id for one in bookings}
    return [(one, other) for one, other in overlapping(tables) if here & {one.pk, other.pk}]


def _lapsed_hold(one: Booking) -> bool:
    return one.state == BookingState.EXPIRED and one.confirmed_at is None and one.joined_at is None


@require_safe
@for_holder(emails.MINE)
def booked(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """What has been booked, and what happens next. It stays true when it is opened again."""
    bookings = [one for one in _bookings(link) if one.state in (BookingState.CONFIRMED, BookingState.WAITING)]
    context = {
        "token": _token(request),
        "placed": [one for one in bookings if one.state == BookingState.CONFIRMED],
        "waiting": [one for one in bookings if one.state == BookingState.WAITING],
    }
    return render(
        request, f"{_FOLDER}/{'booked' if bookings else 'mine'}.html", context | {"bookings": _bookings(link)}
    )


def for_booking(view: View) -> View:
    """Decorator of view(request, link, one): gives it the booking of that reference, if the link leads to it."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @for_holder(emails.MINE)
    @functools.wraps(view)
    def answer(request: HttpRequest, link: SignedLink, reference: str) -> HttpResponse:
        one = next((one for one in _bookings(link) if one.reference == reference), None)
        if one is None:
            return render(request, "consultation/participants/link_refused.html", status=404)
        return view(request, link, one)

    return answer


@require_safe
@for_booking
def invitation(request: HttpRequest, link: SignedLink, one: Booking) -> HttpResponse:
    """The calendar file of one session."""
    settings = AreaSettings.plainly_of(one.site)
    publisher = Publisher(settings.organisation or settings.area_name, one.site.root_url, settings.contact_email)
    has_place = one.state in (BookingState.CONFIRMED, BookingState.ATTENDED)
    file = calendar.event_calendar(one.round_table.event, publisher, without_you=not has_place)
    response = HttpResponse(file, content_type=calendar.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{one.round_table.event.slug}.ics"'
    return response


# --- One thing each ---


@for_booking
def change(request: HttpRequest, link: SignedLink, one: Booking) -> HttpResponse:
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        tables=[one.round_table],
        words_of_needs=wording.words_for(one.site, wording.ACCESS_NEEDS),
        words_of_naming=wording.words_for(one.site, wording.NAMED),
        initial=DetailsForm.known(one),
    )

    def act() -> Booking:
        agreed = [wording.agreed(one.site, purpose) for purpose in form.agreed]
        return booking.change_details(booking=one, details=form.details(one.email), agreed=agreed, now=timezone.now())

    texts = {"title": "Change your details", "button": "Save"}
    return _act(request, link, one, act, texts, form)


@for_booking
def colleague(request: HttpRequest, link: SignedLink, one: Booking) -> HttpResponse:
    form = ColleagueForm(request.POST if request.method == "POST" else None)

    def act() -> Booking:
        details = Details(form.cleaned_data["name"], form.cleaned_data["email"])
        return booking.substitute(booking=one, details=details, now=timezone.now())

    texts = {
        "title": "Send a colleague instead",
        "lead": "Your place becomes your colleague’s. You cannot take it back yourself.",
        "button": "Give my place to this colleague",
    }
    return _act(request, link, one, act, texts, form)


@for_booking
def email(request: HttpRequest, link: SignedLink, one: Booking) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        booking.ask_new_email(booking=one, email=form.cleaned_data["email"], now=timezone.now())

    return _act(request, link, one, act, {"title": "Use another e-mail address", "button": "Send the link"}, form)


@for_booking
def move(request: HttpRequest, link: SignedLink, one: Booking) -> HttpResponse:
    """To a session with a place; or, where it is full, onto its waiting list, and the old place stays."""
    now = timezone.now()
    others = [other for other in offered(one.site, now) if other.round_table.pk != one.round_table_id]
    form = MoveForm(request.POST if request.method == "POST" else None, offered=others)

    def act() -> Booking:
        if not others:
            raise booking.Refused(_NO_OTHER)
        to = form.chosen
        if to.free:
            return booking.move(booking=one, to=to.round_table, mode=to.mode, now=now)
        return booking.ask_again(like=one, round_table=to.round_table, mode=to.mode, now=now)

    texts = {
        "title": "Move to another session",
        "lead": "You keep your place until you have the new one. Where a session is full you join its waiting list "
        "and keep your place as well.",
        "button": "Move",
    }
    if not others:
        texts |= {"lead": _NO_OTHER, "button": ""}
    return _act(request, link, one, act, texts, form if others else None)


@for_booking
def cancel(request: HttpRequest, link: SignedLink, one: Booking) -> HttpResponse:
    """Gives up a place, leaves the waiting list, declines an offer."""
    waits = one.state in (BookingState.WAITING, BookingState.OFFERED)

    def act() -> Booking:
        return (booking.leave if waits else booking.cancel)(booking=one, now=timezone.now())

    texts = {
        "title": "Cancel your booking",
        "lead": "Your place goes to somebody who waits for one.",
        "button": "Cancel my booking",
    }
    if one.state == BookingState.WAITING:
        texts = {
            "title": "Leave the waiting list",
            "lead": "You can join again, at the end.",
            "button": "Leave the list",
        }
    if one.state == BookingState.OFFERED:
        texts |= {"title": "Decline the place", "button": "Decline the place"}
    return _act(request, link, one, act, texts)


@for_booking
def accept(request: HttpRequest, link: SignedLink, one: Booking) -> HttpResponse:
    def act() -> Booking:
        return booking.accept(booking=one, now=timezone.now())

    texts = {"title": "Accept the place", "button": "Accept the place"}
    if one.state not in (BookingState.OFFERED, BookingState.CONFIRMED):
        texts |= {"title": "This offer is over", "lead": str(booking.OfferOver()), "button": ""}
    return _act(request, link, one, act, texts)


@for_booking
def again(request: HttpRequest, link: SignedLink, one: Booking) -> HttpResponse:
    """A place again, or the end of the waiting list, after a cancellation or an offer that lapsed."""

    def act() -> Booking:
        return booking.ask_again(like=one, round_table=one.round_table, mode=one.mode, now=timezone.now())

    texts = {
        "title": "Book again",
        "lead": "If no place is free, you join the waiting list at its end.",
        "button": "Book again",
    }
    return _act(request, link, one, act, texts)


@require_http_methods(["GET", "HEAD", "POST"])
@for_holder(emails.NEW_ADDRESS)
def new_address(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """The new address is theirs. Then they are written to there, with a link of their own."""
    one: Any = link.target

    def act() -> Booking:
        if link.contact is None:
            raise booking.Refused("This address has been erased. Ask again with the link of your booking.")
        return booking.change_email(booking=one, contact=link.contact, now=timezone.now())

    texts = {"title": "Use this e-mail address", "button": "Use this address"}
    return _act(request, link, one, act, texts, done="round_tables:list")


def _act(
    request: HttpRequest,
    link: SignedLink,
    one: Booking,
    act: Callable[[], Any],
    texts: dict[str, str],
    form: forms.Form | None = None,
    done: str = "round_tables:mine",
) -> HttpResponse:
    """A page with a form or only a button; then `act`, and back to where all is shown. Refused in words."""
    refusal = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            act()
        except booking.Refused as error:
            refusal = str(error)
        else:
            note_use(link, timezone.now())
            return redirect(done, _token(request)) if done == "round_tables:mine" else redirect(done)
    context = {"form": form, "booking": one, "event": one.round_table.event, "token": _token(request), **texts}
    return render(request, f"{_FOLDER}/act.html", context | {"refusal": refusal})


def _token(request: HttpRequest) -> str:
    assert request.resolver_match is not None  # noqa: S101 - a view has been found
    return str(request.resolver_match.kwargs["token"])
