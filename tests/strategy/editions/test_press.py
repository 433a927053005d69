"""Editions are made when the pages change, once, whole or not at all, and for everybody's eyes only."""

import datetime as dt
import io
import threading
import zipfile
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from strategy.editions import manuscript, press
from strategy.models import DraftPriority, StrategyEdition
from strategy.models.edition import EditionFormat, file_size
from tests.strategy.factories import AmbitionStatusFactory, make_area, make_tree

NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def manuscript_of(area):
    found = manuscript.manuscript_of(area)
    assert found is not None
    return found


def row(area, form="pdf"):
    return StrategyEdition.objects.get(site=area, format=form)


def words(area):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(row(area).path).pages).split())


def files(media):
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def test_both_formats_are_made_from_the_pages(area, tree):
    DraftPriority.objects.create(page=tree.foundations[0], statement="Help firms", examples="Such as this")
    tree.ambitions[0].why_it_matters = "It matters"
    tree.ambitions[0].target = "Half of it"
    tree.ambitions[0].body = [("heading", "More"), ("text", "<p>A <b>bold</b> word</p>")]
    tree.ambitions[0].save()
    AmbitionStatusFactory(ambition=tree.ambitions[0], status="some_delay")
    tree.strategy.links_note = "The links are our reading."
    tree.strategy.save()
    assert press.make_editions(NOW) == "2 files made"
    text = words(area)
    for part in (*tree.foundations, *tree.challenges, *tree.priorities, *tree.health_priorities, *tree.ambitions):
        assert part.title in text
    for said in ("Help firms", "Such as this", "It matters", "Half of it", "Some delay", "A bold word", "our reading"):
        assert said in text
    assert f"Serves: {tree.foundations[0].title} (leads), {tree.challenges[0].title} (leads)" in text
    pdf = row(area)
    assert pdf.pages == len(pypdf.PdfReader(pdf.path).pages)
    assert pdf.size == pdf.path.stat().st_size
    assert pdf.described == f"PDF, {file_size(pdf.size)}, {pdf.pages} pages, made on 22 November 2026"
    book = row(area, "epub")
    assert (book.pages, book.version) == (None, 1)
    assert zipfile.ZipFile(book.path).testzip() is None


def whole_of(site) -> dict[str, Any]:
    """The manuscript of an area that has a strategy."""
    manuscript = manuscript_of(site)
    assert manuscript is not None
    return manuscript


def test_the_numbers_are_those_of_the_one_page_strategy(area, tree, client):
    tree.challenges[0].unpublish()
    text = client.get(tree.whole.url).text
    for chapter in whole_of(area)["chapters"]:
        assert f'<span class="whole-number">{chapter["number"]}</span>{chapter["title"]}' in text
        for section in chapter["sections"]:
            assert f'<span class="whole-number">{section["number"]}</span>' in text


def test_nothing_is_made_while_nothing_changes(area, tree):
    press.make_editions(NOW)
    assert press.make_editions(LATER) is None
    assert row(area).made_at == NOW


def test_a_change_makes_a_new_version_and_keeps_the_last_file_for_those_who_read_it(area, tree, media):
    press.make_editions(NOW)
    for number in (2, 3):
        tree.foundations[0].title = f"Renamed {number}"
        tree.foundations[0].save()
        assert press.make_editions(LATER) == "2 files made"
        assert {edition.version for edition in StrategyEdition.objects.all()} == {number}
        assert f"Renamed {number}" in words(area)
    assert {name.partition("-")[0] for name in files(media)} == {"2", "3"}


def test_a_lost_file_is_made_again_as_the_same_version(area, tree):
    press.make_editions(NOW)
    row(area).path.unlink()
    press.make_editions(LATER)
    assert (row(area).version, row(area).made_at) == (1, LATER)
    assert row(area).path.is_file()


def test_what_not_everybody_may_read_is_in_no_edition_and_not_on_the_page(area, tree, client):
    secret = tree.foundations[1]
    secret.title = "Nobody else knows"
    secret.save()
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    press.make_editions(NOW)
    assert secret.title not in words(area)
    assert tree.foundations[0].title in words(area)
    assert secret.title not in client.get(tree.whole.url).text
    PageViewRestriction.objects.create(page=tree.foundation_index, restriction_type="login")
    assert "foundations" not in {chapter["anchor"] for chapter in whole_of(area)["chapters"]}


@pytest.mark.parametrize("how", ["unpublished", "restricted"])
def test_the_files_go_when_the_strategy_does_and_versions_go_on_counting(area, tree, media, client, how):
    press.make_editions(NOW)
    if how == "unpublished":
        tree.strategy.unpublish()
    else:
        restriction = PageViewRestriction.objects.create(page=tree.strategy, restriction_type="login")
    press.make_editions(LATER)
    assert files(media) == []
    assert client.get("/download/strategy.pdf").status_code == 404
    if how == "unpublished":
        tree.strategy.save_revision().publish()
    else:
        restriction.delete()
    tree.strategy.refresh_from_db()
    tree.strategy.big_idea = "Another idea"
    tree.strategy.save()
    press.make_editions(LATER)
    assert row(area).version == 2


def test_each_area_has_its_own(area, tree):
    other = make_area("other.localhost", "Othershire", is_default=False)
    theirs = make_tree(other, count=1)
    assert press.make_editions(NOW) == "4 files made"
    assert theirs.foundations[0].title in words(other)
    assert theirs.foundations[0].title not in words(area)


def test_an_area_that_fails_does_not_stop_the_others(area, tree, caplog, settings):
    other = make_area("other.localhost", "Othershire", is_default=False)
    make_tree(other, count=1)
    blocked = Path(settings.MEDIA_ROOT) / "editions" / str(area.pk)
    blocked.parent.mkdir()
    blocked.write_text("a file where the folder should be")
    assert press.make_editions(NOW) == "2 files made"
    assert f"the editions of area {area.pk} could not be made" in caplog.text
    assert not StrategyEdition.objects.filter(site=area).exists()


def test_an_area_without_a_strategy_has_none(area):
    assert press.make_editions(NOW) is None


def test_what_a_killed_press_left_is_removed_and_was_never_offered(area, tree, media):
    folder = media / "editions" / str(area.pk)
    folder.mkdir(parents=True)
    (folder / "1-abc.pdf.77.part").write_bytes(b"%PDF half")
    (folder / "1-abc.epub").write_bytes(b"whole, but killed before its row")
    press.make_editions(NOW)
    assert len(files(media)) == 2
    assert not any(name.startswith("1-abc") for name in files(media))


def test_a_file_is_never_seen_half_written(tmp_path, monkeypatch):
    seen = []
    path = tmp_path / "edition.pdf"
    monkeypatch.setattr(press.os, "fsync", lambda number: seen.append(path.exists()))
    press._write(path, b"whole")
    assert seen == [False]
    assert path.read_bytes() == b"whole"
    assert files(tmp_path) == ["edition.pdf"]


def test_sizes_read_as_people_count():
    assert [file_size(size) for size in (1, 212_300, 999_499, 999_500, 1_250_000)] == [
        "1 KB",
        "212 KB",
        "999 KB",
        "1.0 MB",
        "1.2 MB",
    ]


def test_making_costs_few_queries_and_no_more_for_more_rows(area, django_assert_max_num_queries):
    make_tree(area, count=4)
    with django_assert_max_num_queries(20):
        manuscript_of(area)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_make_one_edition(area, media):
    make_tree(area, count=2)
    start = threading.Barrier(4)
    outcomes = []

    def tick():
        start.wait()
        outcomes.append(press.make_for(area, timezone.now()))
        connection.close()

    clocks = [threading.Thread(target=tick) for _ in range(4)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    assert sorted(outcomes) == [0, 0, 0, len(EditionFormat)]
    assert len(files(media)) == 2
    assert {edition.version for edition in StrategyEdition.objects.all()} == {1}


@pytest.mark.django_db(transaction=True)
def test_while_one_makes_another_waits_for_the_next_minute(area):
    make_tree(area, count=1)
    outcomes = []

    def tick():
        outcomes.append(press.make_for(area, NOW))
        connection.close()

    with transaction.atomic():
        assert press._take_lock(area)
        clock = threading.Thread(target=tick)
        clock.start()
        clock.join()
    assert outcomes == [0]
    assert press.make_for(area, NOW) == 2


def test_the_same_content_has_the_same_fingerprint_and_a_new_look_another(area, tree, monkeypatch):
    before = press.fingerprint_of(whole_of(area))
    assert press.fingerprint_of(whole_of(area)) == before
    monkeypatch.setitem(press.shades.BRIGHT, "bright-weld", "#000000")
    assert press.fingerprint_of(whole_of(area)) != before


def test_a_reader_opens_what_was_stored(area, tree):
    press.make_editions(NOW)
    root: Any = pypdf.PdfReader(io.BytesIO(row(area).path.read_bytes())).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
