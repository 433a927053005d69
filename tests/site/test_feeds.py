"""Feeds and calendars are read by libraries that had no part in making them."""

import datetime as dt

import feedparser
import pytest
import vobject
from django.utils import timezone
from wagtail.models import Site

from consultation.events.decisions import cancel
from strategy.tracker.changes import noting_changes
from tests.consultation.events.factories import EventFactory, london
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


def read_calendar(client, url):
    response = client.get(url)
    assert response["Content-Type"].startswith("text/calendar")
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n")), "a line is not folded"
    calendar = vobject.readOne(response.content.decode())
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
