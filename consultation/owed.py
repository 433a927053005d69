"""The outcomes that consultations owe: a panel of the admin's first page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from consultation.clock import WEEKS_TO_OUTCOME, due_on, in_weeks
from consultation.pages import ConsultationPage
from strategy.attention import pages_of
from strategy.schedule import where_edited

_AHEAD = dt.timedelta(weeks=4)
_SHOWN = 8


def outcomes_owed(user: Any, today: dt.date) -> list[tuple[ConsultationPage, str, str]]:
    """The consultations of `user` whose outcome is late, or due within four weeks, with where to write it and what is
    so. One query beside those for the permissions.
    """
    latest_closing = today + _AHEAD - dt.timedelta(weeks=WEEKS_TO_OUTCOME)
    closed = ConsultationPage.objects.live().filter(closes_on__lt=today, closes_on__lte=latest_closing)
    owed = closed.filter(outcome_on=None, is_history=False, pk__in=pages_of(user).order_by().values("pk"))
    return [(page, where_edited(page.pk), _in_words(page, today)) for page in owed.order_by("closes_on", "pk")]


def _in_words(page: ConsultationPage, today: dt.date) -> str:
    assert page.closes_on is not None  # noqa: S101 - for the types: the query has looked
    days = (due_on(page.closes_on) - today).days
    if days >= 0:
        return f"Due in {in_weeks(days)}." if days else "Due today."
    why = "" if page.late_because.strip() else " Its page does not say why: add it."
    return f"Late by {in_weeks(-days)}.{why}"


class OutcomesOwedPanel(Component):
    name, order = "outcomes_owed", 224
    template_name = "wagtailadmin/consultation/outcomes_owed.html"
    heading, panel_id = "Outcomes that are promised", "outcomes-owed"
    empty = "No outcome is late or due within four weeks."
    report = ""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def found(self) -> list[tuple[ConsultationPage, str, str]]:
        return outcomes_owed(self.user, timezone.localdate())

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        more = max(0, len(self.found) - _SHOWN)
        return {"request": parent_context["request"], "panel": self, "rows": self.found[:_SHOWN], "more": more}


def add_panel(request: Any, panels: list[Any]) -> None:
    """Hook: for those who look after pages."""
    if pages_of(request.user).exists():
        panels.append(OutcomesOwedPanel(request.user))
