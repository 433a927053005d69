"""Events and stated totals in the admin, to the staff of their area."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from consultation.events.copying import copied
from consultation.events.forms import EventForm
from consultation.events.models import Event
from consultation.events.snapshots import EngagementSnapshot
from strategy.panels import AreaPanel, LinesPanel
from strategy.viewsets import AreaCopy, AreaRecordViewSet

_WHEN = [
    HelpPanel("Times are those of clocks in London. The weekday follows from the date."),
    FieldRowPanel([FieldPanel("start_day"), FieldPanel("start_time"), FieldPanel("end_time")]),
    FieldRowPanel([FieldPanel("end_day"), FieldPanel("precision")]),
    FieldPanel("source"),
]
_WHERE = [
    FieldPanel("mode"),
    FieldPanel("venue_name"),
    FieldPanel("venue_address"),
    FieldPanel("how_to_get_in"),
    FieldPanel("access_information"),
    FieldPanel("joining_link"),
    HelpPanel(
        "If the joining link got into the wrong hands, make a new one and put it here. From the day before, everybody "
        "who has a place online is sent the new one at once."
    ),
]
_EVENT = [
    AreaPanel("site"),
    FieldPanel("title"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("audience")]),
    FieldPanel("summary"),
    MultiFieldPanel(_WHEN, heading="When"),
    MultiFieldPanel(_WHERE, heading="Where and how"),
    FieldPanel("description"),
    FieldPanel("agenda"),
    LinesPanel("papers", [FieldPanel("document")], heading="Papers", label="Paper"),
]
_ABOUT = [
    PageChooserPanel("consultation"),
    PageChooserPanel("sector"),
    FieldPanel("districts"),
    LinesPanel("subjects", [PageChooserPanel("page")], heading="Pages of the strategy it is about", label="Page"),
]
_AFTER = [
    FieldRowPanel([FieldPanel("outcome"), FieldPanel("attendance")]),
    MultiFieldPanel([FieldPanel("note"), FieldPanel("note_is_published")], heading="What was said"),
    HelpPanel("Numbers below 5 are withheld from the public, and others with them where a total would tell."),
    LinesPanel(
        "people_by_kind",
        [FieldRowPanel([FieldPanel("kind"), FieldPanel("people")])],
        heading="Who was in the room, by kind of organisation",
        label="Kind",
    ),
    LinesPanel(
        "people_by_district",
        [FieldRowPanel([FieldPanel("district"), FieldPanel("people")])],
        heading="Who was in the room, by district",
        label="District",
    ),
]
_PUBLISHING = [
    FieldPanel("is_published"),
    FieldPanel("is_demonstration"),
    FieldPanel("slug"),
    MultiFieldPanel(
        [
            HelpPanel("A new date or venue of a published event makes it “moved” by itself."),
            FieldPanel("standing"),
            FieldPanel("why"),
            FieldPanel("tells"),
        ],
        heading="Cancel, postpone or move",
    ),
]


class EventCopy(AreaCopy):
    """Opens the form for a new event with the words of this one."""

    def get_initial_form_instance(self) -> Any:
        return copied(super().get_initial_form_instance())


class EventViewSet(AreaRecordViewSet):
    """Deletion is refused by what protects an event: once published it has decisions, and then perhaps bookings."""

    model = Event
    icon = "calendar-alt"
    menu_label = "Events"
    copy_view_enabled = True
    copy_view_class = EventCopy
    list_display = ("title", Column("when", label="When"), "kind", "standing", "is_published")
    list_filter = ("kind", "standing", "is_published", "outcome")
    search_fields = ("title", "venue_name", "summary")
    ordering = ("-starts_at",)
    edit_handler = TabbedInterface(
        [
            ObjectList(_EVENT, heading="Event"),
            ObjectList(_ABOUT, heading="What it is about"),
            ObjectList(_AFTER, heading="Afterwards"),
            ObjectList(_PUBLISHING, heading="Publishing"),
        ],
        base_form_class=EventForm,
    )


class EngagementSnapshotViewSet(AreaRecordViewSet):
    model = EngagementSnapshot
    icon = "history"
    menu_label = "Stated totals"
    list_display = ("__str__", "document", Column("date", label="As at"))
    panels = (
        AreaPanel("site"),
        HelpPanel("What a document says of engagement. It is shown as it stands and never added to anything."),
        FieldRowPanel([FieldPanel("people_qualifier"), FieldPanel("people"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("events_qualifier"), FieldPanel("events"), FieldPanel("events_are")]),
        FieldPanel("also"),
        FieldRowPanel([FieldPanel("as_at"), FieldPanel("as_at_precision")]),
        FieldPanel("document"),
    )


class EventRecords(SnippetViewSetGroup):
    items = (EventViewSet, EngagementSnapshotViewSet)
    menu_label = "Events"
    menu_icon = "calendar-alt"
    menu_order = 260
