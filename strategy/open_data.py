"""The register of what is published as data: sets that each app adds in `apps.ready()`.

    register_dataset(Dataset("glossary", "Words we use", "…", GLOSSARY, glossary_rows), room=Room("The strategy", 10))

A set holds only what anyone may read on the site, and nothing personal. Its key stands in addresses and never changes;
columns are added at the end and never renamed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Literal

from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Site

LICENCE = "Open Government Licence v3.0"
LICENCE_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

type Kind = Literal["text", "number", "date", "boolean", "address"]
type Row = dict[str, Any]
type Rows = Callable[[Site, dt.datetime], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True)
class Column:
    name: str
    means: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Dataset:
    """`rows(site, now)` gives a mapping from each column's name; None is what nobody has stated."""

    key: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Rows


@dataclass(frozen=True, order=True)
class Room:
    """A heading under which sets stand. Headings stand by `order`."""

    name: str = field(compare=False)
    order: int


_rooms: dict[Room, dict[str, Dataset]] = {}


def register_dataset(dataset: Dataset, *, room: Room) -> None:
    """Publish `dataset` for every area. A second set of the key is a mistake."""
    known = dataset_named(dataset.key)
    if known is not None and known != dataset:
        raise ValueError(f"There are two sets of data with the key {dataset.key!r}.")
    _rooms.setdefault(room, {})[dataset.key] = dataset


def rooms() -> list[tuple[str, list[Dataset]]]:
    """Every set under its heading; below one, in the order in which they were registered."""
    return [(room.name, list(_rooms[room].values())) for room in sorted(_rooms)]


def datasets() -> list[Dataset]:
    return [dataset for _room, held in rooms() for dataset in held]


def dataset_named(key: str) -> Dataset | None:
    """None when there is none."""
    return next((held[key] for held in _rooms.values() if key in held), None)


def columns(*given: tuple[str, str] | tuple[str, str, Kind]) -> tuple[Column, ...]:
    return tuple(Column(*one) for one in given)


def address_of(site: Site, page: Any) -> str:
    """The whole address of a page of `site`. No query."""
    return f"{site.root_url}/{page.url_path.removeprefix(site.root_page.url_path)}"


def day_of(moment: dt.datetime | None) -> dt.date | None:
    """The day in London of something that happened; None for what has not."""
    return timezone.localdate(moment) if moment else None


def in_plain_words(html: str) -> str:
    """An editor's rich text without its marks, a line for each paragraph."""
    ends = re.sub(r"(</(?:p|li|h[1-6])>|<br\s*/?>)\s*", "\n", html)
    return unescape(strip_tags(ends)).strip()
