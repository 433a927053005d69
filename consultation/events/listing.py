"""The list of events: what is coming and what is past, narrowed by sector, district and mode, in parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.text import slugify

from consultation.events.choices import Mode
from consultation.events.models import Event, EventQuerySet, earliest, turns
from strategy.models import District, SectorPage
from strategy.paging import part_of

ON_A_PAGE = 20
_AROUND = 4  # pages offered before and after the one that is shown
LATEST = 5  # past events that stand under those to come


@dataclass(frozen=True)
class Choice:
    """A link that narrows the list, or widens it again."""

    words: str
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    words: str
    choices: list[Choice]


@dataclass(frozen=True)
class Listing:
    """`events` is one page of what is asked for; `latest` are past events to go with a list of coming ones.

    Whatever the address asks for that is not there (a sector nobody has, page 0) is as if it had not been asked.
    """

    when: str
    events: Any
    latest: list[Event]
    filters: list[Filter]
    coming_query: str
    past_query: str
    page_queries: list[tuple[int, str]]
    is_narrowed: bool
    next_turn: dt.datetime | None

    @classmethod
    def of(cls, events: EventQuerySet, asked: Mapping[str, str], now: dt.datetime) -> Listing:
        """Six queries, whatever the number of events."""
        in_modes = {
            mode.value: Count("pk", filter=Q(mode__in=[mode, Mode.BOTH])) for mode in (Mode.IN_PERSON, Mode.ONLINE)
        }
        facts = events.aggregate(**in_modes, **turns(now))
        when = "past" if asked.get("when") == "past" else "coming"
        options = {"sector": _sectors(events), "district": _districts(events), "mode": _modes(facts)}
        chosen = {name: asked.get(name, "") for name in options if asked.get(name) in options[name]}
        for name, value in chosen.items():
            events = events.filter(**options[name][value][1])
        found = events.past(now) if when == "past" else events.coming(now)
        part = part_of(found, asked, on_a_page=ON_A_PAGE)
        around = range(max(1, part.number - _AROUND), min(part.paginator.num_pages, part.number + _AROUND) + 1)
        here = chosen | ({"when": "past"} if when == "past" else {})
        return cls(
            when=when,
            events=part,
            latest=list(events.past(now)[:LATEST]) if when == "coming" and part.number == 1 else [],
            filters=[
                Filter(words, _choices(name, options[name], here))
                for name, words in (("sector", "Sector"), ("district", "District"), ("mode", "How it is held"))
                if len(options[name]) > 1 or name in chosen
            ],
            coming_query=_query(chosen),
            past_query=_query(chosen | {"when": "past"}),
            page_queries=[(number, _query(here | _page(number))) for number in around],
            is_narrowed=bool(chosen),
            next_turn=earliest(facts),
        )

    @property
    def previous_query(self) -> str:
        return dict(self.page_queries).get(self.events.number - 1, "")

    @property
    def next_query(self) -> str:
        return dict(self.page_queries).get(self.events.number + 1, "")


type Options = dict[str, tuple[str, dict[str, Any]]]


def _sectors(events: EventQuerySet) -> Options:
    """The sectors that have events: by slug, the words and what to filter by."""
    rows = SectorPage.objects.live().filter(events__in=events.order_by()).distinct().order_by("path")
    return {page.slug: (page.title, {"sector": page.pk}) for page in rows.only("slug", "title", "path")}


def _districts(events: EventQuerySet) -> Options:
    rows = District.objects.filter(events__in=events.order_by()).distinct().order_by("name")
    return {slugify(district.name): (district.name, {"districts": district.pk}) for district in rows}


def _modes(facts: dict[str, Any]) -> Options:
    """How events are held; those that are both in person and online answer to either."""
    return {
        mode.value: (str(mode.label), {"mode__in": [mode, Mode.BOTH]})
        for mode in (Mode.IN_PERSON, Mode.ONLINE)
        if facts[mode.value]
    }


def _choices(name: str, options: Options, here: dict[str, str]) -> list[Choice]:
    others = {key: value for key, value in here.items() if key != name}
    return [
        Choice("All", _query(others), name not in here),
        *(
            Choice(words, _query(others | {name: value}), here.get(name) == value)
            for value, (words, _) in options.items()
        ),
    ]


def _page(number: int) -> dict[str, str]:
    return {"page": str(number)} if number > 1 else {}


def _query(parameters: dict[str, str]) -> str:
    return f"?{urlencode(parameters)}" if parameters else "."
