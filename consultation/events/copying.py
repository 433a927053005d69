"""A new event from an old one: its words, and nothing that happened to it."""

from __future__ import annotations

import datetime as dt

from django.utils.text import slugify
from wagtail.models import Site

from consultation.events.models import Event, EventPaper, EventSubject

_WORDS = (
    "site",
    "title",
    "kind",
    "summary",
    "description",
    "agenda",
    "audience",
    "mode",
    "venue_name",
    "venue_address",
    "how_to_get_in",
    "access_information",
    "sector",
    "consultation",
    "is_demonstration",
)


def copied(event: Event) -> Event:
    """An unsaved draft with the words of `event`, its districts, papers and subjects.

    It has no date, address, calendar entry, joining link, decision, attendance or note.
    """
    copy = Event(**{name: getattr(event, name) for name in _WORDS})
    copy.districts.set(event.districts.all())
    copy.papers.set([EventPaper(document=line.document) for line in event.papers.select_related("document")])
    copy.subjects.set([EventSubject(page=line.page) for line in event.subjects.select_related("page")])
    return copy


def free_slug(*, site: Site | None, title: str, day: dt.date) -> str:
    """An address from the title and the date, with a number when that is taken. One query."""
    stem = f"{slugify(title)[:60] or 'event'}-{day:%Y-%m-%d}"
    taken = set(Event.objects.filter(site=site, slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
