"""The ledger: counted from records, beside what documents state; the two are never one sum."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils import timezone

from consultation.events import engagement
from consultation.events.decisions import cancel
from consultation.events.engagement import Reached, events_held, ledger, register_source
from consultation.models import EngagementSnapshot
from tests.consultation.events.factories import EventFactory, london
from tests.strategy.factories import StandardPageFactory, make_area

NOW = london(2026, 6, 1, 12)


def snapshot(site, **fields):
    return EngagementSnapshot.objects.create(site=site, **({"people": 1000, "document": "A paper"} | fields))


def test_only_events_known_to_have_taken_place_are_counted(area):
    EventFactory.held(site=area, attendance=30)
    EventFactory.held(site=area)
    EventFactory.held(site=area, attendance=500, is_demonstration=True)
    EventFactory.held(site=area, attendance=500, is_published=False)
    EventFactory(site=area, starts_at=london(2018, 5, 14, 10))  # a plan of the past
    EventFactory(site=area)  # to come
    EventFactory.held(site=make_area("there.localhost", "There", is_default=False), attendance=500)
    assert events_held(area, NOW) == Reached(people=30, events=2, uncounted=1)


def test_a_cancelled_event_was_not_held(area):
    event = EventFactory(site=area, starts_at=timezone.now() + dt.timedelta(days=1))
    cancel(event=event, why="Flood.", by=None, now=timezone.now())
    assert events_held(area, event.ends_at + dt.timedelta(days=1)) == Reached()


def test_other_services_add_to_it_and_their_sum_is_the_record(area, monkeypatch):
    monkeypatch.setattr(engagement, "_sources", dict(engagement._sources))
    EventFactory.held(site=area, attendance=30)

    def letters(site, now):
        return Reached(people=12, events=1)

    register_source("Letters", letters)
    register_source("Letters", letters)  # the same one again is no mistake
    register_source("Nothing", lambda site, now: Reached())
    found = ledger(area, NOW)
    assert [name for name, _ in found.lines] == ["Events", "Letters"]
    assert found.recorded == Reached(people=42, events=2)
    with pytest.raises(ValueError, match="two sources called 'Letters'"):
        register_source("Letters", lambda site, now: Reached())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"people": 1000, "people_qualifier": "over", "events": 70, "events_qualifier": "more_than"},
            "1,000+ people at 70+ events",
        ),
        ({"people": None, "events": 80, "events_are": "consultation events"}, "80 consultation events"),
        ({"people": 150, "people_qualifier": "over", "unit": "businesses"}, "150+ local businesses"),
        ({"people": 40, "people_qualifier": "about"}, "about 40 people"),
    ],
)
def test_a_total_reads_as_it_was_stated(fields, words):
    assert str(EngagementSnapshot(**fields)) == words


def test_a_total_of_nothing_is_refused_in_words():
    with pytest.raises(ValidationError, match="Give a number of people"):
        EngagementSnapshot(document="x").clean()


def test_the_block_says_the_same_on_every_page_and_never_adds(area, client):
    pages = [StandardPageFactory(parent=area.root_page, body=[("engagement", None)]) for _ in range(2)]
    EventFactory.held(site=area, attendance=30)
    snapshot(area, people_qualifier="over", events=70, as_at=dt.date(2020, 1, 27), as_at_precision="day")
    snapshot(area, people=750, document="A leaflet")
    snapshot(make_area("there.localhost", "There", is_default=False), people=4321)
    shown = []
    for page in pages:
        block = BeautifulSoup(client.get(page.url).text, "html.parser").select_one(".engagement")
        shown.append(" ".join(block.get_text(" ").split()))
    assert shown[0] == shown[1]
    assert "1,000+ people at 70 events A paper, 27 January 2020" in shown[0]
    assert "A leaflet, date not stated" in shown[0]
    assert "1 event held" in shown[0]
    for wrong in ("4,321", "1,750", "1,780", "1,030", "71 "):
        assert wrong not in shown[0]


def test_with_nothing_recorded_it_says_so(area, client):
    page = StandardPageFactory(parent=area.root_page, body=[("engagement", None)])
    assert "No event that is known to have taken place" in client.get(page.url).text
