"""Calendar files (RFC 5545): one event, or the events of an area to subscribe to. No names, no joining link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur
from icalendar import Event as CalendarEvent

from consultation.dates import LONDON
from consultation.events.choices import Mode
from consultation.events.models import Event
from strategy.dates import Precision

CONTENT_TYPE = "text/calendar; charset=utf-8"
_PRODUCT = "-//Local Industrial Strategy//Events//EN"
REFRESH = dt.timedelta(hours=6)


@dataclass(frozen=True)
class Publisher:
    """Who publishes the events: `root` is the address of the site, without a slash at its end."""

    name: str
    root: str
    email: str = ""
    site_id: int = 0


def has_a_day(event: Event) -> bool:
    """Whether it can stand in a calendar: one of which only the month or year is known cannot."""
    return event.precision == Precision.DAY


def event_calendar(event: Event, publisher: Publisher, *, without_you: bool = False) -> bytes:
    """The file of one event. When it is off, the file takes it out of the calendar that has it.

    So it does `without_you`: for somebody who has no place at it any more.
    """
    stays = event.goes_ahead and not without_you
    calendar = _calendar(publisher.name, method="PUBLISH" if stays else "CANCEL")
    calendar.add_component(_entry(event, publisher, stays=stays))
    return bytes(calendar.to_ical())


def feed_calendar(events: Iterable[Event], publisher: Publisher) -> bytes:
    """All of `events` that have a day, to subscribe to; those that are off say so."""
    calendar = _calendar(f"Events: {publisher.name}", method="PUBLISH")
    calendar.add("X-WR-TIMEZONE", LONDON.key)
    calendar.refresh_interval = REFRESH
    for event in events:
        if has_a_day(event):
            calendar.add_component(_entry(event, publisher, stays=event.goes_ahead))
    return bytes(calendar.to_ical())


def _calendar(name: str, *, method: str) -> Calendar:
    calendar = Calendar.new(name=name, prodid=_PRODUCT, method=method, calscale="GREGORIAN", language="en-GB")
    calendar.pop("UID", None)  # a new one each time would make the same file differ
    calendar.add_component(_london())
    return calendar


def _entry(event: Event, publisher: Publisher, *, stays: bool) -> CalendarEvent:
    if event.times_stated:
        start: dt.date = event.starts_at.astimezone(LONDON)
        end: dt.date = event.ends_at.astimezone(LONDON)
    else:  # whole days; the end is the day after the last
        start, end = event.first_day, event.last_day + dt.timedelta(days=1)
    url = publisher.root + event.get_absolute_url()
    entry = CalendarEvent.new(
        uid=str(event.uid),
        sequence=event.sequence,
        stamp=event.updated_at.astimezone(dt.UTC),
        last_modified=event.updated_at.astimezone(dt.UTC),
        start=start,
        end=end,
        summary=event.title if event.goes_ahead else f"{event.get_standing_display()}: {event.title}",
        description=f"{event.summary}\n\n{url}".strip(),
        location=place_of(event) or None,
        url=url,
    )
    entry.add("STATUS", "CONFIRMED" if stays else "CANCELLED")
    if publisher.email:
        organizer = vCalAddress(f"mailto:{publisher.email}")
        organizer.params["CN"] = publisher.name
        entry.add("ORGANIZER", organizer)
    return entry


def place_of(event: Event) -> str:
    """Where it is, in one line: "Magna Park, Lutterworth", "Online"; empty when not stated."""
    lines = [event.venue_name, *event.venue_address.splitlines()]
    venue = ", ".join(line.strip(" ,") for line in lines if line.strip(" ,"))
    if event.mode == Mode.ONLINE:
        return "Online"
    return f"{venue} and online" if event.mode == Mode.BOTH and venue else venue


@cache
def _london() -> Timezone:
    """The rules of London's clocks since 1996. Written out: a file must not depend on what the reader knows of it."""
    zone = Timezone()
    zone.add("TZID", LONDON.key)
    for kind, name, month, hour, before, after in (
        (TimezoneDaylight, "BST", 3, 1, 0, 1),
        (TimezoneStandard, "GMT", 10, 2, 1, 0),
    ):
        rule = kind()
        rule.add("DTSTART", dt.datetime(1996, month, 31 if month == 3 else 27, hour))  # noqa: DTZ001 - local by definition
        rule.add("TZOFFSETFROM", dt.timedelta(hours=before))
        rule.add("TZOFFSETTO", dt.timedelta(hours=after))
        rule.add("TZNAME", name)
        rule.add("RRULE", vRecur(FREQ="YEARLY", BYMONTH=month, BYDAY="-1SU"))
        zone.add_component(rule)
    return zone
