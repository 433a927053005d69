"""People who have booked: the page of a booking, what staff do with it, somebody added by hand, a message to many."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from consultation.participants.models import Mail
from consultation.round_tables import booking as rules
from consultation.round_tables.choices import BookingState
from consultation.round_tables.models import AccessNeed, Booking, RoundTable
from consultation.round_tables.staff.actions import ACTIONS, Action
from consultation.round_tables.staff.attendee_forms import AddForm, InviteForm, MessageAllForm
from consultation.round_tables.staff.pages import (
    ask,
    attendees_of,
    booking_page,
    filled,
    session_page,
    show,
    to_booking,
    to_session,
)
from consultation.round_tables.staff.sessions import may, own_table
from consultation.round_tables.tickets import square_code
from strategy.viewsets import AreaInspect, own_or_404


def own_booking(request: HttpRequest, pk: int, action: str = "change") -> Booking:
    """The booking with what its pages show; 404 for whoever may not."""
    own_or_404(Booking, request.user, action, pk)
    rows = Booking.objects.select_related(
        "round_table__event", "round_table__site", "site", "contact", "organisation", "request", "access_need"
    )
    found: Booking = rows.get(pk=pk)
    return found


def sees_needs(user: Any, table: RoundTable) -> bool:
    """Whether `user` arranges what people need to take part in sessions of that area."""
    policy = policy_registry.get_by_type(AccessNeed)
    return bool(policy.user_has_permission_for_instance(user, "change", table))


def mail_about(booking: Booking) -> Any:
    """What was written about a booking, and about what was asked for with it; the latest first."""
    together = Booking.objects.filter(request=booking.request_id).values("pk")
    of_booking = Q(about_type__model="booking", about_id__in=together)
    of_request = Q(about_type__model="bookingrequest", about_id=booking.request_id)
    return Mail.objects.filter(of_booking | of_request, about_type__app_label="consultation").order_by("-pk")


@method_decorator(never_cache, name="dispatch")
class BookingPage(AreaInspect):
    """Who comes, what can be done, what was written to them, and what happened when. That it was opened is noted."""

    page_title = "Booking"
    template_name = "wagtailadmin/round_tables/booking.html"
    fields = ("state",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        log(instance=self.object, action="consultation.view_person", user=request.user)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        booking = own_booking(self.request, self.object.pk, "view")
        user = self.request.user
        may_change = may(user, "change", booking)
        need = getattr(booking, "access_need", None)
        return super().get_context_data(**kwargs) | {
            "booking": booking,
            "table": booking.round_table,
            "position": booking.position,
            "actions": [(name, action) for name, action in ACTIONS.items() if may_change and action.is_for(booking)],
            "mails": mail_about(booking),
            "may_read_mail": policy_registry.get_by_type(Mail).user_has_permission(user, "view"),
            "steps": booking.steps.select_related("by"),
            "need": need if need and may(user, "view", need) else None,
            "code": square_code(booking) if booking.state == BookingState.CONFIRMED else "",
            "attendees_url": attendees_of(booking.round_table_id),
        }


def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One action with one booking: its form, and then back to its page."""
    kind = ACTIONS.get(action)
    if kind is None:
        raise Http404
    booking = own_booking(request, pk)
    if not kind.is_for(booking):
        words = f"That cannot be done with this booking now: it is “{booking.get_state_display().lower()}”."
        return show(
            request, "refused", title=kind.label, crumbs=to_booking(booking), words=words, back=booking_page(booking)
        )
    form = kind(filled(request), bookings=[booking], sees_needs=sees_needs(request.user, booking.round_table))

    def do(form: Action, now: dt.datetime) -> str:
        return form.run(booking, request.user, now)

    return ask(
        request,
        form,
        do,
        to=booking_page(booking),
        title=kind.label,
        button=kind.label,
        crumbs=to_booking(booking),
        icon=kind.icon,
        explains=kind.explains,
        subject=booking.name or booking.reference,
    )


def _table_to_book_for(request: HttpRequest, pk: int) -> RoundTable:
    """The session, for whoever may change its bookings; nothing is there for others (Http404)."""
    table = own_table(request, pk, "view")
    if not policy_registry.get_by_type(Booking).user_has_permission_for_instance(request.user, "change", table):
        raise Http404
    return table


def add_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who rang. On the waiting list, or beyond the seats with a reason, when staff say so."""
    table = _table_to_book_for(request, pk)
    form = AddForm(filled(request), table=table, sees_needs=sees_needs(request.user, table))

    def add(form: AddForm, now: dt.datetime) -> str:
        given = form.cleaned_data
        added = rules.add_by_hand(
            round_table=table,
            details=form.details,
            mode=given["mode"],
            by=request.user,
            why=given["why"],
            waits=given["waits"],
            beyond_the_seats=given["beyond_the_seats"],
            now=now,
        )
        return f"{added.name}: {added.get_state_display().lower()}, {added.reference}."

    return ask(
        request,
        form,
        add,
        to=attendees_of(table),
        title="Add somebody",
        button="Add them",
        crumbs=to_session(table),
        explains="For somebody who rang or wrote. With an e-mail address they are sent what they would get online.",
    )


def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """A place kept for one person, who accepts or declines it by a link of their own."""
    table = _table_to_book_for(request, pk)
    form = InviteForm(filled(request), table=table)

    def send(form: InviteForm, now: dt.datetime) -> str:
        given = form.cleaned_data
        invited = rules.invite(
            round_table=table, details=form.details, mode=given["mode"], until=given["until"], by=request.user, now=now
        )
        return f"{invited.name} is invited: {invited.reference}."

    return ask(
        request,
        form,
        send,
        to=attendees_of(table),
        title="Invite somebody",
        button="Invite them",
        crumbs=to_session(table),
        explains="A place is kept for them, and they get a link of their own to accept or decline it. The link is for "
        "one person and one place. If they would rather send a colleague, they accept first and then pass it on.",
    )


def message_all(request: HttpRequest, pk: int) -> HttpResponse:
    table = _table_to_book_for(request, pk)
    form = MessageAllForm(filled(request), table=table)

    def send(form: MessageAllForm, now: dt.datetime) -> str:
        given = form.cleaned_data
        bookings = list(Booking.objects.filter(round_table=table, pk__in=form.keys))
        count = rules.message(
            bookings=bookings, subject=given["subject"], words=given["words"], by=request.user, now=now
        )
        return "One e-mail is queued." if count == 1 else f"{count} e-mails are queued."

    return ask(
        request,
        form,
        send,
        to=session_page(table),
        title="Write to people",
        button="Send",
        crumbs=to_session(table),
        explains="Whoever has no address is left out: ring them. To write to some, tick them among the attendees.",
    )
