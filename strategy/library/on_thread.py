"""What the library holds about an ambition, on its thread. No query of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F
from wagtail.models import Page

from strategy.models.library import LibraryItemPage
from strategy.thread import Part, Row, as_json

_COLUMNS = ("id", "title", "slug", "url_path", "date_on", "date_precision")
_MOST = 20


def rows_about(page: Page) -> Any:
    """An expression: the items about `page` that everybody may read, the newest first, for `read`."""
    items = LibraryItemPage.objects.public().about(page).newest_first()[:_MOST]
    return as_json(items, content_type_id=F("content_type"), **{name: F(name) for name in _COLUMNS})


def read(rows: list[Row]) -> list[LibraryItemPage]:
    """Pages to show, not to save."""
    return [
        LibraryItemPage(**row | {"date_on": dt.date.fromisoformat(row["date_on"]) if row["date_on"] else None})
        for row in rows
    ]


LIBRARY = Part(
    key="library",
    heading="In the library",
    order=22,
    template="strategy/thread/library.html",
    rows=rows_about,
    read=read,
)
