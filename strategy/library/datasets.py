"""The library as data: what is in it, what was recommended to boards, and every number of every series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef
from wagtail.models import Site

from strategy import models
from strategy.models.foundation import lettered
from strategy.models.library import public_library
from strategy.open_data import Dataset, Row, address_of, columns, in_plain_words
from strategy.restrictions import open_pages


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


def _subjects(site: Site, now: dt.datetime) -> Iterator[Row]:
    pages = open_pages(site).values("pk")
    rows = models.LibrarySubject.objects.filter(item__in=public_library(site).values("pk"), page__in=pages)
    for one in rows.select_related("item", "page").order_by("item__path", "sort_order", "pk").iterator():
        yield {
            "title": one.item.title,
            "item": address_of(site, one.item),
            "page": one.page.title,
            "address": address_of(site, one.page),
        }


def _studies(site: Site, now: dt.datetime) -> Iterator[Row]:
    for one in models.EvidencePage.objects.descendant_of(site.root_page).public().newest_first().iterator():
        yield {
            "title": one.title,
            "summary": one.summary,
            "date": str(one.date) if one.date else None,
            "done by": one.done_by,
            "method": one.method,
            "findings": in_plain_words(one.findings),
            "source": one.source,
            "address": address_of(site, one),
        }


def _recommendations(site: Site, now: dt.datetime) -> Iterator[Row]:
    papers = public_library(site).values("pk")
    is_open = Exists(open_pages(site).filter(pk=OuterRef("about")))
    rows = models.BoardRecommendation.objects.filter(paper__in=papers).annotate(about_is_open=is_open)
    rows = rows.select_related("paper", "about").order_by("paper__path", "sort_order", "pk").iterator()
    for _, of_one in groupby(rows, key=lambda one: one.paper_id):
        recommended: list[tuple[str, Any]] = lettered(list(of_one))
        for letter, one in recommended:
            yield {
                "paper": one.paper.title,
                "board": one.paper.board,
                "recommendation": one.text,
                "decision": one.decision,
                "decided": str(one.decided) if one.decided else None,
                "letter": letter,
                "address": address_of(site, one.paper),
                "about": address_of(site, one.about) if one.about_is_open else None,
            }


def _indicators(site: Site, now: dt.datetime) -> Iterator[Row]:
    return _numbers(site, public_library(site))


def one_indicator(site: Site, slug: str) -> Iterator[Row] | None:
    """The rows of that indicator alone; None where the public reads no such indicator."""
    found = public_library(site).filter(content_type__model="indicatorpage", slug=slug)
    return _numbers(site, found) if found.exists() else None


def _numbers(site: Site, pages: Any) -> Iterator[Row]:
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
            "target year": one.page.target_year,
            "next release": one.page.next_release,
            "address": address_of(site, one.page),
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
        "library-pages",
        "What the library is about",
        "Pages of the strategy that something in the library is about.",
        columns(
            ("title", "Title of what is in the library"),
            ("item", "Its page", "address"),
            ("page", "Title of the page of the strategy"),
            ("address", "The page of the strategy", "address"),
        ),
        _subjects,
    ),
    Dataset(
        "evidence-reports",
        "Evidence reports",
        "The studies, calls and advice that the strategy rests on: who did them, how, and what they found.",
        columns(
            ("title", "Its title"),
            ("summary", "What it says, in a sentence"),
            ("date", "Its date, as exactly as is known"),
            ("done by", "Who did it; empty where that is not stated"),
            ("method", "How it was done; empty where that is not stated"),
            ("findings", "Its main findings; empty where they are not stated"),
            ("source", "The document it is told from"),
            ("address", "Its page", "address"),
        ),
        _studies,
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
            ("letter", "Its letter in the paper"),
            ("address", "The page of the paper", "address"),
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
            ("target year", "By when the target is to be met", "number"),
            ("next release", "When the next number is due"),
            ("address", "The page of the indicator", "address"),
        ),
        _indicators,
    ),
)
