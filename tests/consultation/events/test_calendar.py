"""Calendar files, read back with the library: zone, identity, sequence, cancellation, and nothing private."""

import datetime as dt

import pytest
from django.utils import timezone
from icalendar import Calendar

from consultation.dates import LONDON
from consultation.events.decisions import cancel, postpone, save_event
from tests.consultation.events.factories import EventFactory, london
from tests.strategy.factories import make_area

LINK = "https://meet.example/secret-room"


@pytest.fixture
def event(area):
    return EventFactory(
        site=area,
        title="Ideas; and, more",
        summary="Tea\nand talk",
        venue_name="Town Hall",
        venue_address="1 High Street\r\nTesttown",
        joining_link=LINK,
        mode="both",
    )


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert LINK not in response.text
    assert "ATTENDEE" not in response.text
    return Calendar.from_ical(response.content)


def test_it_reads_back_as_it_was(client, event):
    calendar = read(client, f"{event.get_absolute_url()}calendar.ics")
    assert calendar["METHOD"] == "PUBLISH"
    (entry,) = calendar.events
    assert entry.start == event.starts_at
    assert entry["DTSTART"].params["TZID"] == "Europe/London"
    assert (entry.start.hour, entry.end - entry.start) == (10, dt.timedelta(hours=2))
    assert entry["SUMMARY"] == "Ideas; and, more"
    assert entry["LOCATION"] == "Town Hall, 1 High Street, Testtown and online"
    assert entry["UID"] == str(event.uid)
    assert (entry["SEQUENCE"], entry["STATUS"]) == (0, "CONFIRMED")


def test_the_zone_travels_with_it_and_turns_at_the_right_hour(client, event):
    calendar = read(client, f"{event.get_absolute_url()}calendar.ics")
    assert calendar.get_missing_tzids() == set()
    (zone,) = calendar.timezones
    ours = zone.to_tz(lookup_tzid=False)
    for wall in (london(2027, 3, 28, 0, 59), london(2027, 3, 28, 2), london(2027, 10, 31, 2), london(2030, 7, 1, 9)):
        assert wall.replace(tzinfo=ours).utcoffset() == wall.utcoffset(), wall


def test_it_is_the_same_file_each_time(client, event):
    url = f"{event.get_absolute_url()}calendar.ics"
    assert client.get(url).content == client.get(url).content


def test_a_change_raises_the_sequence_and_keeps_the_identity(client, event):
    event.starts_at, event.ends_at = london(2030, 5, 15, 10), london(2030, 5, 15, 12)
    save_event(event=event, why="Moved by a day.", by=None, now=timezone.now())
    (entry,) = read(client, f"{event.get_absolute_url()}calendar.ics").events
    assert (entry["SEQUENCE"], entry["UID"], entry.start.day) == (1, str(event.uid), 15)


@pytest.mark.parametrize("decide", [cancel, postpone])
def test_one_that_is_off_takes_itself_out_of_the_calendar(client, event, decide):
    decide(event=event, why="Flood.", by=None, now=timezone.now())
    calendar = read(client, f"{event.get_absolute_url()}calendar.ics")
    assert calendar["METHOD"] == "CANCEL"
    (entry,) = calendar.events
    assert (entry["STATUS"], entry["SEQUENCE"], entry["UID"]) == ("CANCELLED", 1, str(event.uid))


def test_the_feed_has_the_public_events_of_the_area(client, event, area):
    other = EventFactory(site=make_area("there.localhost", "Thereshire", is_default=False))
    draft = EventFactory(site=area, is_published=False)
    vague = EventFactory(
        site=area, precision="month", times_stated=False, starts_at=london(2030, 9, 1), ends_at=london(2030, 10, 1)
    )
    day = EventFactory(site=area, times_stated=False, starts_at=london(2030, 9, 1), ends_at=london(2030, 9, 2))
    cancel(event=event, why="Flood.", by=None, now=timezone.now())
    calendar = read(client, "/events/calendar.ics")
    assert calendar["METHOD"] == "PUBLISH"
    found = {entry["UID"]: entry for entry in calendar.events}
    assert set(found) == {str(event.uid), str(day.uid)}
    assert not {str(other.uid), str(draft.uid), str(vague.uid)} & set(found)
    assert found[str(event.uid)]["STATUS"] == "CANCELLED"
    assert (found[str(day.uid)].start, found[str(day.uid)].end) == (dt.date(2030, 9, 1), dt.date(2030, 9, 2))


def test_a_month_is_no_calendar_entry(client, area):
    vague = EventFactory(
        site=area, precision="month", times_stated=False, starts_at=london(2019, 9, 1), ends_at=london(2019, 10, 1)
    )
    assert client.get(f"{vague.get_absolute_url()}calendar.ics").status_code == 404
    assert "calendar.ics" not in client.get(vague.get_absolute_url()).text


def test_created_in_winter_for_summer_it_keeps_its_hour(client, event):
    (entry,) = read(client, f"{event.get_absolute_url()}calendar.ics").events
    assert entry.start.astimezone(LONDON).hour == 10
    assert entry.start.astimezone(dt.UTC).hour == 9
