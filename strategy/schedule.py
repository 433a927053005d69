"""What goes live, ends, opens and closes, and when. Other apps add their dates in `apps.ready()`.

A source is given a member of staff and a span, and returns the dates of what that person looks after that fall in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Revision

from strategy.attention import pages_of


@dataclass(frozen=True, order=True)
class Planned:
    """One date. `at` is a moment; `what` says what happens then, such as "Goes live"; `has_time` is false for a day.

    `address` is where staff edit what it is about.
    """

    at: dt.datetime
    what: str
    title: str
    address: str = field(compare=False)
    has_time: bool = field(default=True, compare=False)


type Source = Callable[[Any, dt.datetime, dt.datetime], Iterable[Planned]]

_sources: dict[str, Source] = {}


def register_dates(name: str, source: Source) -> None:
    """Add a source of dates. A second source of the name is a mistake."""
    if name in _sources and _sources[name] is not source:
        raise ValueError(f"There are two sources of dates called {name!r}.")
    _sources[name] = source


def planned(user: Any, start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """Every date that concerns `user` from `start` up to `end`, in order.

    As many queries as the sources need, for any number of dates.
    """
    return sorted(one for source in _sources.values() for one in source(user, start, end))


def where_edited(page: int | str) -> str:
    """The address at which staff edit the page of that number."""
    return reverse("wagtailadmin_pages:edit", args=[page])


def going_live(user: Any, start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """Drafts that an approver has scheduled. One query beside those for the permissions."""
    numbers = pages_of(user).annotate(number=Cast("pk", models.CharField())).order_by().values("number")
    due = Revision.page_revisions.filter(
        object_id__in=numbers, approved_go_live_at__gte=start, approved_go_live_at__lt=end
    ).values_list("approved_go_live_at", "object_str", "object_id")
    return [Planned(at, "Goes live", title, where_edited(page)) for at, title, page in due]


def expiring(user: Any, start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """Live pages that will be taken down. One query beside those for the permissions."""
    live = pages_of(user).filter(live=True, expire_at__gte=start, expire_at__lt=end)
    due = live.values_list("expire_at", "title", "pk")
    return [Planned(at, "Is taken down", title, where_edited(page)) for at, title, page in due]


register_dates("going live", going_live)
register_dates("expiring", expiring)
