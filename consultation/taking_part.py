"""What people could take part in that is about one page of the strategy, and what the library holds about it.

All kinds in one query: budgets are tight.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from wagtail.models import Page

from consultation.events.models import Event
from consultation.pages import ConsultationPage
from strategy.models import LibraryItemPage

# What the lists show of each. The rows come as JSON, so dates are read back from their ISO form.
_OF_CONSULTATION = ("id", "title", "slug", "url_path", "summary", "opens_on", "closes_on", "is_demonstration")
_OF_EVENT = (
    *("id", "title", "slug", "kind", "summary", "starts_at", "ends_at", "times_stated", "precision", "mode"),
    *("venue_name", "standing", "outcome", "is_demonstration"),
)
_OF_LIBRARY = ("id", "title", "slug", "url_path", "date_on", "date_precision", "content_type")
_MOST = 20  # items of the library


@dataclass(frozen=True)
class TakingPart:
    """The consultations, the events and the items of the library about a page, the latest of each first.

    Rows to show, not to save.
    """

    consultations: list[ConsultationPage]
    events: list[Event]
    library: list[LibraryItemPage]

    @classmethod
    def about(cls, page: Page) -> TakingPart:
        """One query. Nothing for a page that is not saved yet."""
        found: tuple[list[dict[str, Any]], ...] = (
            Page.objects.filter(pk=page.pk)
            .values_list(
                _as_json(ConsultationPage.objects.about(page), _OF_CONSULTATION),
                _as_json(Event.objects.public().about(page), _OF_EVENT),
                _as_json(LibraryItemPage.objects.public().about(page).newest_first()[:_MOST], _OF_LIBRARY),
            )
            .first()
        ) or ([], [], [])
        return cls(
            [ConsultationPage(**_dated(row, dt.date, "opens_on", "closes_on")) for row in found[0]],
            [Event(**_dated(row, dt.datetime, "starts_at", "ends_at")) for row in found[1]],
            [_item(row) for row in found[2]],
        )


def _item(row: dict[str, Any]) -> LibraryItemPage:
    kind = row.pop("content_type")
    return LibraryItemPage(**_dated(row, dt.date, "date_on"), content_type_id=kind)


def _as_json(rows: QuerySet[Any], names: Any) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in names})))


def _dated(row: dict[str, Any], kind: type[dt.date], *names: str) -> dict[str, Any]:
    return row | {name: kind.fromisoformat(row[name]) for name in names if row[name] is not None}
