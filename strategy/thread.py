"""The golden thread of an ambition: what it rests on, what people said and what changed, in one place.

Its parts come from a register that each app fills in `apps.ready()`, so that this one need not know of the others:

    register_part(Part("events", "Conversations", 40, "consultation/thread/events.html", rows=..., read=...))

A part names its rows as one expression that gives a list of JSON, and all parts are fetched by one query: a page has
few to spend.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject
from wagtail.models import Page

type Row = dict[str, Any]


def _nothing_turns(things: Sequence[Any], now: dt.datetime) -> dt.datetime | None:
    return None


@dataclass(frozen=True)
class Part:
    """One kind of thing on the thread. Parts stand in the order of `order`; those without things are left out.

    rows(page)        an expression that gives a list of rows as JSON, such as `as_json` makes; it runs no query
    read(rows)        what the template shows as `things`
    turns(things, now) the next moment at which the clock alone changes what is shown, if any
    """

    key: str
    heading: str
    order: int
    template: str
    rows: Callable[[Page], Any]
    read: Callable[[list[Row]], Sequence[Any]] = list
    turns: Callable[[Sequence[Any], dt.datetime], dt.datetime | None] = _nothing_turns


@dataclass(frozen=True)
class Strand:
    """A part of the thread of one page, with what is on it."""

    part: Part
    things: Sequence[Any]
    turns_at: dt.datetime | None


_parts: dict[str, Part] = {}


def register_part(part: Part) -> None:
    """Add a part to the thread of every ambition. A second part of the same key is a mistake."""
    if _parts.get(part.key, part) != part:
        raise ValueError(f"There are two parts of the thread called {part.key!r}.")
    _parts[part.key] = part


def thread_of(page: Page, now: dt.datetime) -> list[Strand]:
    """The parts that hold something about `page`, in order. One query; none for a page that is not saved yet."""
    if page.pk is None:
        return []
    parts = sorted(_parts.values(), key=lambda part: (part.order, part.key))
    found = Page.objects.filter(pk=page.pk).values_list(*(part.rows(page) for part in parts)).first() or ()
    strands = []
    for part, rows in zip(parts, found, strict=False):
        things = part.read(rows)
        if things:
            strands.append(Strand(part, things, part.turns(things, now)))
    return strands


def as_json(rows: models.QuerySet[Any], **columns: Any) -> ArraySubquery:
    """The rows of a queryset, in its order, as a list of JSON objects with these columns."""
    return ArraySubquery(rows.values(as_one_value=JSONObject(**columns)))
