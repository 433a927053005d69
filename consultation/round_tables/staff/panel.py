"""The panel of the admin's first page: the sessions that need somebody of the staff."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from consultation.round_tables.models import AccessNeed, RoundTable
from consultation.round_tables.staff.pages import session_page
from consultation.round_tables.staff.places import warnings

_AHEAD = dt.timedelta(weeks=6)
_SHOWN = 8


class RoundTablesPanel(Component):
    """Those of the next six weeks that have too many people or too few, or access needs that nobody has settled."""

    name, order = "round_tables", 226
    template_name = "wagtailadmin/round_tables/panel.html"
    heading, panel_id = "Round tables that need you", "round-tables"
    empty = "No round table of the next six weeks needs anything."
    report = ""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.now = timezone.now()

    @cached_property
    def found(self) -> list[tuple[RoundTable, str, list[str]]]:
        own = policy_registry.get_by_type(RoundTable).instances_user_has_permission_for(self.user, "view")
        coming = own.coming(self.now).filter(event__starts_at__lt=self.now + _AHEAD).with_places().with_counts()
        needs = self._needs()
        rows = []
        for table in coming:
            words = warnings(table, self.now)
            if count := needs.get(table.pk):
                words.append(f"Access needs not settled: {count}.")
            if words:
                rows.append((table, session_page(table), words))
        return rows

    def _needs(self) -> dict[int, int]:
        """How many each round table has; of areas where the person may not know, none."""
        own = policy_registry.get_by_type(AccessNeed).instances_user_has_permission_for(self.user, "view")
        open_ones = own.unsettled().order_by()
        return dict(open_ones.values_list("booking__round_table").annotate(Count("pk")))

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        more = max(0, len(self.found) - _SHOWN)
        return {"request": parent_context["request"], "panel": self, "rows": self.found[:_SHOWN], "more": more}


def add_panel(request: Any, panels: list[Any]) -> None:
    """Hook: for those who see round tables."""
    if policy_registry.get_by_type(RoundTable).user_has_permission(request.user, "view"):
        panels.append(RoundTablesPanel(request.user))
