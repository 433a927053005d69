"""An event as schema.org describes one, for search engines."""

from __future__ import annotations

from typing import Any

from consultation.dates import LONDON
from consultation.events.calendar import Publisher
from consultation.events.choices import Mode, Standing
from consultation.events.models import Event, EventDecision

_STATUS = {
    Standing.AS_PLANNED: "EventScheduled",
    Standing.MOVED: "EventRescheduled",
    Standing.POSTPONED: "EventPostponed",
    Standing.CANCELLED: "EventCancelled",
}
_ATTENDANCE = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.BOTH: "MixedEventAttendanceMode",
}


def structured(event: Event, publisher: Publisher, decision: EventDecision | None) -> dict[str, Any]:
    """What is known of the event, and nothing else. The place online is its page, never its joining link."""
    url = publisher.root + event.get_absolute_url()
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "url": url,
        "eventStatus": f"https://schema.org/{_STATUS[Standing(event.standing)]}",
        "organizer": {"@type": "Organization", "name": publisher.name, "url": publisher.root},
        "startDate": event.date.machine,
    }
    if event.times_stated:
        found["startDate"] = event.starts_at.astimezone(LONDON).isoformat()
        found["endDate"] = event.ends_at.astimezone(LONDON).isoformat()
    if event.summary:
        found["description"] = event.summary
    if event.standing == Standing.MOVED and decision and decision.was_start and decision.was_start != event.starts_at:
        found["previousStartDate"] = decision.was_start.astimezone(LONDON).isoformat()
    mode = Mode(event.mode)
    if mode in _ATTENDANCE:
        found["eventAttendanceMode"] = f"https://schema.org/{_ATTENDANCE[mode]}"
    places: list[dict[str, Any]] = []
    if event.venue_name:
        place: dict[str, Any] = {"@type": "Place", "name": event.venue_name}
        places.append(place | ({"address": event.venue_address} if event.venue_address else {}))
    if mode in (Mode.ONLINE, Mode.BOTH):
        places.append({"@type": "VirtualLocation", "url": url})
    if places:
        found["location"] = places[0] if len(places) == 1 else places
    return {name: value for name, value in found.items() if value}
