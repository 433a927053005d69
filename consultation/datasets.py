"""What consultation publishes as data: nothing about a person, and no count so small that it tells of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from wagtail.models import Site

from consultation.dates import LONDON
from consultation.events.models import Event
from consultation.events.small_numbers import publishable
from consultation.events.snapshots import EngagementSnapshot
from consultation.pages import ConsultationPage
from strategy.open_data import Dataset, columns
from strategy.restrictions import is_restricted

type Row = dict[str, Any]


def _consultations(site: Site, now: dt.datetime) -> Iterator[Row]:
    home = site.root_page
    for page in ConsultationPage.objects.descendant_of(home).live().filter(~is_restricted()).iterator():
        yield {
            "title": page.title,
            "summary": page.summary,
            "opens": page.opens_on,
            "closes": page.closes_on,
            "address": f"{site.root_url}/{page.url_path.removeprefix(home.url_path)}",
        }


def _events(site: Site, now: dt.datetime) -> Iterator[Row]:
    for one in Event.objects.public().filter(site=site).order_by("starts_at", "pk").iterator():
        yield {
            "event": one.slug,
            "title": one.title,
            "kind": one.get_kind_display(),
            "date": str(one.date),
            "starts": one.starts_at.astimezone(LONDON).isoformat() if one.times_stated else None,
            "ends": one.ends_at.astimezone(LONDON).isoformat() if one.times_stated else None,
            "how": one.get_mode_display(),
            "venue": one.venue_name,
            "standing": one.get_standing_display(),
            "took place": one.get_outcome_display(),
            "people": one.attendance,
            "is demonstration": one.is_demonstration,
            "address": f"{site.root_url}{one.get_absolute_url()}",
        }


def _people(site: Site, now: dt.datetime) -> Iterator[Row]:
    counted = Event.objects.public().filter(site=site).exclude(attendance=None).order_by("starts_at", "pk")
    for event in counted.prefetch_related("people_by_kind", "people_by_district__district"):
        for by, counts in (
            (
                "kind of organisation",
                {str(line.get_kind_display()): line.people for line in event.people_by_kind.all()},
            ),
            ("district", {line.district.name: line.people for line in event.people_by_district.all()}),
        ):
            if sum(counts.values()) <= event.attendance:
                for name, people in publishable(counts, event.attendance).items():
                    yield {"event": event.slug, "by": by, "name": name, "people": people, "is withheld": people is None}


def _stated(site: Site, now: dt.datetime) -> Iterator[Row]:
    for one in EngagementSnapshot.objects.filter(site=site).iterator():
        yield {
            "statement": str(one),
            "also": one.also,
            "as at": str(one.date) if one.date else None,
            "document": one.document,
        }


DATASETS = (
    Dataset(
        "consultations",
        "Consultations",
        "What the public is or was asked.",
        columns(
            ("title", "Its name"),
            ("summary", "What it is about"),
            ("opens", "The first day", "date"),
            ("closes", "The last day, until 11:59pm", "date"),
            ("address", "Its page", "address"),
        ),
        _consultations,
    ),
    Dataset(
        "events",
        "Events",
        "What is coming and what is past.",
        columns(
            ("event", "Short name of the event; it never changes"),
            ("title", "Its name"),
            ("kind", "What kind of event it is"),
            ("date", "Its day, as exactly as is known"),
            ("starts", "Moment, where times are known", "date"),
            ("ends", "Moment, where times are known", "date"),
            ("how", "In person, online or both"),
            ("venue", "Where"),
            ("standing", "As planned, moved, postponed or cancelled"),
            ("took place", "Whether it is known to have taken place"),
            ("people", "How many came, where that was counted", "number"),
            ("is demonstration", "Whether it only shows how the site works", "boolean"),
            ("address", "Its page", "address"),
        ),
        _events,
    ),
    Dataset(
        "event-people",
        "Who was in the room",
        "People at events by kind of organisation and by district. Small numbers are withheld, and so are others that "
        "would give them away.",
        columns(
            ("event", "Short name of the event"),
            ("by", "What is counted by"),
            ("name", "The kind of organisation, or the district"),
            ("people", "How many; empty when withheld", "number"),
            ("is withheld", "Whether the number is withheld", "boolean"),
        ),
        _people,
    ),
    Dataset(
        "engagement-stated",
        "Engagement as documents state it",
        "Totals as they stand in documents. They overlap: do not add them.",
        columns(
            ("statement", "What the document counts"),
            ("also", "What it names besides"),
            ("as at", "The day it speaks of, as exactly as is known"),
            ("document", "The document"),
        ),
        _stated,
    ),
)
