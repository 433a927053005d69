"""The list of partnerships as asked for: narrowed by wave, stage and theme, in an order, and counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
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
# What a partnership is, by the names of the filters: {"wave": {"wave-1"}, …}.
type Traits = dict[str, set[str]]


@dataclass(frozen=True)
class Heading:
    """A column of the table, and the address that sorts by it; no address for a column that does not sort.

    `order` is the word of aria-sort, or empty while the table is sorted by something else.
    """

    words: str
    query: str = ""
    order: str = ""


@dataclass(frozen=True)
class Checked:
    """The days on which somebody compared an entry with its source, in order, and how many entries wait for theirs."""

    days: list[dt.date]
    not_yet: int

    @classmethod
    def of(cls, partnerships: list[Any]) -> Checked:
        """An entry is as fresh as its oldest part: the partnership, or one of its strategies."""
        entries = [[one.checked_on, *(it.checked_on for it in one.strategies.all())] for one in partnerships]
        days = {min(entry) for entry in entries if None not in entry}
        return cls(sorted(days), sum(None in entry for entry in entries))


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
    checked: Checked

    @classmethod
    def of(cls, site: Site | None, asked: Mapping[str, str]) -> Listing:
        """Seven queries, whatever the number of partnerships."""
        everybody = [(one, _traits(one)) for one in Partnership.objects.filter(site=site).with_all()]
        waves = list(TrackerWave.objects.filter(site=site))
        filters = _filters([traits for _, traits in everybody], waves, TrackerTheme.objects.filter(site=site), asked)
        chosen = {one.name: one.chosen for one in filters if one.chosen}
        sort = asked.get("sort", "")
        sort = sort if sort.removeprefix("-") in _SORTS else "name"
        by = "stage" if asked.get("colour") == "stage" else "wave"
        here = chosen | ({"sort": sort} if sort != "name" else {}) | ({"colour": by} if by != "wave" else {})
        found = _in_order([one for one, traits in everybody if _fits(traits, chosen)], sort)
        part = part_of(found, asked, on_a_page=ON_A_PAGE)
        return cls(
            part=part,
            numbers=numbers_of(part),
            total=len(everybody),
            strategies=len({strategy.pk for one in found for strategy in one.strategies.all()}),
            filters=filters,
            headings=_headings(here, sort),
            tile_map=TileMap.of([one for one, _ in everybody], {one.pk for one in found}, by=by),
            by=by,
            wave_query=_query({key: value for key, value in here.items() if key != "colour"}),
            stage_query=_query(here | {"colour": "stage"}),
            is_narrowed=bool(chosen),
            sort=sort,
            waves=waves,
            checked=Checked.of(found),
        )


_STAGES: list[str] = [stage for stage in TrackedStage if stage != TrackedStage.NOT_STATED]
# The columns that sort: their words, and what is known of a partnership there. It may have several strategies.
_SORTS: dict[str, tuple[str, Callable[[Any], list[Any]]]] = {
    "name": ("Partnership", lambda one: [one.name.casefold()]),
    "wave": ("Wave", lambda one: [(it.wave.sort_order, it.wave.name) for it in one.strategies.all() if it.wave]),
    "stage": ("Stage", lambda one: [_STAGES.index(it.stage) for it in one.strategies.all() if it.stage in _STAGES]),
    "announced": ("Announced", lambda one: [it.announced.on for it in one.strategies.all() if it.announced]),
    "due": ("Due", lambda one: [it.due.on for it in one.strategies.all() if it.due]),
    "published": ("Published", lambda one: [it.published.on for it in one.strategies.all() if it.published]),
}
# In the order of the table: a word that sorts, or the words of one that does not.
_COLUMNS = ("name", "Strategy", "wave", "stage", "announced", "due", "published")


def _in_order(found: list[Any], sort: str) -> list[Any]:
    """By the first of what is known, or backwards by the last of it; the unknown stand last, and equals by name."""
    is_backwards = sort.startswith("-")
    _, known_of = _SORTS[sort.removeprefix("-")]
    known = [(max(values) if is_backwards else min(values), one) for one in found if (values := known_of(one))]
    known.sort(key=lambda pair: pair[0], reverse=is_backwards)
    return [one for _, one in known] + [one for one in found if not known_of(one)]


def _traits(one: Any) -> Traits:
    return {
        "wave": {one.wave.slug if one.wave else NOT_STATED},
        "stage": {_stage_slug(one.stage)},
        "theme": {theme.slug for theme in one.themes},
    }


def _stage_slug(stage: TrackedStage) -> str:
    return stage.value.replace("_", "-")


def _fits(traits: Traits, chosen: Mapping[str, str]) -> bool:
    return all(value in traits[name] for name, value in chosen.items())


def _filters(everybody: list[Traits], waves: Any, themes: Any, asked: Mapping[str, str]) -> list[Filter]:
    """Only what somebody has is offered, each with how many would be left: the other choices are counted in."""
    options: dict[str, tuple[str, Options]] = {
        "wave": ("Wave", [*((wave.slug, wave.name) for wave in waves), (NOT_STATED, "Not stated")]),
        "stage": ("Stage", [(_stage_slug(stage), str(stage.label)) for stage in TrackedStage]),
        "theme": ("Theme", [(theme.slug, theme.name) for theme in themes]),
    }
    has = {name: {value for traits in everybody for value in traits[name]} for name in options}
    chosen = {name: asked[name] for name in options if asked.get(name) in has[name]}
    filters = []
    for name, (words, found) in options.items():
        others = {key: value for key, value in chosen.items() if key != name}
        left = [traits for traits in everybody if _fits(traits, others)]
        counts = Counter(value for traits in left for value in traits[name])
        offered = [(value, f"{label} ({counts[value]})") for value, label in found if value in has[name]]
        filters.append(Filter(name, words, [("", f"All ({len(left)})"), *offered], chosen.get(name, "")))
    return filters


def _headings(here: dict[str, str], sort: str) -> list[Heading]:
    """A column that the table is sorted by leads to the other way round."""
    others = {key: value for key, value in here.items() if key != "sort"}
    found = []
    for column in _COLUMNS:
        if column not in _SORTS:
            found.append(Heading(column))
            continue
        order = {column: "ascending", f"-{column}": "descending"}.get(sort, "")
        wanted = f"-{column}" if order == "ascending" else column
        query = _query(others | ({"sort": wanted} if wanted != "name" else {}))
        found.append(Heading(_SORTS[column][0], query, order))
    return found


def _query(parameters: dict[str, str]) -> str:
    return f"?{urlencode(parameters)}" if parameters else "."
