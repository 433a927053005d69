"""What people could take part in that is about one page of the strategy, and what the library holds about it.

All kinds in one query: budgets are tight. On an ambition's page the same stands on its thread, fetched with the rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from wagtail.models import Page

from consultation.dates import changes_after
from consultation.events.models import Event
from consultation.feedback.listing import YOU_SAID, Told
from consultation.pages import ConsultationPage
from strategy.library import on_thread as library
from strategy.models import LibraryItemPage
from strategy.thread import Part, Row, as_json, register_part

# What the lists show of each. The rows come as JSON, so dates are read back from their ISO form.
_OF_CONSULTATION = ("id", "title", "slug", "url_path", "summary", "opens_on", "closes_on", "is_demonstration")
# The latest of them; where there are so many, a link leads to the list of all.
MOST_CONSULTATIONS = 30
_OF_EVENT = (
    *("id", "title", "slug", "kind", "summary", "starts_at", "ends_at", "times_stated", "precision", "mode"),
    *("venue_name", "standing", "outcome", "is_demonstration"),
)


@dataclass(frozen=True)
class TakingPart:
    """What is about a page: consultations, events, items of the library, and what came of it; the latest first.

    Rows to show, not to save.
    """

    consultations: list[ConsultationPage]
    events: list[Event]
    library: list[LibraryItemPage]
    told: Sequence[Told] = ()

    @classmethod
    def about(cls, page: Page) -> TakingPart:
        """One query. Nothing for a page that is not saved yet."""
        found: tuple[list[Row], ...] = (
            Page.objects.filter(pk=page.pk)
            .values_list(
                _consultations_about(page),
                _as_json(Event.objects.public().about(page), _OF_EVENT),
                library.rows_about(page),
                YOU_SAID.rows(page),
            )
            .first()
        ) or ([], [], [], [])
        return cls(
            _consultations(found[0]),
            _events(found[1]),
            library.read(found[2]),
            YOU_SAID.read(found[3]),
        )


def register() -> None:
    """Put both kinds on the thread of an ambition."""
    for part in (
        Part(
            key="consultations",
            heading="Consultations about it",
            order=30,
            template="consultation/thread/consultations.html",
            rows=_consultations_about,
            read=_consultations,
            turns=_next_turn_of_consultations,
        ),
        Part(
            key="events",
            heading="Round tables and events that discussed it",
            order=40,
            template="consultation/thread/events.html",
            rows=lambda page: _as_json(Event.objects.public().about(page), _OF_EVENT),
            read=_events,
            turns=_next_turn_of_events,
        ),
    ):
        register_part(part)


def _next_turn_of_consultations(pages: Sequence[ConsultationPage], now: dt.datetime) -> dt.datetime | None:
    turns = [changes_after(now, page.opens_on, page.closes_on) for page in pages]
    return min((moment for moment in turns if moment), default=None)


def _next_turn_of_events(events: Sequence[Event], now: dt.datetime) -> dt.datetime | None:
    turns = [moment for event in events for moment in (event.starts_at, event.ends_at)]
    return min((moment for moment in turns if moment > now), default=None)


def _consultations(rows: list[Row]) -> list[ConsultationPage]:
    return [ConsultationPage(**_dated(row, dt.date, "opens_on", "closes_on")) for row in rows]


def _events(rows: list[Row]) -> list[Event]:
    return [Event(**_dated(row, dt.datetime, "starts_at", "ends_at")) for row in rows]


def _consultations_about(page: Page) -> Any:
    return _as_json(ConsultationPage.objects.about(page)[:MOST_CONSULTATIONS], _OF_CONSULTATION)


def _as_json(rows: QuerySet[Any], names: Any) -> Any:
    return as_json(rows, **{name: F(name) for name in names})


def _dated(row: dict[str, Any], kind: type[dt.date], *names: str) -> dict[str, Any]:
    return row | {name: kind.fromisoformat(row[name]) for name in names if row[name] is not None}
