"""A new event from an old one: its words, and nothing that happened to it."""

from __future__ import annotations

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
