"""The register of what the search can find: kinds that each app adds in `apps.ready()`.

A page says what of it is searched with `search_fields`, as everywhere in Wagtail; a kind only gives pages of a class
their name. A service whose records are no pages gives a function that lists them.

    register_kind(Kind("event", "Event", "Events", order=80), records=public_events)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.search import index

if TYPE_CHECKING:
    from wagtail.models import Page, Site

# How much a search field counts (`boost`). Wagtail gives a title 2; what says no number counts least.
LEADING = 1.5


@dataclass(frozen=True)
class Kind:
    """What a thing found is called. `key` stands in addresses and never changes; filters are shown by `order`."""

    key: str
    one: str
    many: str
    order: int


@dataclass(frozen=True)
class Findable:
    """A record as the search sees it. `key` tells it from others of its kind; `is_past` lets it stand below.

    `summary` matters most after the title, and `text` is the rest. Both are plain text.
    """

    key: str
    title: str
    url: str
    summary: str = ""
    text: str = ""
    is_past: bool = False


class Words(index.SearchField):
    """A search field of which no more than `most` characters are indexed.

    PostgreSQL refuses a vector of more than a megabyte, and the editor who saves such a page would get a server error.
    """

    def __init__(self, field_name: str, *, most: int = 10_000, **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs)
        self.most = most

    def get_value(self, obj: Any) -> str:
        value = super().get_value(obj)
        pieces = value if isinstance(value, (list, tuple)) else [value]
        return "\n".join(str(piece) for piece in pieces if piece)[: self.most]


type Records = Callable[[Site, dt.datetime], Iterable[Findable]]

# What pages are whose class no kind has claimed.
PAGE = Kind("page", "Page", "Other pages", order=1000)

_kinds: dict[str, Kind] = {PAGE.key: PAGE}
_of_pages: dict[str, Kind] = {}
_records: dict[str, Records] = {}


def register_kind(kind: Kind, *, pages: str = "", records: Records | None = None) -> None:
    """Let searches find `kind`: pages of the model `pages` ("app.Model"), or what `records(site, now)` lists.

    `records` is asked about once a minute and lists only what anyone may read. A second kind of the key is a mistake.
    """
    if _kinds.get(kind.key, kind) != kind:
        raise ValueError(f"There are two kinds with the key {kind.key!r}.")
    _kinds[kind.key] = kind
    if pages:
        _of_pages[pages.lower()] = kind
    if records:
        _records[kind.key] = records


def is_record_at(site: Site, path: str, now: dt.datetime) -> bool:
    """Whether a public record of `site`, of any kind, has its page at `path`. The queries of listing them all."""
    return any(record.url == path for _, records in kinds_of_records() for record in records(site, now))


def kind_of_page(page: Page) -> Kind:
    """The kind of a specific page."""
    return _of_pages.get(page._meta.label_lower, PAGE)


def kind_named(key: str) -> Kind | None:
    """The kind with that key; None when there is none."""
    return _kinds.get(key)


def kinds_of_records() -> list[tuple[Kind, Records]]:
    """Every kind of record with the function that lists its records."""
    return [(_kinds[key], records) for key, records in _records.items()]
