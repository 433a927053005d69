"""“You said, we did” in the admin, to the staff of its area."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
)
from wagtail.admin.ui.tables import BooleanColumn

from consultation.feedback.forms import FeedbackRowForm
from consultation.feedback.models import FeedbackRow
from strategy.panels import AreaPanel, LinesPanel
from strategy.viewsets import AreaRecordViewSet


class FeedbackRowViewSet(AreaRecordViewSet):
    model = FeedbackRow
    icon = "openquote"
    menu_label = "You said, we did"
    menu_order = 268
    add_to_admin_menu = True
    list_display: ClassVar[Any] = (
        "__str__",
        "consultation",
        "answer",
        BooleanColumn("is_published", label="Published"),
        "site",
    )
    list_filter = ("answer",)
    search_fields = ("asked", "said", "did")
    ordering = ("consultation", "place", "pk")
    edit_handler = ObjectList(
        [
            AreaPanel("site"),
            FieldRowPanel([PageChooserPanel("consultation", "consultation.ConsultationPage"), FieldPanel("place")]),
            FieldPanel("asked"),
            MultiFieldPanel(
                [
                    FieldPanel("said"),
                    LinesPanel(
                        "themes",
                        [FieldRowPanel([FieldPanel("words"), FieldPanel("count")])],
                        heading="Themes, with how many responses raised each",
                        label="Theme",
                        help_text="A number below 5 is shown as “fewer than 5”, so that nobody can be recognised.",
                    ),
                ],
                heading="You said",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("answer"),
                    FieldPanel("did"),
                    FieldRowPanel([FieldPanel("done_on"), FieldPanel("precision")]),
                    FieldPanel("source"),
                ],
                heading="We did",
            ),
            LinesPanel(
                "touches",
                [PageChooserPanel("page")],
                heading="Pages of the strategy that it touched",
                label="Page",
                help_text="Ambitions and foundations. Each of them shows this row.",
            ),
            FieldPanel("publish"),
        ],
        base_form_class=FeedbackRowForm,
    )
