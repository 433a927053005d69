"""The tracker in the admin: partnerships, strategies, waves and themes, and which entries wait to be checked."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSetGroup

from strategy.models.partnership import LocalStrategy, Partnership
from strategy.models.tracker_vocabulary import TrackerTheme, TrackerWave
from strategy.panels import AreaPanel, LinesPanel
from strategy.tracker.changes import noting_changes
from strategy.tracker.checking import with_freshness
from strategy.tracker.forms import TrackedForm
from strategy.tracker.staff import areas_to_import_to
from strategy.viewsets import AreaDelete, AreaRecordViewSet

_LINK = [
    FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]),
    FieldPanel("address"),
    FieldRowPanel([FieldPanel("date_on"), FieldPanel("date_precision")]),
    FieldRowPanel([FieldPanel("source"), FieldPanel("checked_on")]),
]


class CheckedColumn(Column):
    """When it was last compared with its source, with a word where that is too long ago. Asks for `with_freshness`."""

    def get_value(self, instance: Any) -> str:
        if instance.checked_on is None:
            return "Never: check it"
        words = f"{instance.checked_on:%-d %B %Y}"
        return f"{words}: check it again" if instance.is_due else words


_CHECKED = CheckedColumn("checked_on", label="Last checked", sort_key="checked_on")
_LINKS_DUE = Column("links_due", label="Links to check", sort_key="links_due")


class TrackedFilterSet(WagtailFilterSet):
    checked = django_filters.ChoiceFilter(
        label="Checked",
        choices=[("due", "Waits to be checked"), ("links", "Has links that wait to be checked")],
        method="by_check",
        widget=forms.RadioSelect,
    )

    def by_check(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(links_due__gt=0) if value == "links" else rows.filter(is_due=True)


class PartnershipFilterSet(TrackedFilterSet):
    class Meta:
        model = Partnership
        fields = ("has_entry",)


class LocalStrategyFilterSet(TrackedFilterSet):
    class Meta:
        model = LocalStrategy
        fields = ("stage",)


def _strategies(one: Any) -> str:
    return "; ".join(f"{it} (shared)" if it.is_joint else str(it) for it in one.strategies.all()) or "not stated"


def _entry(one: Any) -> str:
    return "Has an entry" if one.has_entry else "Only named"


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


class TrackedViewSet(AreaRecordViewSet):
    """Of what has a source to be compared with, and links that have theirs."""

    delete_view_class = TrackedDelete

    def get_queryset(self, request: Any) -> Any:
        return with_freshness(super().get_queryset(request), user=request.user)


class PartnershipViewSet(TrackedViewSet):
    model = Partnership
    icon = "group"
    menu_label = "Partnerships"
    index_view_class = PartnershipIndex
    filterset_class = PartnershipFilterSet
    list_display = (
        "name",
        Column("strategies", label="Strategies", accessor=_strategies),
        Column("wave", label="Wave", accessor=lambda one: one.wave or "not stated"),
        Column("has_entry", label="In the source", accessor=_entry, sort_key="has_entry"),
        _CHECKED,
        _LINKS_DUE,
        "site",
    )
    search_fields = ("name", "about")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).with_all()

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


class LocalStrategyViewSet(TrackedViewSet):
    model = LocalStrategy
    icon = "doc-full"
    menu_label = "Local strategies"
    filterset_class = LocalStrategyFilterSet
    list_display = ("title", "wave", "get_stage_display", _CHECKED, _LINKS_DUE, "site")
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

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("wave")


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
