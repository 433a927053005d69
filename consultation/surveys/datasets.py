"""Surveys as data: what was asked when. How many answered, and what, is told by the results once they are published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from wagtail.models import Site

from consultation.surveys.models import Survey
from strategy.open_data import Dataset, Row, columns


def _surveys(site: Site, now: dt.datetime) -> Iterator[Row]:
    for one in Survey.objects.public().filter(site=site).order_by("closes_on", "pk").iterator():
        yield {
            "survey": one.slug,
            "title": one.title,
            "summary": one.summary,
            "opens": one.opens_on,
            "closes": one.closes_on,
            "state": str(one.state_at(now).label),
            "held elsewhere": one.is_history,
            "is demonstration": one.is_demonstration,
            "address": f"{site.root_url}{one.get_absolute_url()}",
        }


DATASETS = (
    Dataset(
        "surveys",
        "Surveys",
        "What surveys there are and were.",
        columns(
            ("survey", "Short name of the survey; it never changes"),
            ("title", "Its name"),
            ("summary", "What it asks about, in a sentence"),
            ("opens", "The first day", "date"),
            ("closes", "The last day, until 11:59pm", "date"),
            ("state", "Where it stands today"),
            ("held elsewhere", "Whether this is only the record of a survey that this site did not hold", "boolean"),
            ("is demonstration", "Whether it only shows how the site works", "boolean"),
            ("address", "Its page", "address"),
        ),
        _surveys,
    ),
)
