"""Events as the search of the site finds them; round tables are a kind of their own, for they are asked for by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.html import strip_tags
from wagtail.models import Site

from consultation.events.calendar import place_of
from consultation.events.choices import Kind
from consultation.events.models import Event
from strategy.findable import Findable, register_kind
from strategy.findable import Kind as Found


def register() -> None:
    register_kind(Found("round-table", "Round table", "Round tables", order=75), records=round_tables)
    register_kind(Found("event", "Event", "Events", order=80), records=other_events)


def round_tables(site: Site, now: dt.datetime) -> Iterator[Findable]:
    """The published round tables of the area. One query."""
    for event in Event.objects.public().filter(site=site, kind=Kind.ROUND_TABLE).order_by("pk"):
        yield _findable(event, now)


def other_events(site: Site, now: dt.datetime) -> Iterator[Findable]:
    """The other published events of the area. One query."""
    for event in Event.objects.public().filter(site=site).exclude(kind=Kind.ROUND_TABLE).order_by("pk"):
        yield _findable(event, now)


def _findable(event: Event, now: dt.datetime) -> Findable:
    """What its page says of it, and nothing that its page does not."""
    note = event.note if event.note_is_published else ""
    rich = [strip_tags(html.replace("<", " <")) for html in (event.description, event.agenda, note) if html]
    plain = [event.audience, place_of(event), event.how_to_get_in, event.access_information]
    standing = "" if event.goes_ahead else f"{event.get_standing_display()}."
    return Findable(
        key=str(event.pk),
        title=event.title,
        url=event.get_absolute_url(),
        summary=" ".join(words for words in (standing, f"{event.when}.", event.summary) if words),
        text="\n".join(words for words in (*plain, *rich) if words),
        is_past=event.ends_at <= now,
    )
