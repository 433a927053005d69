"""When a search finds nothing: what was meant, what to try, and what is noted of it."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from lis_site.area_start import make_base_rows
from lis_site.search import finding, misses, near_words
from lis_site.search.models import FruitlessSearch
from tests.site.searching import ask, follow, page_in, refresh
from tests.strategy.factories import FoundationIndexPageFactory, StrategyPageFactory, make_area

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


@pytest.mark.django_db
class TestDidYouMean:
    def test_a_slip_is_put_right(self, area, client):
        words = "Foundations of productivity. Productivity foundations. Environment. Commitment. Innovation. Strategy."
        page_in(area, "Words", body=[("text", f"<p>{words}</p>")])
        refresh()
        for typed, meant in {
            "foundatons": "foundations",
            "Foundatons": "foundations",
            "productivty foundations": "productivity foundations",
            "enviroment": "environment",
            "stratgey": "strategy",
            "comittment": "commitment",
            '"productivty foundations"': '"productivity foundations"',
            "foundation innovaton": "foundation innovation",  # the first is known by its stem
        }.items():
            link = ask(client, q=typed).select_one(".search-nothing .lead a")
            assert link.text == meant
            assert follow(client, link).select(".result")

    def test_what_is_like_nothing_is_left_alone(self, area):
        page_in(area, "Firm foundations of productivity")
        refresh()
        for typed in ("qqqqqqqq", "12345", "🧵", "with", "from", "productivty foundatons zzzzzzz", ""):
            assert near_words.did_you_mean(area, typed) == "", typed

    def test_a_suggestion_is_never_one_that_finds_nothing(self, area):
        page_in(area, "Canal")
        page_in(area, "Textiles")
        refresh()
        assert near_words.did_you_mean(area, "cannal") == "canal"
        assert near_words.did_you_mean(area, "cannal textils") == ""


@pytest.mark.parametrize(
    ("typed", "meant", "number"),
    [
        ("foundatons", "foundations", 1),
        ("stratgey", "strategy", 1),
        ("comittment", "commitment", 2),
        ("same", "same", 0),
        ("", "abc", 3),
    ],
)
def test_slips_are_counted(typed, meant, number):
    assert near_words.slips(typed, meant) == near_words.slips(meant, typed) == number


@pytest.mark.django_db
class TestWhatToDoInstead:
    def test_it_says_what_to_try_and_leads_into_the_strategy(self, area, client):
        foundations = FoundationIndexPageFactory(parent=StrategyPageFactory(parent=area.root_page))
        page = ask(client, q="qqqqqqq")
        assert "Nothing found for “qqqqqqq”" in page.h2.text
        assert "What to try" in page.text
        assert foundations.url in [link["href"] for link in page.select(".ways-in a")]
        assert page.select_one("#search")["value"] == "qqqqqqq"
        empty = ask(client)
        assert empty.select_one("#search")
        assert not empty.select(".search-nothing")
        assert empty.select(".ways-in a")

    def test_words_that_no_page_has_together_can_be_looked_for_apart(self, area, client):
        page_in(area, "Canal")
        page_in(area, "Textiles")
        refresh()
        link = ask(client, q="canal textiles").select_one(".search-nothing .lead a")
        assert len(follow(client, link).select(".result")) == 2


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("net zero", "net or zero"),
        ("low-carbon heat", "low-carbon or heat"),
        ("canal", ""),
        ('"net zero"', ""),
        ("net -zero", ""),
        ("-net zero", ""),
        (" ".join("abcdefghi"), ""),
    ],
)
def test_what_asks_for_more_than_words_is_not_taken_apart(typed, apart):
    assert finding.any_word_of(typed) == apart


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Tram-stops, O'Neill’s!", "tram-stops o'neill’s"),
        ("E1", "e1"),
        ("net zero 2038", "net zero 2038"),
        ("jo.bloggs@example.org", ""),
        ("jo @ example", ""),
        ("0113 496 0000", ""),
        ("QQ 12 34 56 C", ""),
        ("a" * 81, ""),
        ("one two three four five six seven eight nine", ""),
        ("=cmd|' /C calc'!A0", "cmd c calc a0"),
        ("🧵", ""),
    ],
)
def test_no_address_no_long_number_and_no_long_text_is_noted(typed, words):
    assert misses.worth_noting(typed) == words


@pytest.mark.django_db
class TestWhatIsNoted:
    def test_it_is_counted_once_a_day_for_the_same_words(self, area, client):
        for typed in ("Tram stops!", "tram  STOPS", "tram stops"):
            ask(client, q=typed)
        noted = FruitlessSearch.objects.get()
        assert (noted.words, noted.times, noted.on, noted.site) == ("tram stops", 3, timezone.localdate(), area)

    def test_what_finds_something_or_asks_for_nothing_is_not_noted(self, area, client):
        page_in(area, "Canal")
        for parameters in ({"q": "canal"}, {"q": "canal", "kind": "foundation"}, {"q": ""}, {"q": "🧵"}, {}):
            ask(client, **parameters)
        client.head("/search/?q=tram")
        assert not FruitlessSearch.objects.exists()

    def test_a_robot_fills_neither_the_count_nor_the_table(self, area, monkeypatch):
        monkeypatch.setattr(misses, "MOST_TIMES_A_DAY", 3)
        monkeypatch.setattr(misses, "MOST_WORDS_A_DAY", 2)
        for word in ["tram"] * 5 + ["bus", "ferry", "raft", "tram"]:
            misses.note(area, word, NOON)
        assert list(FruitlessSearch.objects.order_by("pk").values_list("words", "times")) == [("tram", 3), ("bus", 1)]

    def test_what_is_in_the_table_is_counted_when_the_table_is_full(self, area, monkeypatch):
        monkeypatch.setattr(misses, "MOST_WORDS_A_DAY", 1)
        for word in ("tram", "bus", "tram"):
            misses.note(area, word, NOON)
        assert list(FruitlessSearch.objects.values_list("words", "times")) == [("tram", 2)]

    def test_half_a_year_later_it_is_forgotten(self, area):
        misses.note(area, "tram", NOON)
        assert misses.forget(NOON + misses.KEPT) is None
        assert misses.forget(NOON + misses.KEPT + dt.timedelta(days=1)) == "1 forgotten"
        assert not FruitlessSearch.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_search_that_cannot_be_noted_is_answered_all_the_same(client):
    make_base_rows()
    make_area()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE lis_site_fruitlesssearch RENAME TO gone")
    try:
        assert ask(client, q="tram").select_one(".search-nothing")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE gone RENAME TO lis_site_fruitlesssearch")
