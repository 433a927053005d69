"""Events in the search of the site: what their pages say, and nothing that they do not."""

import pytest
from django.utils import timezone

from consultation.events.finding import other_events, round_tables
from lis_site.search import entries, finding
from tests.consultation.events.factories import EventFactory, london

pytestmark = pytest.mark.django_db


def test_events_and_round_tables_are_found_by_what_their_pages_say(area, django_assert_num_queries):
    table = EventFactory(
        site=area, title="Textiles", kind="round_table", summary="With weavers.", venue_name="Town Hall"
    )
    talk = EventFactory.held(site=area, title="A talk about looms", agenda="<p>Warp</p><p>and weft</p>")
    EventFactory(site=area, title="Secret looms", is_published=False)
    with django_assert_num_queries(2):
        (found,), (other,) = list(round_tables(area, timezone.now())), list(other_events(area, timezone.now()))
    assert (found.title, found.url, found.is_past) == ("Textiles", table.get_absolute_url(), False)
    assert found.summary == "Tuesday 14 May 2030, 10am to midday. With weavers."
    assert (other.url, other.is_past) == (talk.get_absolute_url(), True)
    assert other.text.split() == ["Warp", "and", "weft"]
    entries.catch_up(timezone.now())
    assert [one.title for one in finding.search(area, "town hall").found] == ["Textiles"]
    answer = finding.search(area, "looms")
    assert [(kind.many, number) for kind, number in answer.counts] == [("Events", 1)]


def test_neither_a_draft_of_the_note_nor_the_way_in_online_is_found(area):
    EventFactory(
        site=area, title="Talk", note="<p>Confidential</p>", joining_link="https://meet.example.org/secret",
        starts_at=london(2018, 5, 14, 10), standing="cancelled",
    )  # fmt: skip
    (found,) = other_events(area, timezone.now())
    assert "Confidential" not in found.text
    assert "secret" not in found.text
    assert found.summary.startswith("Cancelled.")
