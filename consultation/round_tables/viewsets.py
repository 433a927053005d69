"""Round tables, bookings and access needs in the admin, to the staff of their area."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSetGroup

from consultation.participants.models.mail import MailState
from consultation.round_tables.models import AccessNeed, Booking, RoundTable
from consultation.round_tables.staff import attendees, door, downloads, needs, sessions
from consultation.round_tables.staff.filters import BookingFilterSet, NeedFilterSet, TableFilterSet
from consultation.round_tables.staff.pages import route
from consultation.round_tables.staff.places import Places, warnings
from consultation.round_tables.staff.session_forms import RoundTableForm
from strategy.panels import AreaPanel
from strategy.viewsets import AreaRecordViewSet


class _OpensPage(IndexView):
    """A title leads to the page of the thing, not to a form."""

    def get_edit_url(self, instance: Any) -> None:
        return None


class PlacesColumn(Column):
    """How full it is, as a bar and in words, with what staff should see to."""

    cell_template_name = "wagtailadmin/round_tables/places_cell.html"

    def get_value(self, instance: RoundTable) -> Any:
        return {"places": Places.of(instance), "warnings": warnings(instance, timezone.now())}


def _state(table: RoundTable) -> str:
    return str(table.state.label)


_BOOKING = [
    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
    FieldRowPanel([FieldPanel("hold_minutes"), FieldPanel("max_per_organisation")]),
    FieldRowPanel([FieldPanel("freeze_hours"), FieldPanel("cancel_hours")]),
]
_WAITING = [FieldPanel("promotion"), FieldPanel("offer_hours")]
_REST = [
    FieldRowPanel([FieldPanel("fewest"), FieldPanel("has_catering")]),
    FieldPanel("shows_who_comes"),
    FieldPanel("feedback_survey"),
]
_KEPT = [FieldRowPanel([FieldPanel("kept_days"), FieldPanel("needs_kept_days")])]


class RoundTableViewSet(AreaRecordViewSet):
    """`inspect` is the page of a session, from which everything else is reached."""

    model = RoundTable
    icon = "group"
    menu_label = "Sessions"
    index_view_class = _OpensPage
    inspect_view_enabled = True
    inspect_view_class = sessions.SessionPage
    inspect_template_name = sessions.SessionPage.template_name
    copy_view_enabled = False
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("event.when", label="When", sort_key="event__starts_at"),
        Column("state", label="State", accessor=_state),
        PlacesColumn("places", label="Places"),
        "site",
    ]
    filterset_class = TableFilterSet
    search_fields = ("event__title", "event__venue_name")
    edit_handler = ObjectList(
        [
            AreaPanel("site"),
            FieldPanel("event"),
            FieldRowPanel([FieldPanel("room"), FieldPanel("online")]),
            MultiFieldPanel(_BOOKING, heading="Booking"),
            MultiFieldPanel(_WAITING, heading="The waiting list"),
            MultiFieldPanel(_REST, heading="On the day"),
            MultiFieldPanel([HelpPanel("Then the clock erases them. Counts stay."), *_KEPT], heading="People's data"),
        ],
        base_form_class=RoundTableForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).with_places().with_counts()  # type: ignore[attr-defined]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("seats/<int:pk>/", sessions.seats, name="seats"),
            path("closing/<int:pk>/", sessions.closing, name="closing"),
            path("call-off/<int:pk>/", sessions.call_off, name="call_off"),
            path("copy/<int:pk>/", sessions.copy, name="copy"),
            path("add-person/<int:pk>/", attendees.add_person, name="add_person"),
            path("invite/<int:pk>/", attendees.invite, name="invite"),
            path("message/<int:pk>/", attendees.message_all, name="message"),
            path("door/<int:pk>/", door.door, name="door"),
            path("door-list/<int:pk>/", door.door_list, name="door_list"),
            path("export/<int:pk>/", downloads.export, name="export"),
        ]


class BookingIndex(_OpensPage):
    @cached_property
    def columns(self) -> list[Any]:
        """Without the boxes to tick for whoever may only look."""
        columns: list[Any] = super().columns
        return columns if self.user_has_permission("change") else columns[1:]

    def search_queryset(self, queryset: Any) -> Any:
        """As at the door, and as “all of the listing” understands it."""
        return queryset.named(self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: Any) -> Any:
        return super().order_queryset(queryset).with_mail()


def _mail(booking: Any) -> str:
    return MailState(booking.mail_state).label if booking.mail_state else "None"


# Wagtail's own form for a row would pass the rules by. Wherever it links to one, these stand in.


def to_details(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(route(Booking, "act", pk, "details"))


def to_need(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(route(AccessNeed, "inspect", pk))


class BookingViewSet(AreaRecordViewSet):
    model = Booking
    icon = "clipboard-list"
    menu_label = "Attendees"
    index_view_class = BookingIndex
    inspect_view_enabled = True
    inspect_view_class = attendees.BookingPage
    inspect_template_name = attendees.BookingPage.template_name
    copy_view_enabled = False
    list_display: ClassVar[list[Any]] = [
        "reference",
        Column("name", label="Name", sort_key="name"),
        Column("organisation.name", label="Organisation", sort_key="organisation__name"),
        Column("round_table", label="Session", sort_key="round_table__event__starts_at"),
        Column("get_state_display", label="State", sort_key="state"),
        Column("get_mode_display", label="Takes part", sort_key="mode"),
        Column("mail", label="Last e-mail", accessor=_mail),
    ]
    filterset_class = BookingFilterSet
    search_fields = ("reference", "name", "contact__email", "organisation__name")
    list_per_page = 50

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("round_table__event", "organisation")

    def get_urlpatterns(self) -> list[Any]:
        """Nothing of what Wagtail would do with a row by itself, but the list, the page and the log."""
        kept = {"list", "list_results", "inspect", "history", "history_results"}
        return [
            *(one for one in super().get_urlpatterns() if one.name in kept),
            path("edit/<int:pk>/", to_details, name="edit"),
            path("act/<int:pk>/<slug:action>/", attendees.act, name="act"),
            path("door/<slug:reference>/", door.arrival, name="arrival"),
        ]


class AccessNeedViewSet(AreaRecordViewSet):
    """The list says that somebody needs something, and not what."""

    model = AccessNeed
    icon = "help"
    menu_label = "Access needs"
    index_view_class = _OpensPage
    inspect_view_enabled = True
    inspect_view_class = needs.NeedPage
    inspect_template_name = needs.NeedPage.template_name
    copy_view_enabled = False
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("booking.reference", label="Booking"),
        Column("booking.round_table", label="Session", sort_key="booking__round_table__event__starts_at"),
        Column("get_state_display", label="State", sort_key="state"),
        Column("owner", label="Who sees to it", accessor="owner"),
        Column("asked_at", label="Asked for", sort_key="asked_at"),
    ]
    filterset_class = NeedFilterSet

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("booking__round_table__event", "owner")

    def get_urlpatterns(self) -> list[Any]:
        kept = {"list", "list_results", "inspect", "history", "history_results"}
        return [
            *(one for one in super().get_urlpatterns() if one.name in kept),
            path("edit/<int:pk>/", to_need, name="edit"),
            path("take-on/<int:pk>/", needs.take_on, name="take_on"),
            path("confirm-back/<int:pk>/", needs.confirm_back, name="confirm_back"),
        ]


class RoundTableRecords(SnippetViewSetGroup):
    items = (RoundTableViewSet, BookingViewSet, AccessNeedViewSet)
    menu_label = "Round tables"
    menu_icon = "group"
    menu_order = 255
