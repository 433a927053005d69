"""The list of the library as asked for: narrowed by kind, year, foundation, Grand Challenge and subject, in parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.db.models.functions import ExtractYear
from wagtail.models import Page

from strategy.filters import Filter
from strategy.models import (
    AmbitionEvidence,
    AmbitionFoundation,
    AmbitionGrandChallenge,
    LibraryPage,
    LibraryShelfPage,
    LibrarySubject,
)
from strategy.models.ambition_links import WeightedLink
from strategy.models.library import KINDS, LibraryItemPage
from strategy.paging import part_of
from strategy.restrictions import is_restricted

ON_A_PAGE = 20
_MOST_SUBJECTS = 100  # offered in the filters
_PARTS = {"foundationpage": "foundation", "grandchallengepage": "challenge"}
_SERVED: dict[str, type[WeightedLink]] = {"foundation": AmbitionFoundation, "challenge": AmbitionGrandChallenge}


@dataclass(frozen=True)
class Listing:
    """`items` is one page of what is asked for. What is not there (a year without anything) is as if not asked."""

    items: Any
    total: int
    shelves: list[LibraryShelfPage]
    filters: list[Filter]
    is_narrowed: bool
    address: dict[str, str]
    numbers: list[int]

    @classmethod
    def of(cls, library: LibraryPage | LibraryShelfPage, asked: Mapping[str, str]) -> Listing:
        """What the library, or one shelf of it, lists. Six queries, whatever the number of items."""
        below = Page.objects.sibling_of_q(library) if library.kind else Page.objects.child_of_q(library)
        shelves = LibraryShelfPage.objects.filter(below, ~is_restricted()).live().order_by("path")
        items = LibraryItemPage.objects.filter(below).public()
        if library.kind:
            items = items.filter(content_type__model=library.kind)
        filters = _filters(items, asked, is_of_one_kind=bool(library.kind))
        chosen = {one.name: one.chosen for one in filters if one.chosen}
        if "kind" in chosen:
            items = items.filter(content_type__model=chosen["kind"])
        if "year" in chosen:
            items = items.filter(date_on__year=int(chosen["year"]))
        for name, links in _SERVED.items():
            if name in chosen:
                items = items.filter(_about_part(int(chosen[name]), links))
        if "about" in chosen:
            items = items.filter(_about(int(chosen["about"])))
        part = part_of(items.newest_first(), asked, on_a_page=ON_A_PAGE)
        around = range(max(1, part.number - 4), min(part.paginator.num_pages, part.number + 4) + 1)
        return cls(part, part.paginator.count, list(shelves), filters, bool(chosen), chosen, list(around))

    @property
    def previous_query(self) -> str:
        return self.query(self.items.number - 1) if self.items.has_previous() else ""

    @property
    def next_query(self) -> str:
        return self.query(self.items.number + 1) if self.items.has_next() else ""

    @property
    def page_queries(self) -> list[tuple[int, str]]:
        return [(number, self.query(number)) for number in self.numbers]

    def query(self, number: int) -> str:
        parameters = self.address | ({"page": str(number)} if number > 1 else {})
        return f"?{urlencode(parameters)}" if parameters else "."


def _about(page: int) -> Q:
    """What says that it is about a page, and what an ambition says that it rests on."""
    rests_on = AmbitionEvidence.objects.filter(ambition=page).exclude(page=None).values("page")
    return Q(pk__in=LibrarySubject.objects.filter(page=page).values("item")) | Q(pk__in=rests_on)


def _about_part(part: int, links: type[WeightedLink]) -> Q:
    """What is about a part of the strategy, or about an ambition that serves it, or what such an ambition rests on."""
    ambitions = links.objects.filter(part=part).values("ambition")
    through = LibrarySubject.objects.filter(page__in=ambitions).values("item")
    rested_on = AmbitionEvidence.objects.filter(ambition__in=ambitions).exclude(page=None).values("page")
    return _about(part) | Q(pk__in=through) | Q(pk__in=rested_on)


def _filters(items: Any, asked: Mapping[str, str], *, is_of_one_kind: bool) -> list[Filter]:
    """Only what something has is offered. Two queries."""
    facts = items.order_by().annotate(year=ExtractYear("date_on")).values_list("content_type__model", "year").distinct()
    kinds, years = set(), set()
    for kind, year in facts:
        kinds.add(kind)
        years.add(year)
    shown = items.order_by().values("pk")
    subjects = LibrarySubject.objects.filter(item__in=shown).values("page")
    resting = AmbitionEvidence.objects.filter(page__in=shown).values("ambition")
    reached = Q(ambition__in=subjects) | Q(ambition__in=resting)
    served = [Q(pk__in=links.objects.filter(reached).values("part")) for links in _SERVED.values()]
    about = Page.objects.filter(reduce(or_, served, Q(pk__in=subjects) | Q(pk__in=resting)))
    pages = about.live().filter(~is_restricted()).order_by("path").values_list("content_type__model", "pk", "title")
    parts: dict[str, list[tuple[str, str]]] = {"foundation": [], "challenge": [], "about": []}
    for kind, pk, title in pages[:_MOST_SUBJECTS]:
        parts[_PARTS.get(kind, "about")].append((str(pk), title))
    options = {
        "kind": ("Kind", [(key, words) for key, words in KINDS.items() if key in kinds]),
        "year": ("Year", [(str(year), str(year)) for year in sorted(years - {None}, reverse=True)]),
        "foundation": ("Foundation", parts["foundation"]),
        "challenge": ("Grand Challenge", parts["challenge"]),
        "about": ("Also about", parts["about"]),
    }
    if is_of_one_kind:
        del options["kind"]
    return [
        Filter(name, words, [("", "All"), *found], asked.get(name, "") if asked.get(name) in dict(found) else "")
        for name, (words, found) in options.items()
    ]
