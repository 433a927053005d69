"""Whatever staff type about an event: its page, calendar file, feed and list stay whole."""

import datetime as dt
import re
import xml.etree.ElementTree as ET  # our own feed, read back

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar

from consultation.events import calendar
from consultation.events.calendar import Publisher
from consultation.events.forms import can_be_seen
from consultation.models import Event
from consultation.participants.mail import can_be_subject
from tests.consultation.events.factories import EventFactory, EventsPageFactory
from tests.naughty import as_decoded, in_rotation

FIELDS = ("title", "summary", "audience", "venue_name", "venue_address", "how_to_get_in", "source")
MOST = 120


def taken(field, text):
    """What the form would hand on, or an empty text for what it refuses."""
    words = as_decoded(text)[:MOST].strip()
    words = " ".join(words.split()) if field == "title" else words
    try:
        (can_be_subject if field == "title" else can_be_seen)(words)
    except ValidationError:
        return "Refused"
    return words


def events():
    """Each string in each field."""
    return [{field: taken(field, text) for field, text in given.items()} for given in in_rotation(FIELDS)]


def test_every_string_in_a_calendar_file():
    now, ours = timezone.now(), Publisher("Testshire", "http://localhost")
    usual = {"SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "DESCRIPTION", "LOCATION", "LAST-MODIFIED"}
    for given in events():
        event = Event(starts_at=now, ends_at=now + dt.timedelta(hours=2), updated_at=now, slug="x", **given)
        (entry,) = Calendar.from_ical(calendar.event_calendar(event, ours)).events
        assert set(entry) <= usual | {"URL", "STATUS"}, given
        assert _words(str(entry["SUMMARY"])) == _words(event.title), given


def _words(text):
    """A mark of byte order is none of them."""
    return text.replace("\ufeff", "").split()


@pytest.mark.django_db
def test_every_string_on_the_pages_and_in_the_feed(client, tree):
    EventsPageFactory(parent=tree.home)
    past = timezone.now() - dt.timedelta(days=3)
    made = EventFactory.build_batch(len(events()), site=tree.site, starts_at=past, ends_at=past + dt.timedelta(hours=1))
    for event, given in zip(made, events(), strict=True):
        for field, text in given.items():
            setattr(event, field, text)
    Event.objects.bulk_create(made)
    for start in range(0, len(made), 50):  # the feed has room for fifty
        Event.objects.update(is_published=False)
        Event.objects.filter(pk__in=[event.pk for event in made[start : start + 50]]).update(is_published=True)
        assert len(ET.fromstring(client.get("/events/feed.atom").content)) > 50 or start + 50 > len(made)  # noqa: S314
        Calendar.from_ical(client.get("/events/calendar.ics").content)
        shown = client.get("/events/?when=past").text
        page = client.get(made[start].get_absolute_url())
        assert page.status_code == 200
        assert not re.search(
            r"<script>(alert|top)|<(img|svg|iframe|math|base)\b(?! ?[^>]*aria-hidden)", shown + page.text
        )
