"""The tracker as the public reads it: the table and the map say the same, gaps show as gaps, and pages stay small."""

import datetime as dt
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from strategy.models import LocalStrategy, TrackerChange
from tests.strategy.factories import make_area
from tests.strategy.tracker.factories import (
    ThemeFactory,
    TrackerPageFactory,
    WaveFactory,
    furnish_tracker,
    make_partnership,
)

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def tracker(area):
    """A, B and C: A and B share a strategy of wave 1, C has one of its own and states nothing."""
    wave: Any = WaveFactory(
        site=area, name="Wave 1", slug="wave-1", due_on=dt.date(2019, 3, 1), due_precision="month", sign="1"
    )
    joint = LocalStrategy.objects.create(
        site=area, title="Joint", slug="joint", is_joint=True, wave=wave, stage="developing"
    )
    joint.themes = [ThemeFactory(site=area, name="Skills", slug="skills")]
    joint.save()
    make_partnership(area, "Aside", strategy=joint, map_letters="A", map_column=3, map_row=3)
    make_partnership(area, "Beside", strategy=joint, map_letters="B", map_column=4, map_row=3)
    make_partnership(area, "Ceded", map_letters="C", map_column=5, map_row=3, has_entry=False)
    return TrackerPageFactory(parent=area.root_page)


def read(client, url="/tracker/"):
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def names(page):
    return [row.th.a.get_text() for row in page.select(".tracker tbody tr")]


def test_one_strategy_stands_in_the_row_of_each_partnership_and_counts_once(client, tracker):
    page = read(client)
    assert names(page) == ["Aside", "Beside", "Ceded"]
    assert page.find(id="partnerships").get_text() == "3 partnerships, 2 strategies"
    assert [row.td.get_text(" ", strip=True) for row in page.select(".tracker tbody tr")][:2] == ["Joint (joint)"] * 2
    assert "March 2019" in page.select_one(".tracker tbody tr").get_text()


def test_what_nobody_states_reads_not_stated_and_a_gap_shows(client, tracker):
    row = read(client).select(".tracker tbody tr")[2]
    assert row.get_text(" ").count("not stated") == 5
    assert "No entry" in row.th.get_text()


def test_the_map_says_in_words_what_the_table_says(client, tracker):
    page = read(client)
    tiles = {tile["aria-label"]: tile["href"] for tile in page.select(".tile-map a")}
    assert tiles == {
        "Aside: wave 1": "/tracker/aside/",
        "Beside: wave 1": "/tracker/beside/",
        "Ceded: not stated, no entry in the source": "/tracker/ceded/",
    }
    by_stage = read(client, "/tracker/?colour=stage")
    assert "Aside: being developed" in [tile["aria-label"] for tile in by_stage.select(".tile-map a")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("wave=wave-1", ["Aside", "Beside"]),
        ("wave=not-stated", ["Ceded"]),
        ("stage=developing", ["Aside", "Beside"]),
        ("theme=skills", ["Aside", "Beside"]),
        ("theme=skills&wave=not-stated", []),
        ("sort=stage", ["Aside", "Beside", "Ceded"]),
        ("sort=due&colour=stage", ["Aside", "Beside", "Ceded"]),
        ("wave=none&stage=%00&theme=%F0%9F%A7%B6&sort=__class__", ["Aside", "Beside", "Ceded"]),
    ],
)
def test_it_can_be_narrowed_and_sorted_and_odd_wishes_are_as_none(client, tracker, query, found):
    page = read(client, f"/tracker/?{query}")
    assert names(page) == found
    faint = page.select(".tile-faint")
    assert len(faint) == 3 - len(found)


def test_each_partnership_has_a_page_with_its_partners_and_its_sources(client, tracker):
    page = read(client, "/tracker/aside/")
    assert "Beside" in page.aside.get_text()
    assert page.aside.find("a", string="Suggest a correction")["href"] == "/suggest-a-correction/?about=/tracker/aside/"
    assert "Last checked not stated" in page.aside.get_text(" ", strip=True).replace("\n", " ")


def test_the_matrix_shows_who_names_a_theme_and_who_names_none(client, tracker):
    page = read(client, "/tracker/themes/")
    assert [cell.get_text(strip=True) for cell in page.select_one(".theme-matrix tbody tr").find_all("td")] == [
        "named",
        "named",
        "2",
    ]
    assert "Ceded" in page.find("section", attrs={"aria-labelledby": "gaps"}).get_text()


@pytest.mark.parametrize("url", ["/tracker/nobody/", "/tracker/%00/", "/tracker/ASIDE/x/"])
def test_what_is_not_there_is_404(client, tracker, url):
    assert client.get(url).status_code == 404


def test_nothing_shows_of_a_tracker_that_is_not_for_everybody(client, tracker):
    PageViewRestriction.objects.create(page=tracker, restriction_type="login")
    for url in ("/tracker/aside/", "/tracker/themes/", "/tracker/tracker.csv", "/tracker/changes.atom"):
        assert client.get(url).status_code == 404


def test_another_area_has_its_own(client, tracker):
    make_area("llep.localhost", "Thereshire", is_default=False)
    assert client.get("/tracker/aside/", headers={"host": "llep.localhost"}).status_code == 404


def test_the_feed_of_changes_is_atom(client, tracker, area):
    TrackerChange.objects.create(
        site=area, name="Gone", words="No longer in the tracker.", at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )
    feed = ET.fromstring(client.get("/tracker/changes.atom").content)  # noqa: S314 - our own
    assert [entry.text for entry in feed.findall("a:entry/a:title", ATOM)] == ["Gone"]


@pytest.mark.django_db
def test_no_row_costs_a_query_and_forty_partnerships_weigh_little(client):
    counts = {}
    for count in (3, 40):
        with transaction.atomic():
            area = make_area()
            furnish_tracker(area, count)
            for url in ("/tracker/", "/tracker/themes/", "/tracker/partnership-of-place-1/", "/tracker/changes.atom"):
                client.get(url)
                with CaptureQueriesContext(connection) as captured:
                    response = client.get(url)
                assert response.status_code == 200
                counts[url, count] = len(captured)
                assert len(response.content) < 60_000, url
            transaction.set_rollback(True)
        Site.clear_site_root_paths_cache()
    assert {url for url, count in counts if counts[url, 3] != counts[url, 40]} == set()
    assert max(counts.values()) <= 12, counts
