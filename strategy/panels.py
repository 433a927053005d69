"""Panels of our own in the forms of the admin."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, Panel

_NEWEST = 10


class AreaPanel(FieldPanel):
    """The area of a record. Not shown to who has only one: the form knows it, and nothing is to be chosen."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            is_asked = self.bound_field is None or not self.bound_field.is_hidden
            return is_asked and super().is_shown()


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
