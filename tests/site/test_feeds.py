"""Feeds and calendars are read by libraries that had no part in making them."""

import datetime as dt

import feedparser
import pytest
import vobject
from django.utils import timezone
from wagtail.models import Site

from consultation.events.decisions import cancel
from consultation.round_tables import booking
from consultation.round_tables.booking import Details
from strategy.tracker.changes import noting_changes
from tests.consultation.events.factories import EventFactory, london
from tests.consultation.round_tables.factories import NOW, again, book, mails, make_round_table, token_in
from tests.strategy.library_factories import LibraryPageFactory, NewsPageFactory, PublicationPageFactory
from tests.strategy.tracker.factories import TrackerPageFactory, make_partnership

ODD = "Wool & “work” <b>at 5°</b>, naïve; 🧵"


def read_feed(client, url):
    response = client.get(url)
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    assert feed.feed.title
    assert feed.feed.id
    assert feed.feed.updated_parsed
    assert feed.feed.author
    assert any(link.rel == "self" and link.href.endswith(url) for link in feed.feed.links)
    for entry in feed.entries:
        assert entry.id
        assert entry.title
        assert entry.updated_parsed
        assert entry.link.startswith("http://")
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    return feed


@pytest.fixture
def library(tree):
    library = LibraryPageFactory(parent=tree.home)
    news = NewsPageFactory(parent=library, title=ODD, slug="news", summary=ODD)
    for page in (news, PublicationPageFactory(parent=library, title="Report", slug="report")):
        page.save_revision().publish()
    return library


@pytest.mark.parametrize(("which", "titles"), [("all", {ODD, "Report"}), ("news", {ODD}), ("publications", {"Report"})])
def test_the_library_as_feedparser_reads_it(client, library, which, titles):
    feed = read_feed(client, f"/feeds/{which}.atom")
    assert {entry.title_detail.value for entry in feed.entries} == titles
    assert {entry.title_detail.type for entry in feed.entries} == {"text/plain"}


def test_the_trackers_changes_as_feedparser_reads_them(client, tree):
    TrackerPageFactory(parent=tree.home)
    with noting_changes(tree.site, now=timezone.now()):
        make_partnership(Site.objects.get(pk=tree.site.pk), "Aside", about=ODD)
    (entry,) = read_feed(client, "/tracker/changes.atom").entries
    assert (entry.title, entry.summary) == ("Aside", "New in the tracker.")


def test_the_events_as_feedparser_reads_them(client, tree):
    held, off = EventFactory.held(site=tree.site, title=ODD), EventFactory(site=tree.site, title="Wool")
    cancel(event=off, why="Snow.", by=None, now=timezone.now())
    feed = read_feed(client, "/events/feed.atom")
    assert {entry.title_detail.value for entry in feed.entries} == {ODD, "Cancelled: Wool"}
    assert {entry.id for entry in feed.entries} == {f"urn:uuid:{event.uid}" for event in (held, off)}


def read_calendar(client, url):
    response = client.get(url)
    assert response["Content-Type"].startswith("text/calendar")
    return as_vobject_reads(response.content)


def as_vobject_reads(content):
    assert all(len(line) <= 75 for line in content.split(b"\r\n")), "a line is not folded"
    calendar = vobject.readOne(content.decode())
    assert calendar.validate(raiseException=True)
    return calendar


def test_an_event_as_vobject_reads_it(client, tree):
    event = EventFactory(site=tree.site, title=ODD, starts_at=london(2027, 6, 1, 10), ends_at=london(2027, 6, 1, 12))
    entry = read_calendar(client, f"{event.get_absolute_url()}calendar.ics").vevent
    assert entry.summary.value == ODD
    assert entry.dtstart.value.astimezone(dt.UTC) == dt.datetime(2027, 6, 1, 9, tzinfo=dt.UTC)
    assert entry.dtend.value - entry.dtstart.value == dt.timedelta(hours=2)
    assert entry.uid.value
    assert entry.sequence.value.isdecimal()


def test_the_calendar_of_the_area_as_vobject_reads_it(client, tree):
    events = [EventFactory(site=tree.site, title=f"Event {at}, {ODD}") for at in range(3)]
    cancel(event=events[0], why="Snow.", by=None, now=timezone.now())
    calendar = read_calendar(client, "/events/calendar.ics")
    assert {one.summary.value for one in calendar.vevent_list} >= {event.title for event in events[1:]}
    off = [one for one in calendar.vevent_list if getattr(one, "status", None) and one.status.value == "CANCELLED"]
    assert len(off) == 1
    assert calendar.vtimezone.tzid.value == "Europe/London"


def test_the_calendar_file_of_every_message_and_page_of_a_booking_as_vobject_reads_it(client, area):
    """Booked, from the waiting list, invited, moved, passed on, cancelled by either side, and a session called off."""
    table, other = (make_round_table(area, 3, event_title=f"{at} {ODD}", promotion="automatic") for at in range(2))
    jane, sam, ann = (book(table, who) for who in ("jane", "sam", "ann"))
    (of_sam,) = (mail for mail in mails("booking-confirmed") if mail.contact == sam.contact)
    token = token_in(of_sam)
    book(table, "lee")  # waits, and is given the place that is free
    booking.cancel(booking=jane, now=NOW)
    on_page = read_calendar(client, f"/my/{token}/{sam.reference}/session.ics")
    booking.move(booking=again(sam), to=other, now=NOW)
    booking.substitute(booking=again(ann), details=Details(name="Kit", email="kit@example.org"), now=NOW)
    who, until = Details(name="Max", email="max@example.org"), NOW + dt.timedelta(days=1)
    invited = booking.invite(round_table=table, details=who, until=until, by=None, now=NOW)
    booking.accept(booking=again(invited), now=NOW)
    cancel(event=other.event, why="Snow.", by=None, now=NOW)

    found = {
        mail.kind: [as_vobject_reads(one["content"].encode()) for one in mail.attachments]
        for mail in mails()
        if mail.attachments
    }
    methods = {kind: [calendar.method.value for calendar in calendars] for kind, calendars in found.items()}
    assert methods == {
        "booking-confirmed": ["PUBLISH"],
        "booking-cancelled": ["CANCEL"],
        "waiting-promoted": ["PUBLISH"],
        "booking-moved": ["PUBLISH", "CANCEL"],
        "booking-passed-on": ["CANCEL"],
        "booking-taken-over": ["PUBLISH"],
        "booking-event-changed": ["CANCEL"],
    }
    uids = {str(one.event.uid) for one in (table, other)}
    for calendar in (on_page, *(one for calendars in found.values() for one in calendars)):
        (entry,) = calendar.vevent_list
        assert entry.uid.value in uids
        assert entry.status.value == ("CANCELLED" if calendar.method.value == "CANCEL" else "CONFIRMED")
        assert entry.summary.value.endswith(ODD)
        assert "@example.org" not in calendar.serialize()
