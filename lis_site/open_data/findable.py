"""The page of the open data as the search finds it. Its sets stand beside what they hold, which is found by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from wagtail.models import Site

from strategy.findable import Findable, Kind
from strategy.open_data import datasets

DATA = Kind("data", "Data", "Data", order=900)


def findable_data(site: Site, now: dt.datetime) -> Iterator[Findable]:
    """One, whatever the area. No query."""
    yield Findable(
        key="all",
        title="Open data",
        url=reverse("data:index"),
        summary="Everything on this site that is not personal, as CSV and JSON files to download.",
        text=", ".join(["Data sets", "licence", *(one.title for one in datasets())]),
    )
