"""For everybody: the list, which caches may keep, and the form, which sets a cookie and is never kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core import signing
from django.forms import RadioSelect
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject, lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from consultation.events.choices import Kind
from consultation.events.models import Event
from consultation.participants.bots import Verdict
from consultation.participants.contacts import same_email
from consultation.participants.limits import Limit, allow_each
from consultation.participants.views import sender_of
from consultation.round_tables import booking, wording
from consultation.round_tables.choosing import nearest, offered, overlapping
from consultation.round_tables.forms import BookingForm
from consultation.round_tables.models import RoundTable
from consultation.round_tables.models.round_table import GRACE
from strategy.areas import area_asked_for
from strategy.freshness import changes_at, seconds_fresh
from strategy.models import PrivacyPage
from strategy.paging import in_parts
from strategy.surroundings import Surroundings

# A whole office behind one address may book; a robot may not fill a hall.
_PER_SENDER, _PER_ADDRESS, _WINDOW = 60, 6, dt.timedelta(hours=1)
_SALT = "consultation.round_tables.asked"
_words = lazy(wording.words_for, str)
_COMING, _PAST = 30, 20


@require_safe
def round_tables(request: HttpRequest) -> HttpResponse:
    """Those to come with their places in bands, in parts, and past ones. Seven queries, whatever their number."""
    site, now = site_of(request), timezone.now()
    around = Surroundings.of(site.root_page, site.root_page.url_path)
    around.ancestors = [site.root_page]
    request.surroundings = around  # type: ignore[attr-defined]
    coming = RoundTable.objects.public().filter(site=site).coming(now).with_places()
    parts = in_parts("tables", coming, request.GET, on_a_page=_COMING)
    tables = list(parts["part"])
    past = Event.objects.public().filter(site=site, kind=Kind.ROUND_TABLE).past(now)[:_PAST]
    for table in tables:
        changes_at(request, table.turns_after(now))
    shown = [(table, table.state_at(now), table.band_at(now)) for table in tables]
    dates = [*(table.event.updated_at for table in tables), *(event.updated_at for event in past)]
    context = parts | {"tables": shown, "past": past, "updated_at": max(dates, default=now)}
    response = render(request, "consultation/round_tables/list.html", context)
    patch_cache_control(response, public=True, max_age=seconds_fresh(request, now))
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """The form with the session of `slug` ticked, the check of the answers, and the sending of them.

    The answers travel in the page from one step to the next: nothing is stored before they are sent.
    """
    is_sent, now = request.method == "POST", timezone.now()
    site = (area_asked_for if is_sent else site_of)(request)
    if site is None:
        raise Http404
    options = offered(site, now, GRACE if is_sent else dt.timedelta(0))
    found = next((one.round_table for one in options if one.round_table.event.slug == slug), None)
    tables = RoundTable.objects.public().with_places()
    table = found or get_object_or_404(tables, site=site, event__slug=slug)
    # Asked for where they are shown: whoever sends a good form waits for none of it.
    common: dict[str, Any] = {
        "offered": options,
        "words_of_needs": _words(site, wording.ACCESS_NEEDS),
        "words_of_naming": _words(site, wording.NAMED),
        "words_of_contact": _words(site, wording.CONTACT_AGAIN),
        "now": now,
    }
    privacy = SimpleLazyObject(lambda: PrivacyPage.objects.child_of(site.root_page).live().first())
    context = {"table": table, "event": table.event, "options": options, "privacy": privacy}
    is_offered = found is not None
    if not (is_offered or (is_sent and options)):
        context |= {"state": table.state_at(now), "is_sent": is_sent}
        return render(request, "consultation/round_tables/not_open.html", context)
    if not is_sent:
        ticked = [one.value for one in options if one.round_table.pk == table.pk][:1]
        return _form(request, BookingForm(initial={"sessions": ticked}, **common), context)
    form = BookingForm(request.POST, **common)
    if not form.is_valid():
        return _form(request, form, context)
    step = request.POST.get("step", "")
    if step == "send":
        return _send(request, site, form, context, now)
    if step.startswith("change-"):
        return _form(request, _to_change(form, step.removeprefix("change-"), common), context)
    return _check(request, form, context)


def _to_change(form: BookingForm, name: str, common: dict[str, Any]) -> BookingForm:
    """The same answers to be changed, with the focus on one of them."""
    given = dict(form.cleaned_data) | {"sessions": _sent(form, "sessions"), "opened": form.data.get("opened")}
    again = BookingForm(initial=given, **common)
    if name in again.fields:
        again.fields[name].widget.attrs["autofocus"] = True
    return again


def _check(request: HttpRequest, form: BookingForm, context: dict[str, Any]) -> HttpResponse:
    wishes = form.cleaned_data["sessions"]
    tables = [wish.round_table for wish in wishes]
    context |= {
        "form": form,
        "wishes": wishes,
        "overlaps": overlapping(tables),
        "minutes": min(table.hold_minutes for table in tables),
        "answers": _answers(form),
        "sent": [(name, value) for name in form.fields for value in _sent(form, name)],
    }
    return _no_index(render(request, "consultation/round_tables/check.html", context))


def _sent(form: BookingForm, name: str) -> list[str]:
    """What came for a field, as it came."""
    values: list[str] = form.data.getlist(name)  # type: ignore[attr-defined]
    return values


def _answers(form: BookingForm) -> list[tuple[str, str, str]]:
    """(name, label, answer) of each field but the sessions, as it is read out before it is sent."""
    rows = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if name in ("sessions", "key", "opened", "confirm_reference", "needs_agreed"):
            continue
        if name == "access_need" and not form.has_need:
            continue
        if isinstance(value, bool):
            value = "Yes" if value else "No"
        choices = dict(getattr(field, "choices", ()))
        is_answered = value or isinstance(field.widget, RadioSelect)  # one of those is always chosen
        words = choices.get(value, value) if is_answered else ""
        rows.append((name, str(field.label).removesuffix(" (optional)"), str(words)))
    return rows


def _send(
    request: HttpRequest, site: Site, form: BookingForm, context: dict[str, Any], now: dt.datetime
) -> HttpResponse:
    """One and the same answer for whoever sends: nobody learns whether an address is booked already."""
    given = form.cleaned_data
    try:
        booking.refuse_if_full(wishes=given["sessions"], key=given["key"])
    except booking.Full as refusal:
        return _choose_again(request, form, context, refusal)
    sender = Limit("book-sender", sender_of(request), _PER_SENDER)
    address = Limit("book-address", same_email(given["email"]), _PER_ADDRESS)
    sender_may, address_may = allow_each([sender, address], _WINDOW, now)
    if not sender_may:
        form.add_error(None, "There have been many bookings from your network in this hour. Wait a while, or ring us.")
        response = _form(request, form, context, status=429)
        response["Retry-After"] = str(int(_WINDOW.total_seconds()))
        return response
    try:
        if address_may:
            booking.reserve(
                site=site,
                wishes=given["sessions"],
                details=form.details(given["email"]),
                key=given["key"],
                agreed=[wording.agreed(site, purpose) for purpose in form.agreed],
                looks_automatic=form.verdict is Verdict.QUARANTINE,
                now=now,
            )
    except booking.Refused as refusal:
        return _choose_again(request, form, context, refusal)
    told = signing.dumps([wish.round_table.pk for wish in given["sessions"]], salt=_SALT)
    return redirect("round_tables:asked", told)


def _choose_again(
    request: HttpRequest, form: BookingForm, context: dict[str, Any], refusal: booking.Refused
) -> HttpResponse:
    """Only the sessions can be chosen anew; the other answers go along as they are."""
    sent = [(name, value) for name in form.fields if name != "sessions" for value in _sent(form, name)]
    sessions = [(one, form.label_of(one)) for one in form.offered]
    context |= {"form": form, "sent": sent, "sessions": sessions, "chosen": _sent(form, "sessions")}
    context["refusal"] = _with_alternative(refusal, form)
    return _no_index(render(request, "consultation/round_tables/choose_again.html", context))


def _with_alternative(refusal: booking.Refused, form: BookingForm) -> str:
    other = nearest(refusal.round_table, form.offered) if isinstance(refusal, booking.Full) else None
    return f"{refusal} The nearest with places: “{other.event.title}”, {other.event.when}." if other else str(refusal)


@never_cache
@require_safe
def asked(request: HttpRequest, told: str) -> HttpResponse:
    """What happens next. It says nothing of the person, and may be bookmarked."""
    site = site_of(request)
    try:
        keys = signing.loads(told, salt=_SALT)
    except signing.BadSignature:
        return redirect("round_tables:list")
    tables = RoundTable.objects.public().filter(site=site, pk__in=keys).select_related("event")
    context = {"tables": tables.order_by("event__starts_at")}
    return _no_index(render(request, "consultation/round_tables/asked.html", context))


def _form(request: HttpRequest, form: BookingForm, context: dict[str, Any], status: int = 200) -> HttpResponse:
    full = [(one, nearest(one.round_table, form.offered)) for one in form.offered if not one.free]
    context |= {"form": form, "nearest": [(one, other) for one, other in full if other is not None]}
    return _no_index(render(request, "consultation/round_tables/book.html", context, status=status))


def _no_index(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response


def site_of(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site
