"""Events as data: what is coming and past, what each is about, and who was in the room, with no small number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from wagtail.models import Site

from consultation.dates import LONDON
from consultation.events.choices import Standing
from consultation.events.models import Event, EventDecision, EventSubject
from consultation.events.small_numbers import publishable
from consultation.events.snapshots import EngagementSnapshot
from strategy.models import District
from strategy.open_data import Dataset, Row, address_of, columns
from strategy.restrictions import open_pages


def _events(site: Site, now: dt.datetime) -> Iterator[Row]:
    districts = District.objects.filter(events=OuterRef("pk")).order_by("name").values("name")
    decided = EventDecision.objects.filter(event=OuterRef("pk")).values("why")
    events = (
        Event.objects.public().filter(site=site).annotate(where=ArraySubquery(districts), why=Subquery(decided[:1]))
    )
    for one in events.order_by("starts_at", "pk").iterator():
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
            "summary": one.summary,
            "who it is for": one.audience,
            "districts": "; ".join(one.where),
            "why": one.why if one.standing != Standing.AS_PLANNED else None,
            "source": one.source,
        }


def _pages(site: Site, now: dt.datetime) -> Iterator[Row]:
    """Its sector first, then what editors named besides. Two queries."""
    events, pages = Event.objects.public().filter(site=site), open_pages(site).values("pk")
    of_sectors = events.filter(sector__in=pages).select_related("sector").order_by("starts_at", "pk")
    named = EventSubject.objects.filter(event__in=events.values("pk"), page__in=pages).select_related("event", "page")
    lines = named.order_by("event__starts_at", "event", "sort_order", "pk").iterator()
    by_sector = ((one, one.sector) for one in of_sectors.iterator())
    for event, page in chain(by_sector, ((line.event, line.page) for line in lines)):
        yield {"event": event.slug, "page": page.title, "address": address_of(site, page)}


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
            "number": one.people,
            "unit": str(one.get_unit_display()) if one.people is not None else None,
            "how exact": str(one.get_people_qualifier_display()) if one.people is not None else None,
            "events": one.events,
        }


DATASETS = (
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
            ("summary", "What it is, in a sentence"),
            ("who it is for", "Whom it is meant for"),
            ("districts", "The districts it is for, parted by semicolons"),
            ("why", "Why it was moved, postponed or cancelled"),
            ("source", "For an event of the past: the document or the record that states it"),
        ),
        _events,
    ),
    Dataset(
        "event-pages",
        "What events are about",
        "Pages of the strategy that an event is about.",
        columns(
            ("event", "Short name of the event"),
            ("page", "Title of the page"),
            ("address", "The page", "address"),
        ),
        _pages,
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
            ("number", "How many people or businesses it counts", "number"),
            ("unit", "People or businesses"),
            ("how exact", "Exactly so many, or as the document words it"),
            ("events", "How many events it counts", "number"),
        ),
        _stated,
    ),
)
