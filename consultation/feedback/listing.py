"""The public rows as pages show them, with their themes and the pages that they touched. One query for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, When
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Site

from consultation.events.small_numbers import FEWEST
from consultation.feedback.models import Answer, FeedbackRow, FeedbackTheme, FeedbackTouches
from strategy.dates import ApproximateDate, Precision
from strategy.restrictions import is_restricted
from strategy.thread import Part, Row, as_json

# What a page needs of a row; the names are those of its columns.
_COLUMNS = ("id", "asked", "said", "answer", "did", "done_on", "precision", "source", "published_at", "corrected_at")


@dataclass(frozen=True)
class Told:
    """A public row. `pages` are those that everybody may read; so is `consultation`, or None.

    `themes` have `words`, `count`, and `is_withheld` where so few raised it that the count is not told.
    """

    id: int
    asked: str
    said: str
    answer: Answer
    did: str
    date: ApproximateDate
    source: str
    published_at: dt.datetime | None
    corrected_at: dt.datetime | None
    themes: list[Row]
    pages: list[Page]
    consultation: Page | None
    is_demonstration: bool


def on_consultation(consultation: Page) -> Any:
    """What came of one consultation, in the editors' order: an expression, for `read`."""
    return ArraySubquery(
        FeedbackRow.objects.public().filter(consultation=consultation.pk).in_order().values_list(_row())
    )


def _row() -> Any:
    themes = FeedbackTheme.objects.filter(row=OuterRef("pk")).order_by("sort_order", "pk")
    open_pages = ~is_restricted("page__path") & Q(page__live=True)
    touches = FeedbackTouches.objects.filter(open_pages, row=OuterRef("pk")).order_by("sort_order", "pk")
    return JSONObject(
        **{name: F(name) for name in _COLUMNS},
        themes=as_json(themes, words=F("words"), count=F("count")),
        pages=as_json(touches, id=F("page"), title=F("page__title"), url_path=F("page__url_path")),
        consultation=_page_of("consultation"),
        is_demonstration=F("consultation__is_demonstration"),
    )


def _page_of(name: str) -> Any:
    page = JSONObject(id=F(f"{name}_id"), title=F(f"{name}__title"), url_path=F(f"{name}__url_path"))
    return Case(When(Q(**{f"{name}__live": True}) & ~is_restricted(f"{name}__path"), then=page))


def read(rows: list[Row]) -> list[Told]:
    return [
        Told(
            id=row["id"],
            asked=row["asked"],
            said=row["said"],
            answer=Answer(row["answer"]),
            did=row["did"],
            date=ApproximateDate(
                dt.date.fromisoformat(row["done_on"]) if row["done_on"] else None, Precision(row["precision"])
            ),
            source=row["source"],
            published_at=_moment(row["published_at"]),
            corrected_at=_moment(row["corrected_at"]),
            themes=[_without_small_count(theme) for theme in row["themes"]],
            pages=[Page(**page) for page in row["pages"]],
            consultation=Page(**row["consultation"]) if row["consultation"] else None,
            is_demonstration=row["is_demonstration"],
        )
        for row in rows
    ]


def public_rows(site: Site) -> Iterator[Told]:
    """Every public row of an area, consultation by consultation. One query."""
    rows = FeedbackRow.objects.public().filter(site=site).order_by("consultation__path", "place", "pk")
    for row in rows.values_list(_row(), flat=True).iterator():
        yield from read([row])


def _moment(text: str | None) -> dt.datetime | None:
    return parse_datetime(text) if text else None


def _without_small_count(theme: Row) -> Row:
    is_withheld = theme["count"] is not None and theme["count"] < FEWEST
    return theme | {"count": None if is_withheld else theme["count"], "is_withheld": is_withheld}


def _on_thread(page: Page) -> Any:
    return ArraySubquery(FeedbackRow.objects.public().about(page).in_order().values_list(_row()))


YOU_SAID = Part(
    key="you-said",
    heading="You said, we did",
    order=60,
    template="consultation/feedback/on_thread.html",
    rows=_on_thread,
    read=read,
)
