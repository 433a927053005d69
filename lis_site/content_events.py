"""Reads `events.yaml` of an area into its events and stated totals. Adds what is missing; overwrites nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from consultation.dates import london_moment
from consultation.events.decisions import save_event
from consultation.events.forms import bounds
from consultation.models import EngagementSnapshot, Event, EventSubject
from lis_site.content_round_tables import add_round_table
from strategy.dates import Precision
from strategy.models import District

type Entry = dict[str, Any]

_RICH = ("description", "agenda", "note")


def add_events(
    site: Site, content: Entry, *, today: dt.date, find: Callable[[str], Page], linked: Callable[..., Any]
) -> None:
    """Add the events and totals of `content` to `site`. `find` gives a page by its path, `linked` sets links.

    What has no `day` of its own is `weeks_ahead` of `today`, on a `weekday` counted from Monday, 0.
    """
    for entry in content.get("snapshots") or []:
        document = entry["document"]
        EngagementSnapshot.objects.get_or_create(site=site, document=document, defaults=_without_none(entry))
    there = set(Event.objects.filter(site=site).values_list("slug", flat=True))
    for entry in content.get("events") or []:
        if entry["slug"] not in there:
            _add(site, _dated(dict(entry), today), find, linked)


def _add(site: Site, entry: Entry, find: Callable[[str], Page], linked: Callable[..., Any]) -> None:
    round_table = entry.pop("round_table", None)
    subjects = [find(path) for path in entry.pop("about", None) or []]
    districts = District.objects.filter(site=site, name__in=entry.pop("districts", None) or [])
    for name in ("sector", "consultation"):
        if path := entry.pop(name, None):
            entry[name] = find(path).specific
    day, starts, ends = entry.pop("day"), entry.pop("starts", None), entry.pop("ends", None)
    precision = entry.setdefault("precision", Precision.DAY)
    if starts:
        moments = (london_moment(day, dt.time.fromisoformat(starts)), london_moment(day, dt.time.fromisoformat(ends)))
    else:
        moments = bounds(day, None, precision)
    entry |= {name: linked(entry[name]) for name in _RICH if name in entry}
    event = Event(
        site=site, starts_at=moments[0], ends_at=moments[1], times_stated=bool(starts), is_published=True, **entry
    )
    save_event(event=event, why="", by=None, now=timezone.now())
    event.districts.set(districts)
    event.subjects.set([EventSubject(page=page, sort_order=order) for order, page in enumerate(subjects)])
    event.save()
    if round_table:
        add_round_table(event, round_table)


def _dated(entry: Entry, today: dt.date) -> Entry:
    if "weeks_ahead" in entry:
        monday = today - dt.timedelta(days=today.weekday())
        entry["day"] = monday + dt.timedelta(weeks=entry.pop("weeks_ahead"), days=entry.pop("weekday"))
    return entry


def _without_none(entry: Entry) -> Entry:
    return {name: value for name, value in entry.items() if value is not None}
