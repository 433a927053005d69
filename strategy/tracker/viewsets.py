"""The tracker in the admin: partnerships, strategies, waves and themes, and which entries wait to be checked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSetGroup

from strategy.areas import areas_of
from strategy.models.partnership import LocalStrategy, Partnership
from strategy.models.tracker import CHECKED_EVERY, TrackerPage
from strategy.models.tracker_vocabulary import TrackerTheme, TrackerWave
from strategy.panels import AreaPanel, LinesPanel
from strategy.tracker.changes import noting_changes
from strategy.tracker.forms import TrackedForm
from strategy.tracker.staff import areas_to_import_to
from strategy.viewsets import AreaDelete, AreaRecordViewSet

_LINK = [
    FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]),
    FieldPanel("address"),
    FieldRowPanel([FieldPanel("date_on"), FieldPanel("date_precision")]),
    FieldRowPanel([FieldPanel("source"), FieldPanel("checked_on")]),
]


def checked_since(site: Any) -> dt.date:
    """The day since when an entry of that area must have been checked. One query, and one for its home page."""
    page = TrackerPage.objects.child_of(site.root_page).first()
    days = page.checked_every if page else None
    return timezone.localdate() - dt.timedelta(days=days or CHECKED_EVERY)


class CheckedColumn(Column):
    """When it was last compared with its source, with a word where that is too long ago."""

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """What holds in an area is asked once for a list."""
        known = vars(parent_context["request"]).setdefault("_checked_since", {})
        if instance.checked_on and instance.site_id not in known:
            known[instance.site_id] = checked_since(instance.site)
        return super().get_cell_context_data(instance, parent_context) | {
            "value": self._words(instance.checked_on, known.get(instance.site_id))
        }

    @staticmethod
    def _words(on: dt.date | None, since: dt.date | None) -> str:
        if on is None or since is None:
            return "Never: check it"
        words = f"{on:%-d %B %Y}"
        return f"{words}: check it again" if on < since else words


class PartnershipFilterSet(WagtailFilterSet):
    checked = django_filters.ChoiceFilter(
        label="Checked", choices=[("due", "Waits to be checked")], method="by_check", widget=forms.RadioSelect
    )

    class Meta:
        model = Partnership
        fields = ("has_entry",)

    def by_check(self, rows: Any, _name: str, value: str) -> Any:
        due = rows.none()
        for site in areas_of(self.request.user) if self.request else ():
            due |= rows.filter(site=site).not_checked_since(checked_since(site))
        return due


class PartnershipIndex(IndexView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        areas = list(areas_to_import_to(self.request.user))
        buttons = [Button("Import", url=reverse("tracker_import"), icon_name="upload")] if areas else []
        for site in areas:
            of = "" if len(areas) == 1 else f" of {site.site_name}"
            for words, name in (("Export partnerships", "tracker_export"), ("Export links", "tracker_export_links")):
                buttons.append(Button(f"{words}{of}", url=reverse(name, args=[site.pk]), icon_name="download"))
        return [*super().header_more_buttons, *buttons]


class TrackedDelete(AreaDelete):
    def delete_action(self) -> None:
        with noting_changes(self.object.site, now=timezone.now()):
            super().delete_action()


class PartnershipViewSet(AreaRecordViewSet):
    model = Partnership
    icon = "group"
    menu_label = "Partnerships"
    index_view_class = PartnershipIndex
    delete_view_class = TrackedDelete
    filterset_class = PartnershipFilterSet
    list_display = (
        "name",
        BooleanColumn("has_entry", label="Has an entry in the source", sort_key="has_entry"),
        CheckedColumn("checked_on", label="Last checked", sort_key="checked_on"),
        "site",
    )
    search_fields = ("name", "about")
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    AreaPanel("site"),
                    FieldPanel("name"),
                    FieldPanel("slug"),
                    FieldPanel("about"),
                    FieldPanel("has_entry"),
                    FieldPanel("successor_body"),
                    FieldRowPanel([FieldPanel("source"), FieldPanel("checked_on")]),
                ],
                heading="Partnership",
            ),
            ObjectList([LinesPanel("links", _LINK, heading="What it has published", label="Link")], heading="Links"),
            ObjectList(
                [
                    HelpPanel("The map is a grid of tiles. The north-western one has column 0 and row 0."),
                    FieldPanel("map_letters"),
                    FieldRowPanel([FieldPanel("map_column"), FieldPanel("map_row")]),
                ],
                heading="Map",
            ),
        ],
        base_form_class=TrackedForm,
    )


class LocalStrategyViewSet(AreaRecordViewSet):
    model = LocalStrategy
    icon = "doc-full"
    menu_label = "Local strategies"
    delete_view_class = TrackedDelete
    list_display = (
        "title",
        "wave",
        "get_stage_display",
        CheckedColumn("checked_on", label="Last checked", sort_key="checked_on"),
        "site",
    )
    list_filter = ("stage",)
    search_fields = ("title", "summary", "lead_body")
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    AreaPanel("site"),
                    FieldPanel("title"),
                    FieldPanel("slug"),
                    FieldPanel("partnerships", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("is_joint"),
                    FieldPanel("wave"),
                    FieldPanel("summary"),
                    FieldPanel("lead_body"),
                    FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                    FieldRowPanel([FieldPanel("source"), FieldPanel("checked_on")]),
                ],
                heading="Strategy",
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("stage"), FieldPanel("stage_on"), FieldPanel("stage_precision")]),
                    FieldRowPanel([FieldPanel("announced_on"), FieldPanel("announced_precision")]),
                    FieldRowPanel([FieldPanel("due_on"), FieldPanel("due_precision")]),
                    FieldRowPanel([FieldPanel("published_on"), FieldPanel("published_precision")]),
                ],
                heading="Stage and dates",
            ),
            ObjectList([LinesPanel("links", _LINK, heading="What was published", label="Link")], heading="Links"),
        ],
        base_form_class=TrackedForm,
    )


class TrackerWaveViewSet(AreaRecordViewSet):
    model = TrackerWave
    icon = "history"
    menu_label = "Waves"
    delete_view_class = TrackedDelete
    list_display = ("name", Column("announced", label="Announced"), Column("due", label="Due"), "site")
    edit_handler = ObjectList(
        [
            AreaPanel("site"),
            FieldRowPanel([FieldPanel("name"), FieldPanel("sign")]),
            FieldPanel("slug"),
            FieldPanel("dye"),
            FieldPanel("summary"),
            FieldRowPanel([FieldPanel("announced_on"), FieldPanel("announced_precision")]),
            FieldRowPanel([FieldPanel("due_on"), FieldPanel("due_precision")]),
            FieldPanel("sort_order"),
        ],
        base_form_class=TrackedForm,
    )


class TrackerThemeViewSet(AreaRecordViewSet):
    model = TrackerTheme
    icon = "tag"
    menu_label = "Themes"
    delete_view_class = TrackedDelete
    list_display = ("name", "site")
    edit_handler = ObjectList(
        [
            AreaPanel("site"),
            FieldPanel("name"),
            FieldPanel("slug"),
            HelpPanel("One vocabulary for all strategies: use a theme that is there before you add another."),
        ],
        base_form_class=TrackedForm,
    )


class TrackerRecords(SnippetViewSetGroup):
    items = (PartnershipViewSet, LocalStrategyViewSet, TrackerWaveViewSet, TrackerThemeViewSet)
    menu_label = "Tracker"
    menu_icon = "globe"
    menu_order = 255
