"""The register of what is published as data: sets that each app adds in `apps.ready()`.

    register_dataset(Dataset("glossary", "Words we use", "…", GLOSSARY, glossary_rows))

A set holds only what anyone may read on the site, and nothing personal. Its key stands in addresses and never changes;
columns are added at the end and never renamed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

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


_datasets: dict[str, Dataset] = {}


def register_dataset(dataset: Dataset) -> None:
    """Publish `dataset` for every area. A second set of the key is a mistake."""
    if dataset.key in _datasets and _datasets[dataset.key] != dataset:
        raise ValueError(f"There are two sets of data with the key {dataset.key!r}.")
    _datasets[dataset.key] = dataset


def datasets() -> list[Dataset]:
    return list(_datasets.values())


def dataset_named(key: str) -> Dataset | None:
    """None when there is none."""
    return _datasets.get(key)


def columns(*given: tuple[str, str] | tuple[str, str, Kind]) -> tuple[Column, ...]:
    return tuple(Column(*one) for one in given)


def address_of(site: Site, page: Any) -> str:
    """The whole address of a page of `site`. No query."""
    return f"{site.root_url}/{page.url_path.removeprefix(site.root_page.url_path)}"
