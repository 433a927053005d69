"""Suggested corrections in the admin: what is wrong, and what became of it."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList

from consultation.suggestions.forms import HandlingForm
from consultation.suggestions.handling import MONTHS_KEPT
from consultation.suggestions.models import Suggestion
from strategy.viewsets import AreaRecordViewSet


def _shown(*names: str) -> list[FieldPanel]:
    return [FieldPanel(name, read_only=True) for name in names]


class SuggestionViewSet(AreaRecordViewSet):
    model = Suggestion
    icon = "warning"
    menu_label = "Suggestions"
    menu_order = 305
    add_to_admin_menu = True
    list_display = ("reference", "about", "get_status_display", "made_at", "site")
    list_filter = ("status",)
    search_fields = ("reference", "about")
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("status"), FieldPanel("outcome")], heading="What becomes of it"),
            MultiFieldPanel(
                _shown("made_at", "about", "about_path", "what_is_wrong", "source"), heading="What is wrong"
            ),
            MultiFieldPanel(
                [
                    HelpPanel(
                        f"Use these only to ask back or answer. They are erased {MONTHS_KEPT} months after closing it."
                    ),
                    *_shown("name", "email"),
                ],
                heading="Who says so",
            ),
        ],
        base_form_class=HandlingForm,
    )
