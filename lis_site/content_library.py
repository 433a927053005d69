"""The library of the content files (`library.yaml`): which pages there are, and what fills them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wagtail.models import Page

from strategy import models as kinds

type Entry = dict[str, Any]

_KINDS: dict[str, type[Page]] = {
    "news": kinds.NewsPage,
    "publications": kinds.PublicationPage,
    "evidence": kinds.EvidencePage,
    "board_papers": kinds.BoardPaperPage,
    "indicators": kinds.IndicatorPage,
}


def plan_library(content: Entry) -> Iterator[tuple[type[Page], str, Entry]]:
    """Every page as (kind, path of its parent below home, entry)."""
    yield kinds.LibraryPage, "", content["page"] | {"in_menu": True}
    yield from ((kinds.LibraryShelfPage, content["page"]["slug"], shelf) for shelf in content.get("shelves") or [])
    for name, kind in _KINDS.items():
        yield from ((kind, content["page"]["slug"], entry) for entry in content.get(name) or [])


def fill_library_item(page: Page, entry: Entry, *, find: Callable[[str], Page], rich: Callable[[str], Any]) -> None:
    """What refers to other pages. Nothing for a page that is not of the library."""
    if not isinstance(page, kinds.LibraryItemPage):
        return
    for order, path in enumerate(entry.get("subjects") or []):
        page.subjects.add(kinds.LibrarySubject(page=find(path), sort_order=order))
    if isinstance(page, kinds.BoardPaperPage):
        page.paragraphs = [
            ("heading", one["heading"]) if isinstance(one, dict) else ("paragraph", rich(one))
            for one in entry["paragraphs"]
        ]
        for order, text in enumerate(entry["recommendations"]):
            page.recommendations.add(kinds.BoardRecommendation(text=text, sort_order=order))
    if isinstance(page, kinds.IndicatorPage):
        for order, number in enumerate(entry["values"]):
            page.values.add(kinds.IndicatorValue(sort_order=order, **number))
