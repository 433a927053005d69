"""The library: one list of many kinds, what is about a page shown from both ends, papers quoted by paragraph."""

import csv
import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from strategy.models import AmbitionEvidence, BoardRecommendation, LibrarySubject
from tests.strategy.factories import make_area, make_tree
from tests.strategy.library_factories import (
    BoardPaperPageFactory,
    EvidencePageFactory,
    LibraryPageFactory,
    LibraryShelfPageFactory,
    NewsPageFactory,
)


@pytest.fixture
def library(tree):
    return LibraryPageFactory(parent=tree.home)


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return BeautifulSoup(response.text, "html.parser")


def titles(page):
    return [item.get_text() for item in page.select(".library-list h3")]


def test_the_newest_stands_first_and_what_has_no_date_last(client, library):
    EvidencePageFactory(parent=library, title="Undated")
    NewsPageFactory(parent=library, title="Old", date_on=dt.date(2019, 1, 1), date_precision="year")
    NewsPageFactory(parent=library, title="New", date_on=dt.date(2020, 1, 27), date_precision="day")
    page = read(client, library.url)
    assert titles(page) == ["New", "Old", "Undated"]
    assert "date not stated" in page.select(".library-list li")[2].get_text()


def test_it_can_be_narrowed_by_kind_year_and_subject_and_odd_wishes_are_as_none(client, library, tree):
    study = EvidencePageFactory(parent=library, title="Study", date_on=dt.date(2019, 1, 1), date_precision="year")
    NewsPageFactory(parent=library, title="News", date_on=dt.date(2020, 1, 27), date_precision="day")
    LibrarySubject.objects.create(item=study, page=tree.foundations[0])
    assert titles(read(client, f"{library.url}?kind=evidencepage")) == ["Study"]
    assert titles(read(client, f"{library.url}?year=2020")) == ["News"]
    assert titles(read(client, f"{library.url}?foundation={tree.foundations[0].pk}")) == ["Study"]
    assert titles(read(client, f"{library.url}?kind=newspage&year=2019")) == []
    for odd in (
        "kind=%00",
        "year=x",
        "about=999999999999999999999",
        "foundation=x",
        "challenge=-1",
        "page=-1",
        "page=x",
    ):
        assert len(titles(read(client, f"{library.url}?{odd}"))) == 2


def test_it_is_narrowed_by_the_parts_that_its_ambitions_serve(client, library, tree):
    """The first ambition of a tree serves the first foundation and the first challenge, and no others."""
    rested_on = EvidencePageFactory(parent=library, title="Rested on")
    about = NewsPageFactory(parent=library, title="About")
    NewsPageFactory(parent=library, title="Neither")
    AmbitionEvidence.objects.create(ambition=tree.ambitions[0], page=rested_on)
    LibrarySubject.objects.create(item=about, page=tree.ambitions[0])
    page = read(client, library.url)
    offered = {select["name"]: [o.get_text() for o in select.find_all("option")] for select in page.select("select")}
    assert offered["foundation"] == ["All", tree.foundations[0].title]
    assert offered["challenge"] == ["All", tree.challenges[0].title]
    assert offered["about"] == ["All", tree.ambitions[0].title]
    for name, part in (("foundation", tree.foundations[0]), ("challenge", tree.challenges[0])):
        assert sorted(titles(read(client, f"{library.url}?{name}={part.pk}"))) == ["About", "Rested on"]
    assert titles(read(client, f"{library.url}?foundation={tree.foundations[0].pk}&kind=newspage")) == ["About"]


def test_a_shelf_lists_one_kind_and_the_library_leads_to_it(client, library):
    NewsPageFactory(parent=library, title="New", date_on=dt.date(2020, 1, 27), date_precision="day")
    EvidencePageFactory(parent=library, title="Study")
    shelf = LibraryShelfPageFactory(parent=library, title="What is new", kind="newspage")
    assert titles(read(client, library.url)) == ["New", "Study"]
    assert read(client, library.url).select_one(".library-shelves a")["href"] == shelf.get_url()
    page = read(client, shelf.url)
    assert page.h1.get_text(strip=True) == "What is new"
    assert titles(page) == ["New"]
    assert {select["name"] for select in page.select("select")} == {"year"}
    assert page.find("link", rel="alternate")["href"] == "/feeds/news.atom"
    assert titles(read(client, f"{shelf.url}?year=2019")) == ["New"]  # a year without anything is as if not asked


def test_what_is_about_a_page_is_shown_from_both_ends(client, library, tree):
    study = EvidencePageFactory(parent=library, title="The study")
    hidden = NewsPageFactory(parent=library, title="For few")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    for item in (study, hidden):
        LibrarySubject.objects.create(item=item, page=tree.ambitions[0])
    shown = read(client, tree.ambitions[0].url)
    assert "The study" in shown.main.get_text()
    assert "For few" not in shown.main.get_text()
    assert tree.ambitions[0].title in read(client, study.url).aside.get_text()
    assert "For few" not in read(client, library.url).get_text()


def test_a_study_says_not_stated_where_nothing_is_known(client, library):
    page = read(client, EvidencePageFactory(parent=library).url)
    assert page.main.get_text().count("not stated") >= 4  # method, findings, who, date, source


def test_paragraphs_are_numbered_and_can_be_linked_to_and_an_unknown_decision_is_said(client, library):
    paper = BoardPaperPageFactory(
        parent=library,
        board="The board",
        paragraphs=[("paragraph", "<p>One.</p>"), ("heading", "Then"), ("paragraph", "<p>Two.</p>")],
    )
    BoardRecommendation.objects.create(paper=paper, text="Note it.", sort_order=0)
    BoardRecommendation.objects.create(paper=paper, text="Agree it.", decision="Agreed.", sort_order=1)
    page = read(client, paper.url)
    assert "Two." in page.find(id="paragraph-2").get_text()
    assert page.find(id="paragraph-2").a["href"] == "#paragraph-2"
    assert "Decision: not stated" in page.find(id="recommendation-a").get_text()
    assert "Decision: Agreed." in page.find(id="recommendation-b").get_text()


def test_a_recommendation_leads_to_what_it_is_about_and_that_leads_to_the_paper(client, library, tree):
    paper = BoardPaperPageFactory(parent=library, title="Where we stand")
    for part in (tree.ambitions[0], tree.ambitions[1]):
        BoardRecommendation.objects.create(paper=paper, text="Agree it.", about=part)
    tree.ambitions[1].unpublish()
    shown = read(client, paper.url)
    assert shown.find(id="recommendation-a").find("a")["href"] == tree.ambitions[0].url
    assert shown.find(id="recommendation-b").find("a") is None
    assert "Where we stand" in read(client, tree.ambitions[0].url).main.get_text()
    rows = list(csv.DictReader(client.get("/data/recommendations.csv").getvalue().decode("utf-8-sig").splitlines()))
    assert [row["about"] for row in rows] == [f"http://localhost{tree.ambitions[0].url}", ""]


def test_nothing_is_about_a_page_of_another_area(library):
    theirs = make_tree(make_area("llep.localhost", "Othershire", is_default=False))
    line = LibrarySubject(item=NewsPageFactory(parent=library), page=theirs.strategy)
    with pytest.raises(ValidationError):
        line.full_clean()
    paper = BoardPaperPageFactory(parent=library)
    with pytest.raises(ValidationError, match="same area"):
        BoardRecommendation(paper=paper, text="Agree it.", about=theirs.strategy).full_clean()


@pytest.mark.parametrize("which", ["all", "news", "publications"])
def test_feeds_are_atom(client, library, which):
    NewsPageFactory(parent=library, title="News & more", slug="n")
    feed = ET.fromstring(client.get(f"/feeds/{which}.atom").content)  # noqa: S314 - our own
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}title")
    assert [entry.text for entry in entries] == ([] if which == "publications" else ["News & more"])


def test_a_feed_of_nothing_is_404(client, library):
    assert client.get("/feeds/gossip.atom").status_code == 404


@pytest.mark.django_db
def test_no_item_costs_a_query(client):
    counts = {}
    for count in (15, 60):
        with transaction.atomic():
            tree = make_tree(make_area())
            library = LibraryPageFactory(parent=tree.home)
            for at in range(count):
                item = NewsPageFactory(parent=library, date_on=dt.date(2000 + at % 20, 1, 1), date_precision="year")
                LibrarySubject.objects.create(item=item, page=tree.foundations[at % 3])
            for url in (library.url, item.url, "/feeds/all.atom"):
                client.get(url)
                with CaptureQueriesContext(connection) as captured:
                    client.get(url)
                counts[url.strip("/").split("/")[0] + str(url.count("/")), count] = len(captured)
            transaction.set_rollback(True)
        Site.clear_site_root_paths_cache()
    assert {key for key, count in counts if counts[key, 15] != counts[key, 60]} == set()
    assert max(counts.values()) <= 12, counts


def test_a_study_names_the_ambitions_that_rest_on_it_and_the_filter_finds_it_by_them(client, library, tree):
    study = EvidencePageFactory(parent=library, title="Study")
    NewsPageFactory(parent=library, title="News")
    first, second = tree.ambitions[:2]
    for ambition in (first, second):
        AmbitionEvidence.objects.create(ambition=ambition, name="Study", page=study)
    second.unpublish()
    words = read(client, study.url).aside.get_text()
    assert first.title in words
    assert second.title not in words
    assert titles(read(client, f"{library.url}?about={first.pk}")) == ["Study"]


def test_the_home_page_tells_the_latest_news(client, library, tree):
    for year in (2016, 2017, 2018, 2019):
        NewsPageFactory(parent=library, title=f"News of {year}", date_on=dt.date(year, 1, 1), date_precision="year")
    EvidencePageFactory(parent=library, title="Study")
    assert titles(read(client, tree.home.url)) == ["News of 2019", "News of 2018", "News of 2017"]
