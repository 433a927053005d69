"""“You said, we did” as data: the public rows, their themes, and the pages that they touched.

A row is in staff's words. How many raised a theme is a count of people like any other: a small one is withheld.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from wagtail.models import Site

from consultation.feedback.listing import Told, public_rows
from strategy.open_data import Dataset, Row, address_of, columns, day_of


def _shown(site: Site) -> Iterator[Told]:
    """Those that stand on a page which everybody may read. One query."""
    return (row for row in public_rows(site) if row.consultation or row.pages)


def _rows(site: Site, now: dt.datetime) -> Iterator[Row]:
    for row in _shown(site):
        yield {
            "row": row.id,
            "consultation": row.consultation.title if row.consultation else None,
            "asked": row.asked,
            "said": row.said,
            "answer": str(row.answer.label),
            "did": row.did,
            "date": str(row.date) if row.date else None,
            "source": row.source,
            "published": day_of(row.published_at),
            "corrected": day_of(row.corrected_at),
            "is demonstration": row.is_demonstration,
            "address": address_of(site, row.consultation) if row.consultation else None,
        }


def _themes(site: Site, now: dt.datetime) -> Iterator[Row]:
    for row in _shown(site):
        for theme in row.themes:
            yield {
                "row": row.id,
                "theme": theme["words"],
                "responses": theme["count"],
                "is withheld": theme["is_withheld"],
            }


def _pages(site: Site, now: dt.datetime) -> Iterator[Row]:
    for row in _shown(site):
        for page in row.pages:
            yield {"row": row.id, "page": page.title, "address": address_of(site, page)}


DATASETS = (
    Dataset(
        "you-said-we-did",
        "You said, we did",
        "What was asked, what people said, and what was done about it or why not.",
        columns(
            ("row", "Its number; it never changes", "number"),
            ("consultation", "Name of the consultation"),
            ("asked", "What was asked"),
            ("said", "The point that people made, in the words of those who read them"),
            ("answer", "What became of it: we did, we will, or we did not"),
            ("did", "What was done, or why not"),
            ("date", "When, as exactly as is known"),
            ("source", "The document or the meeting that decided it"),
            ("published", "The day on which this was published", "date"),
            ("corrected", "The day on which it was last corrected", "date"),
            ("is demonstration", "Whether it only shows how the site works", "boolean"),
            ("address", "The page of the consultation", "address"),
        ),
        _rows,
    ),
    Dataset(
        "you-said-themes",
        "Themes of what people said",
        "The themes behind each row of “you said, we did”, with how many raised each. Small numbers are withheld.",
        columns(
            ("row", "Number of the row", "number"),
            ("theme", "The theme"),
            ("responses", "How many responses raised it; empty when withheld or not stated", "number"),
            ("is withheld", "Whether the number is withheld: it is small", "boolean"),
        ),
        _themes,
    ),
    Dataset(
        "you-said-pages",
        "What “you said, we did” touched",
        "Pages of the strategy that each row touched.",
        columns(
            ("row", "Number of the row", "number"),
            ("page", "Title of the page"),
            ("address", "The page", "address"),
        ),
        _pages,
    ),
)
