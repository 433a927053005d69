"""The list of partnerships as asked for: narrowed by wave, stage and theme, in an order, and counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from wagtail.models import Site

from strategy.filters import Filter, Options
from strategy.models.choices import TrackedStage
from strategy.models.partnership import Partnership
from strategy.models.tracker_vocabulary import TrackerTheme, TrackerWave
from strategy.paging import numbers_of, part_of
from strategy.tracker.tile_map import TileMap

NOT_STATED = "not-stated"
# More than England has: its whole table stands on one page.
ON_A_PAGE = 100
_LAST = dt.date.max


@dataclass(frozen=True)
class Heading:
    """A column of the table, and the address that sorts by it; no address for a column that does not sort."""

    words: str
    query: str = ""
    is_sorted: bool = False


@dataclass(frozen=True)
class Listing:
    """What an address asks for that is not there (a wave nobody has) is as if it had not been asked.

    `part` is one part of the table. The map and the counts are of all of it.
    """

    part: Any
    numbers: list[int | str]
    total: int
    strategies: int
    filters: list[Filter]
    headings: list[Heading]
    tile_map: TileMap
    by: str
    wave_query: str
    stage_query: str
    is_narrowed: bool
    sort: str
    waves: list[TrackerWave]

    @classmethod
    def of(cls, site: Site | None, asked: Mapping[str, str]) -> Listing:
        """Seven queries, whatever the number of partnerships."""
        everybody = list(Partnership.objects.filter(site=site).with_all())
        waves = list(TrackerWave.objects.filter(site=site))
        filters = _filters(everybody, waves, list(TrackerTheme.objects.filter(site=site)), asked)
        chosen = {one.name: one.chosen for one in filters if one.chosen}
        sort = asked.get("sort", "")
        sort = sort if sort in _SORTS else "name"
        by = "stage" if asked.get("colour") == "stage" else "wave"
        here = chosen | ({"sort": sort} if sort != "name" else {}) | ({"colour": by} if by != "wave" else {})
        found = sorted(
            (one for one in everybody if all(_FITS[name](one, value) for name, value in chosen.items())),
            key=_SORTS[sort][1],
        )
        part = part_of(found, asked, on_a_page=ON_A_PAGE)
        return cls(
            part=part,
            numbers=numbers_of(part),
            total=len(everybody),
            strategies=len({strategy.pk for one in found for strategy in one.strategies.all()}),
            filters=filters,
            headings=_headings(here, sort),
            tile_map=TileMap.of(everybody, {one.pk for one in found}, by=by),
            by=by,
            wave_query=_query({key: value for key, value in here.items() if key != "colour"}),
            stage_query=_query(here | {"colour": "stage"}),
            is_narrowed=bool(chosen),
            sort=sort,
            waves=waves,
        )


def _by_name(one: Any) -> Any:
    return one.name


def _by_wave(one: Any) -> Any:
    return (one.wave is None, one.wave.sort_order if one.wave else 0, one.name)


def _by_stage(one: Any) -> Any:
    return (list(TrackedStage).index(one.stage), one.name)


def _by_due(one: Any) -> Any:
    due = one.strategy.due if one.strategy else None
    return ((due.on if due else None) or _LAST, one.name)


_SORTS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "name": ("Partnership", _by_name),
    "wave": ("Wave", _by_wave),
    "stage": ("Stage", _by_stage),
    "due": ("Due", _by_due),
}
# The columns in order: a word that sorts, or the words of one that does not.
_COLUMNS = ("name", "Strategy", "wave", "stage", "Announced", "due", "Published")

_FITS: dict[str, Callable[[Any, str], bool]] = {
    "wave": lambda one, value: (one.wave.slug if one.wave else NOT_STATED) == value,
    "stage": lambda one, value: one.stage.value.replace("_", "-") == value,
    "theme": lambda one, value: value in {theme.slug for theme in one.themes},
}


def _filters(
    everybody: list[Any], waves: list[TrackerWave], themes: list[TrackerTheme], asked: Mapping[str, str]
) -> list[Filter]:
    """Only what somebody has is offered."""
    has = {one.wave.slug if one.wave else NOT_STATED for one in everybody}
    stages = {one.stage for one in everybody}
    named = {theme.slug for one in everybody for theme in one.themes}
    options: dict[str, tuple[str, Options]] = {
        "wave": ("Wave", [(wave.slug, wave.name) for wave in waves if wave.slug in has]),
        "stage": (
            "Stage",
            [(stage.value.replace("_", "-"), str(stage.label)) for stage in TrackedStage if stage in stages],
        ),
        "theme": ("Theme", [(theme.slug, theme.name) for theme in themes if theme.slug in named]),
    }
    if NOT_STATED in has:
        options["wave"][1].append((NOT_STATED, "Not stated"))
    return [
        Filter(name, words, [("", "All"), *found], asked.get(name, "") if asked.get(name) in dict(found) else "")
        for name, (words, found) in options.items()
    ]


def _headings(here: dict[str, str], sort: str) -> list[Heading]:
    found = []
    for column in _COLUMNS:
        if column not in _SORTS:
            found.append(Heading(column))
            continue
        others = {key: value for key, value in here.items() if key != "sort"}
        query = _query(others | ({"sort": column} if column != "name" else {}))
        found.append(Heading(_SORTS[column][0], query, column == sort))
    return found


def _query(parameters: dict[str, str]) -> str:
    return f"?{urlencode(parameters)}" if parameters else "."
