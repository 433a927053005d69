"""The list of the library as asked for: narrowed by kind, year and what it is about, in parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.db.models.functions import ExtractYear
from wagtail.models import Page

from strategy.filters import Filter
from strategy.models import AmbitionEvidence
from strategy.models.library import KINDS, LibraryItemPage, LibrarySubject
from strategy.paging import part_of
from strategy.restrictions import is_restricted

ON_A_PAGE = 20
_MOST_SUBJECTS = 100  # offered in the filter


@dataclass(frozen=True)
class Listing:
    """`items` is one page of what is asked for. What is not there (a year without anything) is as if not asked."""

    items: Any
    total: int
    filters: list[Filter]
    is_narrowed: bool
    address: dict[str, str]
    numbers: list[int]

    @classmethod
    def of(cls, library: Page, asked: Mapping[str, str]) -> Listing:
        """Five queries, whatever the number of items."""
        items = LibraryItemPage.objects.child_of(library).public()
        filters = _filters(items, asked)
        chosen = {one.name: one.chosen for one in filters if one.chosen}
        if "kind" in chosen:
            items = items.filter(content_type__model=chosen["kind"])
        if "year" in chosen:
            items = items.filter(date_on__year=int(chosen["year"]))
        if "about" in chosen:
            items = items.filter(_about(int(chosen["about"])))
        part = part_of(items.newest_first(), asked, on_a_page=ON_A_PAGE)
        around = range(max(1, part.number - 4), min(part.paginator.num_pages, part.number + 4) + 1)
        return cls(part, part.paginator.count, filters, bool(chosen), chosen, list(around))

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


def _filters(items: Any, asked: Mapping[str, str]) -> list[Filter]:
    """Only what something has is offered. Two queries."""
    facts = items.order_by().annotate(year=ExtractYear("date_on")).values_list("content_type__model", "year").distinct()
    kinds, years = set(), set()
    for kind, year in facts:
        kinds.add(kind)
        years.add(year)
    shown = items.order_by().values("pk")
    subjects = LibrarySubject.objects.filter(item__in=shown).values("page")
    resting = AmbitionEvidence.objects.filter(page__in=shown).values("ambition")
    about = Page.objects.filter(Q(pk__in=subjects) | Q(pk__in=resting)).live().filter(~is_restricted())
    pages = about.order_by("path").values_list("pk", "title")[:_MOST_SUBJECTS]
    options = {
        "kind": ("Kind", [(key, words) for key, words in KINDS.items() if key in kinds]),
        "year": ("Year", [(str(year), str(year)) for year in sorted(years - {None}, reverse=True)]),
        "about": ("About", [(str(pk), title) for pk, title in pages]),
    }
    return [
        Filter(name, words, [("", "All"), *found], asked.get(name, "") if asked.get(name) in dict(found) else "")
        for name, (words, found) in options.items()
    ]
