"""What the index of the search holds: what is public of each area, and nothing of what is not; and how it keeps up."""

import datetime as dt

import pytest
from wagtail.models import Page, PageViewRestriction, ReferenceIndex

from lis_site.search import entries, finding, near_words
from lis_site.search.models import SearchEntry, SearchWord
from strategy import findable
from strategy.deletion import what_protects
from tests.site.searching import page_in, publish, refresh, titles
from tests.strategy.factories import StandardPageFactory, make_area

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def there(area):
    """Another area."""
    return make_area("there.localhost", "Thereshire", is_default=False)


def close(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


class TestWhoMayFindIt:
    def test_another_area_does_not_find_it(self, area, there):
        page_in(area, "Canal")
        page_in(there, "Canal there")
        refresh()
        assert titles(area, "canal") == ["Canal"]
        assert titles(there, "canal") == ["Canal there"]
        assert near_words.did_you_mean(area, "theere") == ""
        assert near_words.did_you_mean(there, "cannal") == "canal"

    def test_a_draft_is_not_found_until_it_is_published_nor_after_it_is_taken_down(self, area):
        page = StandardPageFactory(parent=area.root_page, title="Canal", live=False)
        refresh()
        assert titles(area, "canal") == []
        publish(page)
        assert titles(area, "canal") == ["Canal"]
        page.unpublish()
        assert titles(area, "canal") == []

    def test_a_change_that_waits_for_approval_is_not_found_and_one_that_is_published_replaces(self, area):
        page = page_in(area, "River")
        page.title = "Canal"
        revision = page.save_revision()
        refresh()
        assert titles(area, "canal") == []
        revision.publish()
        assert titles(area, "canal") == ["Canal"]
        assert titles(area, "river") == []

    def test_a_restricted_page_is_not_found_nor_what_is_below_it(self, area):
        """Before the clock has looked, and after it, when its words are forgotten too."""
        top = page_in(area, "Top")
        page_in(area, "Secretcanal", below=top)
        restriction = close(top)
        assert titles(area, "secretcanal") == []
        refresh()
        assert not SearchEntry.objects.filter(title="Secretcanal").exists()
        assert near_words.did_you_mean(area, "secretcana") == ""
        page_in(area, "Canal", below=top)
        assert not SearchEntry.objects.filter(title="Canal").exists()
        restriction.delete()
        refresh()
        assert titles(area, "secretcanal") == ["Secretcanal"]

    def test_the_alias_of_a_restricted_page_is_not_found(self, area):
        page = page_in(area, "Canal")
        page.create_alias(parent=area.root_page, update_slug="twin")
        refresh()
        assert titles(area, "canal") == ["Canal", "Canal"]
        close(page)
        assert titles(area, "canal") == []
        refresh()
        assert not SearchEntry.objects.filter(title="Canal").exists()

    def test_a_page_moved_to_another_area_goes_with_its_words(self, area, there):
        page = page_in(area, "Canal")
        Page.objects.get(pk=page.pk).move(there.root_page, pos="last-child")
        assert titles(area, "canal") == []
        refresh()
        assert titles(area, "canal") == []
        assert titles(there, "canal") == ["Canal"]

    def test_a_deleted_page_leaves_nothing_and_the_index_holds_no_page_back(self, area):
        page = page_in(area, "Canal")
        assert not ReferenceIndex.get_references_to(page).exists()
        assert what_protects([page]) == ""
        page.delete()
        assert not SearchEntry.objects.filter(title="Canal").exists()


class TestTheClock:
    def test_it_indexes_what_was_never_published_and_then_has_nothing_to_do(self, area):
        StandardPageFactory(parent=area.root_page, title="Canal")
        assert titles(area, "canal") == []
        assert "written" in entries.catch_up(NOON)
        assert titles(area, "canal") == ["Canal"]
        assert entries.catch_up(NOON) is None
        assert near_words.refresh(NOON)
        assert near_words.refresh(NOON) is None

    def test_in_full_it_mends_what_was_changed_behind_its_back(self, area):
        page = page_in(area, "River")
        refresh()
        Page.objects.filter(pk=page.pk).update(title="Canal")
        refresh()
        assert titles(area, "canal") == []
        assert entries.rebuild(NOON) == "1 pages written"
        assert titles(area, "canal") == ["Canal"]

    def test_words_that_nothing_says_any_more_are_forgotten(self, area):
        page = page_in(area, "Canal")
        refresh()
        assert SearchWord.objects.filter(site=area, word="canal", entries=1).exists()
        publish(page, title="River")
        refresh()
        assert not SearchWord.objects.filter(word="canal").exists()

    def test_a_page_that_can_not_be_indexed_does_not_stop_its_editor(self, area, monkeypatch, caplog):
        monkeypatch.setattr(entries, "_write", lambda *_: 1 / 0)
        page_in(area, "Canal")
        assert "could not be indexed" in caplog.text
        monkeypatch.undo()
        refresh()
        assert titles(area, "canal") == ["Canal"]

    def test_a_body_beyond_measure_is_indexed_as_far_as_anyone_reads(self, area):
        words = " ".join(f"w{number}x{number}" for number in range(150_000))
        page_in(area, "Canal", body=[("text", f"<p>{words}</p>")])
        assert titles(area, "canal w99x99") == ["Canal"]


class TestRecords:
    """Kinds that are no pages, which the services register."""

    @pytest.fixture
    def talks(self, monkeypatch):
        for name in ("_kinds", "_of_pages", "_records"):
            monkeypatch.setattr(findable, name, dict(getattr(findable, name)))
        listed = [
            findable.Findable("1", "Canal talk", "/events/canal/", "About water."),
            findable.Findable("2", "Canal walk", "/events/walk/", is_past=True),
        ]
        kind = findable.Kind("talk", "Talk", "Talks", order=80)
        findable.register_kind(kind, records=lambda site, now: listed if site.hostname == "localhost" else [])
        return listed

    def test_they_are_found_beside_pages_and_the_clock_follows_them(self, area, there, talks):
        page_in(area, "Canal")
        refresh()
        answer = finding.search(area, "canal", kind="talk")
        assert [(kind.many, number) for kind, number in answer.counts] == [("Talks", 2), ("Other pages", 1)]
        assert [(one.title, one.url, one.kind.one, one.is_past) for one in answer.found] == [
            ("Canal talk", "/events/canal/", "Talk", False),
            ("Canal walk", "/events/walk/", "Talk", True),
        ]
        assert titles(there, "canal") == []
        assert entries.catch_up(NOON) is None
        del talks[0]
        refresh()
        assert titles(area, "canal", kind="talk") == ["Canal walk"]
        findable._records.clear()  # the service is gone
        refresh()
        assert titles(area, "canal") == ["Canal"]

    def test_two_kinds_of_one_key_are_a_mistake(self, talks):
        with pytest.raises(ValueError, match="two kinds with the key 'talk'"):
            findable.register_kind(findable.Kind("talk", "Speech", "Speeches", order=1))


def test_the_open_data_is_found_by_its_name_and_by_what_its_sets_are_called(area, client):
    refresh()
    (found,) = finding.search(area, "open data").found
    assert client.get(found.url).status_code == 200
    assert titles(area, "csv files to download") == ["Open data"]
