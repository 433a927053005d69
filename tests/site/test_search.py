"""The page of results: what is found and in which order, kinds, pages, marks, headers, and whatever can be typed."""

import datetime as dt
import re
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction, Site

from lis_site.search import finding
from strategy.models import DraftPriority, StandardPage
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.site.searching import ask, follow, page_in, publish, refresh, soup, titles
from tests.strategy.factories import (
    KeyFigureFactory,
    SectorIndexPageFactory,
    SectorPageFactory,
    StandardPageFactory,
    StrategyPageFactory,
    make_area,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sectors(area):
    """The list of sectors, below a strategy that says nothing."""
    strategy = StrategyPageFactory(parent=area.root_page, title="Plan", summary="", big_idea="")
    return SectorIndexPageFactory(parent=strategy, summary="")


class TestWhatIsFound:
    def test_a_word_is_found_wherever_a_page_says_it(self, tree):
        ambition, foundation, health = tree.ambitions[0], tree.foundations[0], tree.health_priorities[0]
        publish(ambition, title="Net zero", code="E1", statement="No carbon by 2038.", why_it_matters="Asthma.")
        foundation.draft_priorities.add(DraftPriority(statement="Open laboratories."))
        publish(foundation, title="Ideas", summary="We innovate.")
        table = StandardPage.body.field.stream_block.child_blocks["table"].child_blocks["table"]
        cells = {"columns": [{"type": "text", "heading": "Ward"}], "rows": [{"values": ["<p>Wards</p>"]}]}
        body = [
            ("text", "<p>Run by NHSX.</p>"),
            ("figures", [KeyFigureFactory(site=tree.site, value="£69.6bn")]),
            ("table", {"caption": "Beds", "table": table.to_python(cells | {"caption": ""})}),
        ]
        publish(health, title="Health", body=body)
        say = HaveYourSayPageFactory(parent=tree.home)
        publish(ConsultationPageFactory(parent=say), title="The draft", how_to_take_part="<p>In canteens.</p>")
        for typed, title in {
            "E1": "E1 Net zero",
            "e1": "E1 Net zero",
            "carbon": "E1 Net zero",  # of its statement
            "asthma": "E1 Net zero",  # of why it matters
            "innovating": "Ideas",  # by its stem
            "laboratories": "Ideas",  # of a draft priority
            "NHSX": "Health",  # an acronym
            "69.6bn": "Health",  # of a key figure in the body
            "wards": "Health",  # of a table
            "canteens": "The draft",
        }.items():
            assert titles(tree.site, typed) == [title], typed

    def test_an_acronym_that_is_a_common_word_is_found_when_it_stands_alone(self, area):
        page_in(area, "Digital", summary="Software and IT for everyone; who it serves.")
        page_in(area, "Textiles", summary="It is made of wool.")
        assert titles(area, "IT") == titles(area, "it") == ["Digital"]
        assert titles(area, "who") == []

    def test_a_title_counts_more_than_a_summary_and_a_summary_more_than_the_body(self, area):
        page_in(area, "In the body", summary="Water.", body=[("text", "<p>A canal.</p>")])
        page_in(area, "In the summary", summary="A canal.")
        page_in(area, "A canal", summary="Water.")
        assert titles(area, "canal") == ["A canal", "In the summary", "In the body"]

    def test_what_is_retired_stands_below_and_says_so(self, area, sectors, client):
        publish(SectorPageFactory(parent=sectors), title="Canal", retired_on=dt.date(2026, 1, 1))
        publish(SectorPageFactory(parent=sectors), title="Water", summary="A canal.")
        results = ask(client, q="canal").select(".result")
        assert [result.h3.text for result in results] == ["Water", "Canal"]
        assert "no longer current" in results[1].text

    def test_phrases_alternatives_and_exclusions(self, area):
        page_in(area, "One", summary="Net zero heat.")
        page_in(area, "Two", summary="Zero the net.")
        assert titles(area, '"net zero"') == ["One"]
        assert sorted(titles(area, "heat or zero")) == ["One", "Two"]
        assert titles(area, "zero -heat") == ["Two"]


class TestThePage:
    @pytest.fixture
    def canals(self, area, sectors):
        """15 results of two kinds; 12 of them are pages of text."""
        for number in range(12):
            StandardPageFactory(parent=area.root_page, title=f"Canal {number}", summary="")
        for number in range(3):
            SectorPageFactory(parent=sectors, title=f"Canals of sector {number}")
        refresh()
        return area

    def test_each_kind_is_a_link_with_its_number(self, canals, client):
        links = ask(client, q="canal").select(".search-kinds a")
        assert [" ".join(link.text.split()) for link in links] == [
            "Everything 15 found",
            "Sectors 3 found",
            "Other pages 12 found",
        ]
        assert links[0]["aria-current"] == "true"
        of_sectors = follow(client, links[1])
        assert len(of_sectors.select(".result")) == 3
        assert of_sectors.h2.text == "3 results for “canal” in sectors"
        assert not of_sectors.select(".pagination")  # one page of results needs no numbers
        assert len(ask(client, q="canal", kind="nonsense").select(".result")) == 10
        none = ask(client, q="canal", kind="foundation")
        assert none.h2.text == "No results for “canal” in foundations"
        assert none.select_one(".search-found > p a")["href"] == "?q=canal"

    def test_the_pages_of_results_follow_one_another(self, canals, client):
        first = ask(client, q="canal", kind="page")
        second = follow(client, first.select_one('.pagination a[rel="next"]'))
        found = [link["href"] for page in (first, second) for link in page.select(".result h3 a")]
        assert len(found) == len(set(found)) == 12
        assert second.select_one('.pagination [aria-current="page"]').text == "2"
        assert second.select_one(".results")["start"] == "11"
        assert not second.select('.pagination a[rel="next"]')
        assert second.select_one('.pagination a[rel="prev"]')["href"] == "?q=canal&kind=page"
        assert "page 2 of 2" in second.title.text

    def test_a_page_that_is_not_there_is_the_first(self, canals, client):
        for number in ("0", "-1", "99", "x", "2.5", "", "9" * 5000, "٢"):
            assert ask(client, q="canal", page=number).select_one(".results")["start"] == "1", number[:9]

    def test_beyond_what_is_ranked_the_count_is_true_and_the_pages_end(self, canals, client, monkeypatch):
        monkeypatch.setattr(finding, "MOST_RANKED", 10)
        page = ask(client, q="canal")
        assert page.h2.text == "15 results for “canal”"
        assert "the best 10" in page.text
        assert not page.select(".pagination")

    def test_the_words_found_are_marked_and_nothing_of_a_page_becomes_markup(self, area, client):
        summary = "The \ue000canal\ue001 <script>alert(1)</script> & <mark>not this</mark>"
        page_in(area, "<b>Canal</b>", summary=summary)
        result = ask(client, q="canal").select_one(".result")
        assert [mark.text for mark in result.select("mark")] == ["canal"]
        assert not result.select("script, b")
        assert result.h3.text == "<b>Canal</b>"

    def test_no_mark_is_left_open_in_any_excerpt(self, area):
        page_in(area, "Words", body=[("text", "<p>" + "canal water " * 200 + "</p>")])
        (found,) = finding.search(area, "canal water").found
        assert found.excerpt.count("<mark>") == found.excerpt.count("</mark>") > 1
        assert not re.search("[\ue000-\uf8ff]", found.excerpt)

    def test_what_answers_by_its_title_alone_shows_its_summary(self, area, client):
        page_in(area, "Canal", summary="Water for all.")
        assert ask(client, q="canal").select(".result p")[-1].text == "Water for all."

    def test_it_sets_no_cookie_is_kept_for_a_minute_and_is_not_for_robots(self, canals, client):
        response = client.get("/search/?q=canal")
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()
        assert response["Cache-Control"] == "public, max-age=60"
        assert response["X-Robots-Tag"] == "noindex"
        page = soup(response)
        assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
        assert "csrfmiddlewaretoken" not in response.text
        assert page.title.text.startswith("“canal” – Search")
        assert client.post("/search/").status_code == 405

    def test_it_stays_within_the_budget(self, canals, client):
        PageViewRestriction.objects.create(page=StandardPageFactory(parent=canals.root_page), restriction_type="login")
        for parameters in (
            {},
            {"q": "canal"},
            {"q": "canal", "kind": "page", "page": "2"},
            {"q": "cannal"},
            {"q": "cannal sectr"},
            {"q": "canal nowhere"},
            {"q": "qqqqqqq zzzzzzz"},
        ):
            client.get("/search/", parameters)
            with CaptureQueriesContext(connection) as captured:
                client.get("/search/", parameters)
            assert len(captured) <= 12, (parameters, [query["sql"][:90] for query in captured])

    def test_nothing_that_can_be_typed_breaks_it(self, canals, client):
        for typed in (
            "canal " * 170_000,  # a megabyte
            "c" * 1_000_000,
            "\x00",
            "ca\x00nal",
            '"',
            '"canal',
            "'; DROP TABLE x --",
            "canal & | ! ( ) <-> :* \\",
            "!!!",
            "-",
            "-canal",
            "or or or",
            "🧵",
            "👩‍👩‍👧 canal",
            "\u202ecanal\u202c",
            "\ue000canal\ue001",
            "\ud800",
            "ﷺ" * 300,
            "e\u0301" * 5000,
            "%",
            "%s %(typed)s",
            "<script>alert(1)</script>",
            "{{ 1 }} {% url 'x' %}",
            "canal\n\n\tcanal",
        ):
            sent = typed.encode("utf-8", "surrogatepass")
            response = client.get(f"/search/?q={quote(sent)}&kind={quote(sent[:2000])}&page={quote(sent[:2000])}")
            assert len(response.content) < 100_000
            assert not soup(response).main.select("script"), typed[:30]

    def test_invisible_characters_are_taken_out_of_what_was_typed(self):
        assert finding.tidy("\u202e ca\x00nal\u200b \n  wa\u0301ter ") == "ca nal wáter"
        assert len(finding.tidy("c" * 1_000_000)) == finding.LONGEST

    def test_a_host_without_an_area_has_no_search(self, client):
        Site.objects.all().delete()
        assert client.get("/search/?q=x").status_code == 404


class TestTheForm:
    def test_it_is_in_the_masthead_of_every_page_and_not_twice_on_the_page_of_results(self, area, client):
        home = soup(client.get("/"))
        form = home.select_one("header form[role=search]")
        assert (form["action"], form["method"]) == ("/search/", "get")
        assert home.select_one("header a.masthead-find-link")["href"] == "/search/"
        assert len(ask(client, q="x").select("form")) == 1

    def test_it_is_on_the_page_that_is_not_there(self, area, client):
        page = BeautifulSoup(client.get("/no/such/page/").text, "html.parser")
        assert page.main.select_one("form[action='/search/'] input[name=q]")
        labels = [form["aria-label"] for form in page.select("form[role=search]")]
        assert len(labels) == len(set(labels)) == 2


class TestPromotions:
    @staticmethod
    def promote(words, page=None, **fields):
        return SearchPromotion.objects.create(query=Query.get(words), page=page, **fields)

    def test_what_staff_recommend_stands_first_even_when_nothing_is_found(self, area, client):
        page = page_in(area, "Weather")
        self.promote("climate", page, description="All about it.")
        for typed in ("climate", " Climate "):
            found = ask(client, q=typed).select_one(".promoted")
            assert found.a["href"] == page.url
            assert "All about it." in found.text
        assert not ask(client, q="climate change").select(".promoted")

    def test_those_of_another_area_drafts_restricted_pages_and_other_sites_do_not_show(self, area, client):
        there = make_area("there.localhost", "Thereshire", is_default=False)
        closed = page_in(area, "Closed")
        for page in (
            page_in(there, "Weather"),
            StandardPageFactory(parent=area.root_page, live=False),
            page_in(area, "Weather", below=closed),
        ):
            self.promote("climate", page)
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        self.promote("climate", external_link_url="https://example.org", external_link_text="Elsewhere")
        assert not ask(client, q="climate").select(".promoted")
