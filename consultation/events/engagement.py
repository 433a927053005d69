"""The ledger of engagement: people reached and events held, counted from records; beside it what documents state.

Each service registers what it counts when its app is ready. Stated totals are never added to anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models
from wagtail.models import Site

from consultation.events.models import Event
from consultation.events.snapshots import EngagementSnapshot


@dataclass(frozen=True)
class Reached:
    """What one service counted: `people` taking part, at `events` of which `uncounted` have no number of people."""

    people: int = 0
    events: int = 0
    uncounted: int = 0

    def __add__(self, other: Reached) -> Reached:
        return Reached(self.people + other.people, self.events + other.events, self.uncounted + other.uncounted)


type Source = Callable[[Site, dt.datetime], Reached]
_sources: dict[str, Source] = {}


@dataclass(frozen=True)
class Ledger:
    """`lines` are (name of the service, what it counted), those that counted anything; `recorded` is their sum."""

    lines: list[tuple[str, Reached]] = field(default_factory=list)
    stated: list[EngagementSnapshot] = field(default_factory=list)

    @property
    def recorded(self) -> Reached:
        return sum((reached for _, reached in self.lines), Reached())


def register_source(name: str, count: Source) -> None:
    """Add `count(site, now)` to the ledger under `name`, as the public reads it. A second one is a mistake."""
    if name in _sources and _sources[name] is not count:
        raise ValueError(f"There are two sources called {name!r}.")
    _sources[name] = count


def ledger(site: Site, now: dt.datetime) -> Ledger:
    """The engagement of an area. One query for each source, and one for the stated totals."""
    counted = [(name, count(site, now)) for name, count in _sources.items()]
    return Ledger(
        lines=[(name, reached) for name, reached in counted if reached != Reached()],
        stated=list(EngagementSnapshot.objects.filter(site=site)),
    )


def events_held(site: Site, now: dt.datetime) -> Reached:
    """Events that are known to have taken place, and who came. Somebody who came twice counts twice. One query."""
    found = (
        Event.objects.filter(site=site)
        .held(now)
        .aggregate(
            people=models.Sum("attendance", default=0),
            events=models.Count("pk"),
            uncounted=models.Count("pk", filter=models.Q(attendance=None)),
        )
    )
    return Reached(**found)
