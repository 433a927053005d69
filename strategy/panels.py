"""Panels of our own in the forms of the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.utils import timezone
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel

_NEWEST = 10


class AreaPanel(FieldPanel):
    """The area of a record. Not shown to who has only one: the form knows it, and nothing is to be chosen."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            is_asked = self.bound_field is None or not self.bound_field.is_hidden
            return is_asked and super().is_shown()


class Lines(BaseChildFormSet):
    """Says what stands there twice in the words of the model's own constraint, not by the names of its columns."""

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        for one in self.model._meta.constraints:
            is_it = set(getattr(one, "fields", ())) == set(unique_check)
            if is_it and one.violation_error_message != one.default_violation_error_message:
                return str(one.violation_error_message)
        return "The same stands here twice. Keep one of the two."

    def get_form_error(self) -> str:
        return "This stands here twice. Change it, or take it out."


class LinesPanel(InlinePanel):
    """Rows of a page or record, with errors in plain words."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = Lines
        return options


class ReviewsPanel(Panel):
    """What the readers of review links have said about the page, the newest first. Nothing to fill in."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/reviews/panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            now = timezone.now()
            reviews = apps.get_model("strategy", "Review").objects.filter(page=self.instance.pk)
            newest = reviews.select_related("asked_by")[:_NEWEST]
            return super().get_context_data(parent_context) | {
                "page": self.instance,
                "reviews": [(review, review.state_at(now)) for review in newest],
            }
