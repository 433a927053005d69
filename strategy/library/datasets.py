"""The library as data: what is in it, what was recommended to boards, and every number of every series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from wagtail.models import Site

from strategy import models
from strategy.models.library import public_library
from strategy.open_data import Dataset, Row, address_of, columns


def _library(site: Site, now: dt.datetime) -> Iterator[Row]:
    for one in public_library(site).newest_first().iterator():
        yield {
            "kind": one.kind_in_words,
            "title": one.title,
            "summary": one.summary,
            "date": str(one.date) if one.date else None,
            "source": one.source,
            "address": address_of(site, one),
        }


def _recommendations(site: Site, now: dt.datetime) -> Iterator[Row]:
    papers = public_library(site).values("pk")
    rows = models.BoardRecommendation.objects.filter(paper__in=papers).select_related("paper", "about")
    for one in rows.order_by("paper__path", "sort_order").iterator():
        yield {
            "paper": one.paper.title,
            "board": one.paper.board,
            "recommendation": one.text,
            "decision": one.decision,
            "decided": str(one.decided) if one.decided else None,
            "about": address_of(site, one.about) if one.about and one.about.live else None,
        }


def _indicators(site: Site, now: dt.datetime) -> Iterator[Row]:
    return _numbers(public_library(site))


def one_indicator(site: Site, slug: str) -> Iterator[Row] | None:
    """The rows of that indicator alone; None where the public reads no such indicator."""
    found = public_library(site).filter(content_type__model="indicatorpage", slug=slug)
    return _numbers(found) if found.exists() else None


def _numbers(pages: Any) -> Iterator[Row]:
    rows = models.IndicatorValue.objects.filter(page__in=pages.values("pk")).select_related("page")
    for one in rows.order_by("page__path", "on").iterator():
        yield {
            "indicator": one.page.slug,
            "title": one.page.title,
            "unit": one.page.unit,
            "what is good": one.page.get_direction_display(),
            "target": _exactly(one.page.target),
            "from": one.on,
            "period": one.period,
            "value": _exactly(one.value),
            "standing": one.get_standing_display(),
            "is break": one.is_break,
            "note": one.note,
            "source": one.page.source,
            "first published as": _exactly(one.first_published_as),
        }


def _exactly(number: Decimal | None) -> Decimal | None:
    """Without the zeros that storing adds: they would claim to be measured."""
    return None if number is None else Decimal(f"{number.normalize():f}")


INDICATORS = "indicators"

DATASETS = (
    Dataset(
        "library",
        "Library",
        "News, publications, evidence, board papers and indicators.",
        columns(
            ("kind", "What kind of page it is"),
            ("title", "Its title"),
            ("summary", "What it says, in a sentence"),
            ("date", "Its date, as exactly as is known"),
            ("source", "The document it is told from"),
            ("address", "Its page", "address"),
        ),
        _library,
    ),
    Dataset(
        "recommendations",
        "Recommendations to boards",
        "What papers recommended, and what was decided, as far as that is known.",
        columns(
            ("paper", "Title of the paper"),
            ("board", "The board it went to"),
            ("recommendation", "What the board was asked to do"),
            ("decision", "What was decided; empty where no decision is known"),
            ("decided", "When, as exactly as is known"),
            ("about", "The page that the recommendation is about, where one is named", "address"),
        ),
        _recommendations,
    ),
    Dataset(
        INDICATORS,
        "Indicators",
        "Every number of every series.",
        columns(
            ("indicator", "Short name of the indicator"),
            ("title", "What is measured"),
            ("unit", "In what"),
            ("what is good", "Whether higher or lower is better"),
            ("target", "The target of a commitment; empty for an outcome", "number"),
            ("from", "First day of the period", "date"),
            ("period", "The period as it reads"),
            ("value", "The number", "number"),
            ("standing", "Final, provisional or revised"),
            ("is break", "Whether the series breaks here: not comparable with the numbers before", "boolean"),
            ("note", "What to know about the number"),
            ("source", "Where the numbers come from"),
            ("first published as", "What a revised number was when it first came out, where that is stated", "number"),
        ),
        _indicators,
    ),
)
