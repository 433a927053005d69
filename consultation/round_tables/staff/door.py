"""At the door: who is in, found by name, reference or the code on their phone; walk-ins; and the list on paper."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from consultation.round_tables import booking as rules
from consultation.round_tables.choices import BookingState
from consultation.round_tables.models import Booking, RoundTable
from consultation.round_tables.staff.attendee_forms import WalkInForm
from consultation.round_tables.staff.pages import attempt, route, session_page, show, to_session
from consultation.round_tables.staff.sessions import own_table

# Somebody who is looked for may wait for a place, or may have missed the time to confirm.
_FOUND_TOO = (BookingState.WAITING, BookingState.EXPIRED, BookingState.OFFERED, BookingState.PENDING)


def _table(request: HttpRequest, pk: int) -> RoundTable:
    """For whoever may check people in there."""
    table = own_table(request, pk, "view")
    policy = policy_registry.get_by_type(Booking)
    if not policy.user_has_permission_for_instance(request.user, "change", table):
        raise Http404
    return table


def door(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody with a place, or whom the words find; a button each; and a form for who has not booked. Few queries.

    Somebody is checked in by a POST with `booking`, and out again with `undo`; a walk-in with neither.
    """
    table = _table(request, pk)
    words = " ".join(request.GET.get("q", "").split())
    is_walk_in = request.method == "POST" and "booking" not in request.POST
    form = WalkInForm(request.POST if is_walk_in else None, table=table)
    here = f"{request.path}?{request.GET.urlencode()}" if words else request.path
    if request.method == "POST" and not is_walk_in:
        _check(request, Booking.objects.filter(round_table=table), request.POST["booking"])
        return redirect(here)
    if is_walk_in and form.is_valid():
        done = attempt(form, lambda form, now: _walk_in(table, form, request.user, now))
        if done is not None:
            messages.success(request, done)
            return redirect(request.path)
    people = list(Booking.objects.filter(round_table=table).at_the_door())
    found = _found(table, words) if words else people
    return show(
        request,
        "door",
        title="Check in",
        crumbs=to_session(table),
        table=table,
        words=words,
        found=found,
        came=sum(one.state == BookingState.ATTENDED for one in people),
        expected=len(people),
        form=form,
        here=here,
        back=session_page(table),
        is_full=not table.total("free"),
    )


def _found(table: RoundTable, words: str) -> list[Booking]:
    everybody = Booking.objects.filter(round_table=table)
    at_the_door = list(everybody.at_the_door().named(words))
    others = everybody.filter(state__in=_FOUND_TOO).select_related("organisation").order_by("name", "pk")
    return [*at_the_door, *others.named(words)]


def _check(request: HttpRequest, bookings: Any, key: str) -> Booking:
    """Check somebody in, or undo it, and say so; 404 for somebody of another session."""
    booking = bookings.filter(pk=int(key) if key.isdecimal() and len(key) < 19 else 0).first()
    if booking is None:
        raise Http404
    now = timezone.now()
    try:
        if "undo" in request.POST:
            rules.undo_check_in(booking=booking, by=request.user, now=now)
            messages.success(request, f"{booking.name} is not in any more.")
        else:
            checked = rules.check_in(booking=booking, by=request.user, now=now)
            at = timezone.localtime(checked.checked_in_at)
            if checked.checked_in_at == now:
                messages.success(request, f"{booking.name} is in, at {at:%H:%M}.")
            else:
                messages.warning(request, f"{booking.name} is already in, at {at:%H:%M}.")
    except rules.Refused as refusal:
        messages.error(request, f"{booking.name}: {refusal}")
    return booking


def _walk_in(table: RoundTable, form: Any, by: Any, now: Any) -> str:
    names = ("name", "organisation", "kind", "mode", "beyond_the_seats", "why")
    given = {name: form.cleaned_data[name] for name in names}
    booking = rules.walk_in(round_table=table, by=by, now=now, **given)
    return f"{booking.name} is in, without a booking."


def arrival(request: HttpRequest, reference: str) -> HttpResponse:
    """What the code on somebody's phone leads to: who it is, and the button. Looking at it changes nothing."""
    policy = policy_registry.get_by_type(Booking)
    own = policy.instances_user_has_permission_for(request.user, "change")
    booking = own.filter(reference__iexact=reference).order_by("-pk").first()
    if booking is None:
        raise Http404
    if request.method == "POST":
        _check(request, own, str(booking.pk))
        return redirect(request.path)
    table = own_table(request, booking.round_table_id, "view")
    crumbs = [*to_session(table), ("Check in", route(RoundTable, "door", table.pk))]
    shown = {"booking": booking, "table": table, "door_url": route(RoundTable, "door", table.pk)}
    return show(request, "arrival", title=booking.reference, crumbs=crumbs, here=request.path, **shown)


def door_list(request: HttpRequest, pk: int) -> HttpResponse:
    """On paper, for when no phone works: names, organisations, references, and a box to tick. Nothing else."""
    table = own_table(request, pk, "view")
    if not policy_registry.get_by_type(Booking).user_has_permission_for_instance(request.user, "view", table):
        raise Http404
    people = list(Booking.objects.filter(round_table=table).at_the_door())
    return show(
        request,
        "door_list",
        title="Door list",
        crumbs=to_session(table),
        table=table,
        people=people,
        printed_at=timezone.localtime(),
        blank=range(8),
    )
