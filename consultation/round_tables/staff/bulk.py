"""The same things done with several bookings that were ticked, each in a transaction of its own.

One that is refused stops none of the others: its reason is said.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from consultation.round_tables.booking import Refused
from consultation.round_tables.models import Booking
from consultation.round_tables.staff import actions
from consultation.round_tables.staff.filters import BookingFilterSet

_MOST_REASONS = 5


class BookingsAction(SnippetBulkAction):
    """Wagtail's page for what was ticked. Bookings of other areas are not there; others that it is not for are said."""

    models: ClassVar[list[Any]] = [Booking]
    template_name = "wagtailadmin/round_tables/bulk.html"
    action: type[actions.Action]

    def get_actionable_objects(self) -> tuple[list[Booking], dict[str, list[Booking]]]:
        policy = policy_registry.get_by_type(Booking)
        own = policy.instances_user_has_permission_for(self.request.user, "change")
        ids = self.request.GET.getlist("id")
        if "all" in ids:
            own = BookingFilterSet(self.request.GET, queryset=own, request=self.request).qs
            own = own.named(self.request.GET.get("q", ""))
        else:
            own = own.filter(pk__in=[int(one) for one in ids if one.isdecimal() and len(one) < 19])
        rows = own.select_related("round_table__event", "site", "contact", "organisation", "request")
        found = list(rows.order_by("round_table", "pk"))
        done_with = [booking for booking in found if self.action.is_for(booking)]
        return done_with, {"items_with_no_access": [booking for booking in found if booking not in done_with]}

    def get_form_class(self) -> type[actions.Action]:
        return self.action

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return kwargs | {"bookings": self.get_actionable_objects()[0]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"action": self.action}

    def form_valid(self, form: actions.Action) -> HttpResponse:
        bookings, _others = self.get_actionable_objects()
        done, reasons = self.do(form, bookings)
        if done:
            messages.success(self.request, f"{self.action.label}: {done} of {len(bookings)} done.")
        for words in reasons[:_MOST_REASONS]:
            messages.error(self.request, words)
        if len(reasons) > _MOST_REASONS:
            messages.error(self.request, f"And {len(reasons) - _MOST_REASONS} more were refused.")
        return redirect(self.next_url)

    def do(self, form: actions.Action, bookings: list[Booking]) -> tuple[int, list[str]]:
        done, reasons, now = 0, [], timezone.now()
        for booking in bookings:
            try:
                form.run(booking, self.request.user, now)
                done += 1
            except Refused as refusal:
                reasons.append(f"{booking.reference}: {refusal}")
        return done, reasons


class BulkMessage(BookingsAction):
    display_name, action_type, aria_label = "Write to them", "message", "Write to the selected people"
    action, action_priority = actions.Message, 10

    def do(self, form: Any, bookings: list[Booking]) -> tuple[int, list[str]]:
        """All are queued, or none."""
        if bookings:
            form.send(bookings, self.request.user, timezone.now())
        return len(bookings), []


class BulkConfirm(BookingsAction):
    display_name, action_type, aria_label = "Confirm", "confirm", "Confirm the selected bookings"
    action, action_priority = actions.Confirm, 20


class BulkGivePlace(BookingsAction):
    display_name, action_type, aria_label = "Give a place", "give-place", "Give a place to the selected people"
    action, action_priority = actions.GivePlace, 30


class BulkMove(BookingsAction):
    display_name, action_type, aria_label = "Move", "move", "Move the selected people to another session"
    action, action_priority = actions.Move, 40


class BulkNotCome(BookingsAction):
    display_name, action_type, aria_label = "Did not come", "did-not-come", "Note that the selected people did not come"
    action, action_priority = actions.NotCome, 50


class BulkCancel(BookingsAction):
    display_name, action_type, aria_label = "Cancel", "cancel", "Cancel the selected bookings"
    action, action_priority, classes = actions.Cancel, 60, {"serious"}


BULK_ACTIONS = (BulkMessage, BulkConfirm, BulkGivePlace, BulkMove, BulkNotCome, BulkCancel)
