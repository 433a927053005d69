"""What somebody does who wants to come: finds an event, narrows the list, takes it home in a calendar."""

import datetime as dt

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect
from wagtail.models import Site

from consultation.events.decisions import cancel, save_event
from consultation.events.models import EventPeopleByKind
from tests.consultation.events.factories import EventFactory
from tests.journeys.conftest import PHONE


@pytest.fixture(scope="module")
def demo(demo_site):
    """The demo with events in every state; the addresses of both areas."""
    site = Site.objects.get(is_default_site=True)
    soon = timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=30)
    EventFactory(
        site=site,
        slug="coming",
        title="Ideas for the high street",
        starts_at=soon,
        mode="both",
        venue_name="Town Hall",
        venue_address="1 High Street\nTesttown",
        agenda="<ul><li>Tea</li><li>Talk</li></ul>",
        how_to_get_in="By the side door.",
        access_information="There is a lift.",
    )
    off = EventFactory(site=site, slug="off", title="A meeting that is off", starts_at=soon, mode="online")
    cancel(event=off, why="The speaker is ill.", by=None, now=timezone.now())
    moved = EventFactory(site=site, slug="moved", title="A meeting that moved", starts_at=soon, venue_name="Hall")
    moved.venue_name = "Library"
    save_event(event=moved, why="We need more room.", by=None, now=timezone.now())
    held = EventFactory.held(
        site=site, slug="held", title="What we heard", attendance=53, note="<p>Skills.</p>", note_is_published=True
    )
    for kind, people in (("business", 30), ("education", 20), ("resident", 3)):
        EventPeopleByKind.objects.create(event=held, kind=kind, people=people)
    return demo_site.urls


PAGES = ["/events/", "/events/?when=past", "/events/coming/", "/events/off/", "/events/moved/", "/events/held/"]


def test_no_page_of_events_has_a_barrier_or_breaks_the_policy(demo, visit, barriers):
    page = visit()
    found = []
    areas = [demo[0] + path for path in [*PAGES, "/engagement/", "/events/board-away-day-2019/"]]
    for url in [*areas, f"{demo[1]}/events/", f"{demo[1]}/events/textiles-round-table-2018/"]:
        page.goto(url)
        found += barriers(page)
    assert not found, "\n".join(found)


def test_from_home_to_the_calendar_on_a_phone_without_scripts(demo, visit):
    page = visit(width=PHONE, javascript=False)
    page.goto(demo[0])
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Events", exact=True).click()
    page.get_by_role("navigation", name="How it is held").get_by_role("link", name="In person").click()
    expect(page.get_by_role("link", name="A meeting that is off")).to_have_count(0)
    page.get_by_role("link", name="Ideas for the high street").click()
    page.wait_for_url("**/events/coming/")
    address = page.get_by_role("link", name="Add to your calendar").get_attribute("href")
    file = page.request.get(demo[0] + address)
    (entry,) = Calendar.from_ical(file.body()).events
    assert entry["SUMMARY"] == "Ideas for the high street"


def test_linked_data_is_there_and_stops_nothing(demo, visit):
    """The visit itself fails if the browser reports that the policy was broken."""
    page = visit()
    page.goto(f"{demo[0]}/events/coming/")
    expect(page.locator("script[type='application/ld+json']")).to_have_count(2)  # the event, and the way to it
