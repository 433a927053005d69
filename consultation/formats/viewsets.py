"""Requests for other formats in the admin: what is to be done, by when, and for whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.formats import date_format
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from consultation.formats.forms import HandlingForm
from consultation.formats.handling import MONTHS_KEPT
from consultation.formats.models import FormatRequest
from strategy.viewsets import AreaRecordViewSet


class DueColumn(Column):
    """The day of the promise, with a word where it is past: colour alone says nothing to some."""

    def get_value(self, instance: Any) -> str:
        day = date_format(instance.due_on, "j F Y")
        return f"{day} – overdue" if instance.is_overdue else day


def _shown(*names: str) -> list[FieldPanel]:
    return [FieldPanel(name, read_only=True) for name in names]


class FormatRequestViewSet(AreaRecordViewSet):
    model = FormatRequest
    icon = "doc-full"
    menu_label = "Other formats"
    menu_order = 300
    add_to_admin_menu = True
    list_display: ClassVar[list[Any]] = [
        "reference",
        "get_format_display",
        "document",
        "get_status_display",
        DueColumn("due_on", label="Answer by", sort_key="due_on"),
        "site",
    ]
    list_filter = ("status", "format")
    search_fields = ("reference", "document")
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("status"), FieldPanel("declined_because")], heading="What becomes of it"),
            MultiFieldPanel(
                [FieldRowPanel(_shown("asked_at", "due_on")), *_shown("document", "about_path", "format", "detail")],
                heading="What is asked for",
            ),
            MultiFieldPanel(
                [
                    HelpPanel(
                        f"Use these only to send what was asked for. They are erased {MONTHS_KEPT} months after you "
                        "close the request."
                    ),
                    *_shown("name", "email", "phone", "address"),
                ],
                heading="Who asks",
            ),
        ],
        base_form_class=HandlingForm,
    )
