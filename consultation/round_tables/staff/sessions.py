"""The page of a session, and what staff do to it: seats, booking closed and opened, called off, copied."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from consultation.events import decisions
from consultation.events.models import Event
from consultation.round_tables import booking as rules
from consultation.round_tables.choices import BookingState
from consultation.round_tables.models import AccessNeed, Booking, RoundTable
from consultation.round_tables.staff.pages import ask, attendees_of, filled, route, session_page, to_session
from consultation.round_tables.staff.places import Places, warnings
from consultation.round_tables.staff.session_forms import CallOffForm, CopyForm, SeatsForm, WhyForm
from strategy.viewsets import AreaInspect, own_or_404


def may(user: Any, action: str, thing: Any) -> bool:
    """Whether `user` may do `action` with `thing`, a row."""
    policy = policy_registry.get_by_type(type(thing))
    return bool(policy.user_has_permission_for_instance(user, action, thing))


def own_table(request: HttpRequest, pk: int, action: str = "change") -> RoundTable:
    """The round table with its event; 404 for whoever may not."""
    own_or_404(RoundTable, request.user, action, pk)
    found: RoundTable = RoundTable.objects.with_places().select_related("site").get(pk=pk)
    return found


class SessionPage(AreaInspect):
    """Where a session stands, what needs doing, and the ways to do it."""

    page_title = "Session"
    template_name = "wagtailadmin/round_tables/session.html"
    fields = ("opens_at",)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        table: Any = RoundTable.objects.with_places().with_counts().get(pk=self.object.pk)
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "table": table,
            "event": table.event,
            "now": now,
            "state": table.state_at(now).label,
            "places": Places.of(table),
            "warnings": warnings(table, now),
            "why_nobody": rules.why_nobody(table, now) if table.waiting else "",
            "states": _counts(table),
            "steps": table.steps.select_related("by"),
            "may_change": may(user, "change", table),
            "may_change_event": may(user, "change", table.event),
            "may_book": policy_registry.get_by_type(Booking).user_has_permission_for_instance(user, "change", table),
            "event_url": reverse(Event.snippet_viewset.get_url_name("edit"), args=[table.event.pk]),
            "open_needs": _open_needs(table, user),
            "attendees_url": attendees_of(table),
            "needs_url": f"{route(AccessNeed, 'list')}?round_table={table.pk}&state=open&state=in_hand",
        }


def _counts(table: RoundTable) -> list[tuple[BookingState, int]]:
    """How many bookings are in which state, in the order of the states; those that nobody is in are left out."""
    rows = Booking.objects.filter(round_table=table).order_by().values_list("state").annotate(Count("pk"))
    found = dict(rows)
    return [(state, found[state]) for state in BookingState if state in found]


def _open_needs(table: RoundTable, user: Any) -> int:
    """How many are not settled; 0 for whoever may not know."""
    if not policy_registry.get_by_type(AccessNeed).user_has_permission_for_instance(user, "view", table):
        return 0
    return int(AccessNeed.objects.unsettled().filter(booking__round_table=table).count())


def seats(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the number of seats of one kind, or add seats of another."""
    table = own_table(request, pk)
    key = request.GET.get("seats", "")
    pool = next((one for one in table.pools.all() if str(one.pk) == key), None)
    if key and pool is None:
        raise Http404
    form = SeatsForm(filled(request), pool=pool)

    def resize(form: SeatsForm, now: Any) -> str:
        given = form.cleaned_data
        resized = rules.resize(round_table=table, by=request.user, now=now, **given)
        over = f" {resized.over} over: nobody was removed." if resized.over else ""
        return f"{resized}: {resized.capacity}.{over}"

    explains = "Fewer seats than are taken removes nobody. More seats go at once to whoever waits."
    return ask(
        request,
        form,
        resize,
        to=session_page(table),
        title="Change seats" if pool else "Add seats",
        button="Save",
        crumbs=to_session(table),
        explains=explains,
    )


def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Close booking early, or open it again."""
    table = own_table(request, pk)
    is_closed = table.closed_by_hand_at is not None

    def turn(form: WhyForm, now: Any) -> str:
        rule = rules.reopen if is_closed else rules.close
        rule(round_table=table, by=request.user, why=form.cleaned_data["why"], now=now)
        return "Booking is open again, within its times." if is_closed else "Booking is closed."

    title = "Open booking again" if is_closed else "Close booking"
    explains = (
        "Free places go to whoever waits first."
        if is_closed
        else "Nobody can book or join the waiting list. Who has a place keeps it."
    )
    form = WhyForm(filled(request))
    return ask(
        request,
        form,
        turn,
        to=session_page(table),
        title=title,
        button=title,
        crumbs=to_session(table),
        explains=explains,
    )


def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel or postpone the event, after seeing how many people will be written to."""
    table = own_table(request, pk)
    own_or_404(Event, request.user, "change", table.event_id)
    if not table.event.goes_ahead:
        messages.error(request, "It has been called off already.")
        return redirect(session_page(table))
    told = rules.how_many_would_be_told(table) if table.event.is_published else 0

    def decide(form: CallOffForm, now: Any) -> str:
        event = Event.objects.get(pk=table.event_id)
        is_off = form.cleaned_data["what"] == CallOffForm.CANCEL
        rule = decisions.cancel if is_off else decisions.postpone
        rule(event=event, why=form.cleaned_data["why"], by=request.user, now=now)
        return f"The event is {'cancelled' if is_off else 'postponed'}. People told: {told}."

    people = "1 person" if told == 1 else f"{told} people"
    return ask(
        request,
        CallOffForm(filled(request)),
        decide,
        to=session_page(table),
        title="Cancel or postpone",
        button=f"Decide, and write to {people}" if told else "Decide",
        is_serious=True,
        crumbs=to_session(table),
        explains=f"{people} will be written to, in ten minutes. The page of the event stays and says so.",
    )


def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Another session like this one, as a draft, without its people."""
    table = own_table(request, pk)
    form = CopyForm(filled(request), initial={"title": table.event.title})

    def make(form: CopyForm, now: Any) -> str:
        names = ("title", "starts_at", "ends_at", "opens_at", "closes_at")
        made = rules.copy_session(
            round_table=table, by=request.user, now=now, **{name: form.cleaned_data[name] for name in names}
        )
        return f"“{made}” is a draft. Publish its event when it is ready."

    return ask(
        request,
        form,
        make,
        to=route(RoundTable, "list"),
        title="Copy",
        button="Make the copy",
        crumbs=to_session(table),
        explains="The words of the event, the seats and the rules are copied. Nobody who booked is.",
    )
