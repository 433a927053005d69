"""The tracker as the public reads it: the table and the map say the same, gaps show as gaps, and pages stay small."""

import datetime as dt
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from strategy.models import LocalStrategy, Partnership, PartnershipLink, TrackerChange, TrackerWave
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
    return [name.get_text() for name in page.select(".tracker tbody th a")]


def cells(page, name):
    """What the rows of one partnership say, strategy by strategy."""
    head = page.select_one(".tracker tbody").find("a", string=name).find_parent("th")
    rows = [head.parent, *head.parent.find_next_siblings("tr", limit=int(head.get("rowspan", 1)) - 1)]
    return [[cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in rows]


def choices(page, name):
    return [option.get_text() for option in page.find("select", attrs={"name": name}).find_all("option")]


def add_own_strategy(area, **dates):
    """Of Aside, beside the joint one."""
    own = LocalStrategy(site=area, title="Own", slug="own", **dates)
    own.partnerships = [Partnership.objects.get(slug="aside")]
    own.save()


def test_one_strategy_stands_in_the_row_of_each_partnership_and_counts_once(client, tracker):
    page = read(client)
    assert names(page) == ["Aside", "Beside", "Ceded"]
    assert page.find(id="partnerships").get_text() == "3 partnerships, 2 strategies"
    assert [row.td.get_text(" ", strip=True) for row in page.select(".tracker tbody tr")][:2] == ["Joint, shared"] * 2
    assert "March 2019" in page.select_one(".tracker tbody tr").get_text()


def test_each_strategy_of_a_partnership_stands_with_its_own_dates(client, tracker, area):
    add_own_strategy(area, due_on=dt.date(2021, 1, 1), due_precision="year", stage="agreed")
    assert cells(read(client), "Aside") == [
        ["Its own", "not stated", "Agreed", "not stated", "2021", "not stated"],
        ["Joint, shared", "Wave 1", "Being developed", "not stated", "March 2019", "not stated"],
    ]


def test_each_choice_says_how_many_it_leaves_after_the_other_choices(client, tracker):
    page = read(client)
    assert choices(page, "wave") == ["All (3)", "Wave 1 (2)", "Not stated (1)"]
    assert choices(page, "stage") == ["All (3)", "Being developed (2)", "Not stated (1)"]
    assert choices(page, "theme") == ["All (3)", "Skills (2)"]
    assert [line.get_text(" ", strip=True)[-1] for line in page.select(".tile-key li")] == ["2", "1", "1"]
    page = read(client, "/tracker/?wave=not-stated")
    assert choices(page, "wave") == ["All (3)", "Wave 1 (2)", "Not stated (1)"]
    assert choices(page, "theme") == ["All (1)", "Skills (0)"]
    lines = [line.get_text(" ", strip=True) for line in page.select(".tile-key li")]
    assert lines[0].endswith("Wave 1: 0 of 2")
    assert lines[1].endswith("Not stated: 1 of 1")


@pytest.mark.parametrize("column", ["wave", "stage", "announced", "due", "published"])
def test_it_sorts_both_ways_and_what_is_not_known_stands_last(client, tracker, area, column):
    known: dict[str, Any] = {f"{name}_on": dt.date(2018, 1, 1) for name in ("announced", "due", "published")}
    known |= {f"{name}_precision": "month" for name in ("announced", "due", "published")}
    first: Any = WaveFactory(site=area, name="Wave 0", slug="wave-0", sort_order=0)
    LocalStrategy.objects.filter(slug="ceded").update(wave=first, stage="announced", **known)
    later: Any = {name: dt.date(2020, 1, 1) if name.endswith("_on") else "month" for name in known}
    LocalStrategy.objects.filter(slug="joint").update(**later)
    TrackerWave.objects.filter(slug="wave-1").update(sort_order=1)
    make_partnership(area, "Aardvark")
    assert names(read(client, f"/tracker/?sort={column}")) == ["Ceded", "Aside", "Beside", "Aardvark"]
    page = read(client, f"/tracker/?sort=-{column}")
    assert names(page) == ["Aside", "Beside", "Ceded", "Aardvark"]
    (head,) = page.select("th[aria-sort]")
    assert head["aria-sort"] == "descending"
    assert head.a["href"] == f"?sort={column}#partnerships"


def test_the_name_sorts_both_ways_too(client, tracker):
    page = read(client)
    (head,) = page.select("th[aria-sort]")
    assert (head["aria-sort"], head.a["href"]) == ("ascending", "?sort=-name#partnerships")
    assert names(read(client, "/tracker/?sort=-name")) == ["Ceded", "Beside", "Aside"]


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
    faint = page.select("a.tile-faint")
    assert len(faint) == 3 - len(found)


def test_each_partnership_has_a_page_with_its_partners_and_its_sources(client, tracker):
    page = read(client, "/tracker/aside/")
    assert "Beside" in page.aside.get_text()
    assert page.aside.find("a", string="Suggest a correction")["href"] == "/suggest-a-correction/?about=/tracker/aside/"
    aside = page.aside.get_text(" ", strip=True)
    assert "Last checked Not yet checked" in aside
    assert "Not stated: who does its work now." in aside


def test_what_is_not_stated_of_a_strategy_is_gathered_in_one_line(client, tracker):
    page = read(client, "/tracker/ceded/")
    missing = (
        "its stage, its wave, when it was announced, when it is due, when it was published, who leads it, its themes"
    )
    assert page.select_one(".part .gap").get_text() == f"Not stated: {missing}."
    assert not page.select(".facts")
    page = read(client, "/tracker/aside/")
    facts = [(fact.dt.get_text(), fact.dd.get_text()) for fact in page.select(".facts > div")]
    assert facts == [("Stage", "Being developed"), ("Wave", "Wave 1"), ("Due", "March 2019")]


def test_each_link_says_what_is_known_of_it_and_what_holds_for_all_is_said_once(client, tracker, area):
    one = Partnership.objects.get(slug="aside")
    add = PartnershipLink.objects.create
    add(partnership=one, kind="news", title="News", checked_on=dt.date(2020, 3, 1))
    (line,) = read(client, "/tracker/aside/").select(".prose > ul > li")
    assert line.get_text(" ", strip=True) == "News News; address not stated; last checked 1 March 2020"
    add(partnership=one, kind="video", title="A video", address="https://lep.example/", source="A page")
    assert [line.get_text(" ", strip=True) for line in read(client, "/tracker/aside/").select(".prose > ul > li")] == [
        "News News; address not stated; last checked 1 March 2020",
        "A video Video; source: A page; not yet checked",
    ]
    PartnershipLink.objects.update(checked_on=None, address="")
    assert "All of these: address not stated, not yet checked." in read(client, "/tracker/aside/").get_text()


def test_stages_and_themes_are_said_to_be_our_reading_and_when_they_were_checked(client, tracker, area):
    for url in ("/tracker/", "/tracker/aside/"):
        assert "Stages and themes are as this site reads the sources." in read(client, url).get_text()
    assert "this site reads" in read(client, "/tracker/themes/").get_text()
    assert "No entry has been compared with its source again yet." in read(client).get_text()
    LocalStrategy.objects.update(checked_on=dt.date(2020, 3, 1))
    Partnership.objects.exclude(slug="ceded").update(checked_on=dt.date(2020, 5, 1))
    assert "Last compared with their sources: 1 March 2020. Not yet: 1." in read(client).get_text()


def test_the_matrix_shows_who_names_a_theme_and_who_names_none(client, tracker):
    page = read(client, "/tracker/themes/")
    assert [cell.get_text(strip=True) for cell in page.select_one(".theme-matrix tbody tr").find_all("td")] == [
        "yes",
        "yes",
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
