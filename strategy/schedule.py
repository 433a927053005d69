"""What goes live, ends, opens and closes, and when. Other apps add their dates in `apps.ready()`.

A source is given the pages of one member of staff and a span, and returns the dates of those pages that fall in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models.functions import Cast
from wagtail.models import Revision


@dataclass(frozen=True, order=True)
class Planned:
    """One date. `at` is a moment; `what` says what happens then, such as "Goes live"; `has_time` is false for a day."""

    at: dt.datetime
    what: str
    title: str
    page_id: int = field(compare=False)
    has_time: bool = field(default=True, compare=False)


type Source = Callable[[models.QuerySet[Any], dt.datetime, dt.datetime], Iterable[Planned]]

_sources: dict[str, Source] = {}


def register_dates(name: str, source: Source) -> None:
    """Add a source of dates. A second source of the name is a mistake."""
    if name in _sources and _sources[name] is not source:
        raise ValueError(f"There are two sources of dates called {name!r}.")
    _sources[name] = source


def planned(pages: models.QuerySet[Any], start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """Every date of `pages` from `start` up to `end`, in order. As many queries as the sources need, for any number."""
    return sorted(one for source in _sources.values() for one in source(pages, start, end))


def going_live(pages: models.QuerySet[Any], start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """Drafts that an approver has scheduled. One query."""
    numbers = pages.annotate(number=Cast("pk", models.CharField())).order_by().values("number")
    due = Revision.page_revisions.filter(
        object_id__in=numbers, approved_go_live_at__gte=start, approved_go_live_at__lt=end
    ).values_list("approved_go_live_at", "object_str", "object_id")
    return [Planned(at, "Goes live", title, int(page)) for at, title, page in due]


def expiring(pages: models.QuerySet[Any], start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """Live pages that will be taken down. One query."""
    due = pages.filter(live=True, expire_at__gte=start, expire_at__lt=end).values_list("expire_at", "title", "pk")
    return [Planned(at, "Is taken down", title, page) for at, title, page in due]


register_dates("going live", going_live)
register_dates("expiring", expiring)
