"""The register in the admin: what became of each piece of evidence, and what of it the public sees."""

from __future__ import annotations

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
)

from consultation.evidence.models import RegisterEntry
from consultation.evidence.staff_forms import RegisterEntryForm
from consultation.evidence.viewsets.filters import EntryFilterSet
from strategy.panels import AreaPanel, LinesPanel
from strategy.viewsets import AreaRecordViewSet


class RegisterEntryViewSet(AreaRecordViewSet):
    """An entry is never deleted: its number is in receipts and on pages."""

    model = RegisterEntry
    icon = "list-ol"
    menu_label = "Register"
    list_display = ("code", "title", "get_status_display", "get_allowed_display", "is_public", "call", "site")
    filterset_class = EntryFilterSet
    search_fields = ("title", "author", "summary")
    edit_handler = ObjectList(
        [
            AreaPanel("site"),
            MultiFieldPanel(
                [
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("year_published")]),
                    FieldRowPanel([FieldPanel("author"), FieldPanel("geography")]),
                    FieldPanel("summary"),
                    FieldPanel("link"),
                ],
                heading="What it is",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("call"),
                    FieldRowPanel([FieldPanel("received_on"), FieldPanel("channel"), FieldPanel("is_late")]),
                ],
                heading="How it came",
            ),
            LinesPanel("subjects", [PageChooserPanel("page")], heading="What it bears on", label="Page"),
            MultiFieldPanel([FieldPanel("status"), FieldPanel("why_not_used")], heading="What became of it"),
            LinesPanel(
                "uses",
                [PageChooserPanel("page"), FieldPanel("what_for")],
                heading="Where in the strategy it was used",
                label="Page",
            ),
            MultiFieldPanel(
                [
                    HelpPanel("A published copy of a file is another file, without what must not be published."),
                    FieldPanel("allowed", read_only=True),
                    FieldPanel("is_public"),
                    FieldPanel("is_demonstration"),
                ],
                heading="The public register",
            ),
        ],
        base_form_class=RegisterEntryForm,
    )
