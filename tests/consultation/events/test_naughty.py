"""Whatever staff type about an event: its page, calendar file, feed and list stay whole."""

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET  # our own feed, read back
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from icalendar import Calendar

from consultation.events import calendar
from consultation.events.calendar import Publisher
from consultation.events.forms import can_be_seen
from consultation.models import Event
from consultation.participants.mail import can_be_subject
from tests.consultation.events.factories import EventFactory, EventsPageFactory
from tests.naughty import as_decoded, encoded, in_rotation

FIELDS = ("title", "summary", "audience", "venue_name", "venue_address", "how_to_get_in", "source")
RICH = ("description", "agenda", "note")
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


def as_editor_sends(text):
    """A paragraph as the rich text editor sends it."""
    line = {"key": "a", "type": "unstyled", "depth": 0, "text": as_decoded(text), "inlineStyleRanges": []}
    return json.dumps({"blocks": [line | {"entityRanges": []}], "entityMap": {}})


def event_form(area, data=None):
    """As staff get it, with no line in any of its tables."""
    made: Any = Event
    form_class = made.snippet_viewset._edit_handler.get_form_class()
    if data is not None:
        for table in form_class.formsets:
            data.update({f"{table}-TOTAL_FORMS": "0", f"{table}-INITIAL_FORMS": "0"})
    return form_class(data, instance=Event(site=area), for_user=User(username="jo", is_superuser=True))


def test_every_string_in_every_field_of_the_form(area):
    """Each is refused in words, or kept as typed (a link gets its “https”): nothing breaks, and nothing is cut."""
    texts = {
        name
        for name, field in event_form(area).fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field, forms.ChoiceField)
    }
    assert texts > {*FIELDS, "slug", "joining_link", "agenda", "note", "why"}
    names = sorted({*event_form(area).fields} - {"tells", "is_published", "is_demonstration", "note_is_published"})
    for given in in_rotation(names):
        sent: dict[str, object] = {
            name: as_editor_sends(text) if name in RICH else text for name, text in given.items()
        }
        bound = event_form(area, QueryDict(encoded(sent), mutable=True))
        bound.is_valid()
        for name in names:
            refused = [str(words) for words in bound.errors.get(name, [])]
            assert all(words.strip() for words in refused), name
            if name in texts and not refused and name not in (*RICH, "slug", "joining_link"):
                typed = as_decoded(given[name])
                kept = bound.cleaned_data[name]
                assert kept.split() == typed.split(), (name, given[name])


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
