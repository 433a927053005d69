"""Live content of the strategy, to read beside a question: as it is now, wherever an editor has changed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wagtail.models import Page

from consultation.surveys.questionnaire.shape import Information
from strategy.models import KeyFigure
from strategy.restrictions import is_restricted


@dataclass(frozen=True)
class Shown:
    """What stands beside a question. What an editor has taken off the site is not shown."""

    html: str = ""
    page: Page | None = None
    words: str = ""
    target: str = ""
    figure: KeyFigure | None = None

    def __bool__(self) -> bool:
        return bool(self.html or self.page or self.figure)


def shown(items: Iterable[Information]) -> Mapping[str, Shown]:
    """The content of each item by its id. No query without pages and figures; at most three with both."""
    items = list(items)
    page_keys, figure_keys = {one.page for one in items if one.page}, {one.figure for one in items if one.figure}
    pages = {}
    if page_keys:
        found = Page.objects.live().filter(~is_restricted(), pk__in=page_keys)
        pages = {page.pk: page for page in found.specific()}
    figures = KeyFigure.objects.in_bulk(figure_keys) if figure_keys else {}
    return {one.id: _shown(one, pages.get(one.page), figures.get(one.figure)) for one in items}


def _shown(item: Information, page: Page | None, figure: KeyFigure | None) -> Shown:
    words = next((words for name in ("statement", "summary") if (words := getattr(page, name, ""))), "")
    return Shown(item.html, page, words, getattr(page, "target", ""), figure)
