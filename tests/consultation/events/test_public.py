"""The public list and pages of events."""

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET  # our own feed, read back

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.utils import timezone

from consultation.events.decisions import cancel, postpone, save_event
from consultation.events.models import EventPaper, EventPeopleByDistrict, EventPeopleByKind, EventSubject
from strategy.models import SiteDocument
from tests.consultation.events.factories import EventFactory, EventsPageFactory, london
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.strategy.factories import DistrictFactory, make_area

LINK = "https://meet.example/secret-room"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def events(tree):
    """The page that lists events."""
    return EventsPageFactory(parent=tree.home)


def titles(text):
    return [link.get_text() for link in BeautifulSoup(text, "html.parser").select(".session :is(h3, h4) a")]


def test_the_list_says_what_is_coming_and_past_by_month(events, tree, client):
    assert "No event is planned now." in client.get("/events/").text
    EventFactory(site=tree.site, title="Later", starts_at=london(2030, 6, 3, 10))
    EventFactory(site=tree.site, title="Sooner", starts_at=london(2030, 5, 14, 10))
    EventFactory.held(site=tree.site, title="Old")
    EventFactory(site=tree.site, title="Draft", is_published=False)
    text = client.get("/events/").text
    assert titles(text) == ["Sooner", "Later", "Old"]
    months = [tag.get_text() for tag in BeautifulSoup(text, "html.parser").select(".month")]
    assert months == ["May 2030", "June 2030", "May 2018"]
    assert titles(client.get("/events/?when=past").text) == ["Old"]


def test_the_list_is_narrowed_by_plain_links(events, tree, client):
    leeds, york = DistrictFactory(site=tree.site, name="Leeds"), DistrictFactory(site=tree.site, name="York")
    one = EventFactory(site=tree.site, title="One", sector=tree.sectors[0], mode="online")
    one.districts.set([leeds])
    one.save()
    two = EventFactory(site=tree.site, title="Two", sector=tree.sectors[1], mode="both")
    two.districts.set([leeds, york])
    two.save()
    EventFactory(site=tree.site, title="Three", mode="in_person")
    page = BeautifulSoup(client.get("/events/").text, "html.parser")
    links = {link.get_text(): link["href"] for link in page.select(".aside nav a") if link.get_text() != "All"}
    found = {words: titles(client.get(f"/events/{query}").text) for words, query in links.items()}
    assert found == {
        tree.sectors[0].title: ["One"],
        tree.sectors[1].title: ["Two"],
        "Leeds": ["One", "Two"],
        "York": ["Two"],
        "In person": ["Two", "Three"],
        "Online": ["One", "Two"],
    }
    both = BeautifulSoup(
        client.get(f"/events/?district=leeds&mode=online&sector={tree.sectors[1].slug}").text, "html.parser"
    )
    chosen = [link.get_text() for link in both.select(".aside [aria-current]")]
    assert chosen == [tree.sectors[1].title, "Leeds", "Online"]


@pytest.mark.parametrize(
    "query", ["sector=no", "district=%00", "mode=%F0", "page=0", "page=-1", "page=x", "page=" + "9" * 5000, "when=%00"]
)
def test_odd_questions_are_answered_with_the_whole_list(events, tree, client, query):
    EventFactory(site=tree.site, title="One")
    response = client.get(f"/events/?{query}")
    assert response.status_code == 200
    assert titles(response.text) == ["One"]


def test_long_lists_come_in_parts(events, tree, client):
    for day in range(1, 26):
        EventFactory(site=tree.site, title=f"No {day}", starts_at=london(2030, 5, day, 10))
    text = client.get("/events/").text
    assert len(titles(text)) == 20
    assert 'href="?page=2"' in text
    second = client.get("/events/?page=2").text
    assert titles(second) == [f"No {day}" for day in range(21, 26)]
    assert 'rel="prev"' in second
    assert titles(client.get("/events/?page=3").text) == titles(text)


def test_an_event_says_what_there_is_to_know(events, tree, client):
    event = EventFactory(
        site=tree.site,
        title="Talk about ideas",
        starts_at=london(2030, 5, 17, 10),
        venue_name="Town Hall",
        how_to_get_in="By the side door.",
        access_information="There is a lift.",
        agenda="<p>Tea at ten</p>",
        audience="Anyone",
        sector=tree.sectors[0],
        joining_link=LINK,
        mode="both",
    )
    paper = SiteDocument.objects.create(title="The paper", file=ContentFile(b"words", "paper.txt"))
    EventPaper.objects.create(event=event, document=paper)
    EventSubject.objects.create(event=event, page=tree.foundations[0])
    response = client.get(event.get_absolute_url())
    page = BeautifulSoup(response.text, "html.parser")
    words = " ".join(page.main.get_text(" ").split())
    for expected in (
        "Friday 17 May 2030, 10am to midday (UK time)",
        "Town Hall",
        "By the side door.",
        "There is a lift.",
        "Tea at ten",
        "Anyone",
        "The paper",
        tree.sectors[0].title,
        tree.foundations[0].title,
    ):
        assert expected in words
    assert LINK not in response.text
    assert [link.get_text() for link in page.select(".crumbs a")] == ["Home", "Events"]
    assert page.select_one(".masthead [aria-current]").get_text() == "Events"
    assert page.title.get_text().startswith("Talk about ideas, 17 May 2030 – Events")


def test_the_list_may_be_renamed_and_events_stay_where_they_are(events, tree, client):
    event = EventFactory(site=tree.site)
    events.title, events.slug = "What's on", "whats-on"
    events.save()
    assert titles(client.get("/whats-on/").text) == [event.title]
    page = BeautifulSoup(client.get(event.get_absolute_url()).text, "html.parser")
    assert [(link.get_text(), link["href"]) for link in page.select(".crumbs a")][1] == ("What's on", "/whats-on/")


def test_drafts_and_events_of_other_areas_are_not_there(events, tree, client):
    there = EventFactory(site=make_area("llep.localhost", "Thereshire", is_default=False))
    draft = EventFactory(site=tree.site, is_published=False)
    for event in (there, draft):
        assert client.get(event.get_absolute_url()).status_code == 404
        assert client.get(f"{event.get_absolute_url()}calendar.ics").status_code == 404
        assert event.title not in client.get("/events/").text
        assert str(event.uid) not in client.get("/events/feed.atom").text
    found = client.get(there.get_absolute_url(), headers={"host": "llep.localhost"})
    assert found.status_code == 200


@pytest.mark.parametrize(
    ("decide", "words"), [(cancel, "This event is cancelled"), (postpone, "This event is postponed")]
)
def test_one_that_is_off_keeps_its_page_and_says_why(events, tree, client, decide, words):
    event = EventFactory(site=tree.site)
    decide(event=event, why="The room is flooded.", by=None, now=timezone.now())
    text = client.get(event.get_absolute_url()).text
    assert words in text
    assert "The room is flooded." in text
    assert "Take it out of your calendar" in text
    assert event.get_standing_display() in client.get("/events/").text


def test_one_that_has_moved_says_where_it_was_to_be(events, tree, client):
    event = EventFactory(site=tree.site, venue_name="Town Hall")
    event.venue_name = "Library"
    save_event(event=event, why="We need more room.", by=None, now=timezone.now())
    text = client.get(event.get_absolute_url()).text
    assert "It was to be Tuesday 14 May 2030, 10am to midday, at Town Hall." in text
    assert "We need more room." in text


def test_a_past_plan_is_not_taken_for_an_event_held(events, tree, client):
    planned = EventFactory(site=tree.site, starts_at=london(2018, 5, 14, 10), source="A web page")
    text = client.get(planned.get_absolute_url()).text
    assert "No record says whether it took place." in text
    assert "A web page" in text
    held = EventFactory.held(site=tree.site)
    assert "No record says" not in client.get(held.get_absolute_url()).text


def test_the_note_is_shown_only_when_it_is_published(events, tree, client):
    event = EventFactory.held(site=tree.site, note="<p>Skills came up first.</p>")
    assert "Skills came up first." not in client.get(event.get_absolute_url()).text
    event.note_is_published = True
    event.save()
    assert "Skills came up first." in client.get(event.get_absolute_url()).text


def test_small_numbers_of_people_are_withheld(events, tree, client):
    event = EventFactory.held(site=tree.site, attendance=53)
    for kind, people in (("business", 30), ("education", 20), ("resident", 3)):
        EventPeopleByKind.objects.create(event=event, kind=kind, people=people)
    for people in (44, 9):
        EventPeopleByDistrict.objects.create(event=event, district=DistrictFactory(site=tree.site), people=people)
    page = BeautifulSoup(client.get(event.get_absolute_url()).text, "html.parser")
    tables = [[cell.get_text() for cell in table.select("td")] for table in page.select("main table")]
    assert tables == [["30", "withheld", "withheld"], ["44", "9"]]
    assert "53 people came." in page.main.get_text()
    assert "Small numbers are withheld" in page.main.get_text()


def linked_data(text):
    scripts = BeautifulSoup(text, "html.parser").find_all("script", type="application/ld+json")
    (event,) = (one for one in (json.loads(str(script.string)) for script in scripts) if one["@type"] == "Event")
    return event


def test_search_engines_get_what_is_known(events, tree, client):
    event = EventFactory(site=tree.site, title="</script><b>&", venue_name="Town Hall", mode="both", joining_link=LINK)
    text = client.get(event.get_absolute_url()).text
    assert "</script><b>" not in text
    found = linked_data(text)
    assert found["name"] == "</script><b>&"
    assert found["startDate"] == "2030-05-14T10:00:00+01:00"
    assert found["endDate"] == "2030-05-14T12:00:00+01:00"
    assert found["eventStatus"].endswith("EventScheduled")
    assert [place["@type"] for place in found["location"]] == ["Place", "VirtualLocation"]
    event.starts_at, event.ends_at = london(2030, 12, 1, 9), london(2030, 12, 1, 10)
    save_event(event=event, why="Snow.", by=None, now=timezone.now())
    found = linked_data(client.get(event.get_absolute_url()).text)
    assert found["eventStatus"].endswith("EventRescheduled")
    assert found["previousStartDate"] == "2030-05-14T10:00:00+01:00"
    assert found["startDate"] == "2030-12-01T09:00:00+00:00"


def test_the_feed_tells_what_is_new(events, tree, client):
    EventFactory(site=tree.site, title="First", joining_link=LINK)
    off = EventFactory(site=tree.site, title="Second & last")
    cancel(event=off, why="Flood.", by=None, now=timezone.now())
    response = client.get("/events/feed.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert LINK not in response.text
    entries = ET.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314
    assert [entry.find(f"{ATOM}title").text for entry in entries] == ["Cancelled: Second & last", "First"]
    assert entries[0].find(f"{ATOM}id").text == f"urn:uuid:{off.uid}"
    assert entries[0].find(f"{ATOM}link").get("href").endswith(off.get_absolute_url())


def test_pages_are_fresh_only_until_an_event_begins_or_ends(events, tree, client):
    now = timezone.now()
    event = EventFactory(site=tree.site, starts_at=now + dt.timedelta(seconds=20), sector=tree.sectors[0])
    EventSubject.objects.create(event=event, page=tree.foundations[0])
    for url in ("/events/", event.get_absolute_url(), tree.sectors[0].url, tree.foundations[0].url):
        response = client.get(url)
        assert not response.cookies
        seconds = int(re.findall(r"max-age=(\d+)", response["Cache-Control"])[0])
        assert seconds <= 20, url


def test_strategy_and_consultation_show_the_events_about_them(events, tree, client):
    say = HaveYourSayPageFactory(parent=tree.home)
    consultation = ConsultationPageFactory(parent=say)
    event = EventFactory(site=tree.site, title="About it all", sector=tree.sectors[0], consultation=consultation)
    EventFactory(site=tree.site, title="A draft", sector=tree.sectors[0], consultation=consultation, is_published=False)
    subjects = [tree.foundations[0], tree.challenges[0], tree.ambitions[0], tree.priorities[0]]
    for page in subjects:
        EventSubject.objects.create(event=event, page=page)
    text = client.get(event.get_absolute_url()).text
    for page in (*subjects, tree.sectors[0], consultation):
        shown = client.get(page.url).text
        assert "About it all" in shown, page
        assert "A draft" not in shown, page
        assert f'href="{page.url}"' in text, page
    assert "About it all" not in client.get(tree.foundations[1].url).text


def test_an_area_without_a_list_still_has_its_events(tree, client):
    event = EventFactory(site=tree.site)
    assert client.get(event.get_absolute_url()).status_code == 200
