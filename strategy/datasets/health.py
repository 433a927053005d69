"""Health as data: what the shared priorities aim for, and what shapes people's health."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from wagtail.models import Page, Site

from strategy import models
from strategy.open_data import Dataset, Row, address_of, columns
from strategy.restrictions import is_restricted, open_pages

_LISTS = (("aims", "Aim"), ("joint_areas", "Area for joint development"))


def _points(site: Site, now: dt.datetime) -> Iterator[Row]:
    for page in models.SharedHealthPriorityPage.objects.of(site.root_page).iterator():
        for field, words in _LISTS:
            for number, block in enumerate(getattr(page, field), start=1):
                yield {
                    "priority": page.title,
                    "kind": words,
                    "number": number,
                    "title": block.value["title"],
                    "text": block.value["text"],
                    "address": address_of(site, page),
                }


def _determinants(site: Site, now: dt.datetime) -> Iterator[Row]:
    for page, number, plain in _as_stored(site):
        yield {
            "number": number,
            "determinant": plain.get("name"),
            "text": plain.get("text"),
            "address": address_of(site, page),
        }


def _determinant_pages(site: Site, now: dt.datetime) -> Iterator[Row]:
    """Two queries: the pages are fetched together, and those that not everybody may read are left out."""
    found = [(number, plain.get("name"), _keys(plain)) for _page, number, plain in _as_stored(site)]
    wanted = {key for _number, _name, keys in found for key in keys}
    pages = open_pages(site).in_bulk(wanted)
    for number, name, keys in found:
        for key in keys:
            if page := pages.get(key):
                yield {"number": number, "determinant": name, "page": page.title, "address": address_of(site, page)}


def _as_stored(site: Site) -> Iterator[tuple[Page, int, dict[str, Any]]]:
    """(page, number, what the editor filled in) of each determinant, with no query for the pages that it names."""
    pages = models.HealthDeterminantsPage.objects.descendant_of(site.root_page).live().filter(~is_restricted())
    number = 0
    for page in pages.iterator():
        for block in page.determinants.raw_data:
            number += 1
            yield page, number, block["value"]


def _keys(plain: dict[str, Any]) -> list[int]:
    """Of the pages in a list of choosers, each of which keeps its page as `value`."""
    given = (one["value"] if isinstance(one, dict) else one for one in plain.get("pages") or ())
    return [key for key in given if isinstance(key, int)]


DATASETS = (
    Dataset(
        "health-priority-points",
        "What the shared health priorities aim for",
        "The aims of each priority that is shared with health and care, and the areas for joint development.",
        columns(
            ("priority", "Name of the shared health priority"),
            ("kind", "Aim, or area for joint development"),
            ("number", "Its place in the list", "number"),
            ("title", "Its name, where it has one"),
            ("text", "What it says"),
            ("address", "The page of the priority", "address"),
        ),
        _points,
    ),
    Dataset(
        "health-determinants",
        "Determinants of health",
        "What shapes people's health.",
        columns(
            ("number", "Its place in the list", "number"),
            ("determinant", "Its name"),
            ("text", "How it shapes people's health"),
            ("address", "The page that lists them", "address"),
        ),
        _determinants,
    ),
    Dataset(
        "health-determinant-pages",
        "Where the strategy acts on determinants of health",
        "Pages of the strategy that bear on each determinant.",
        columns(
            ("number", "Number of the determinant", "number"),
            ("determinant", "Name of the determinant"),
            ("page", "Title of the page"),
            ("address", "The page", "address"),
        ),
        _determinant_pages,
    ),
)
