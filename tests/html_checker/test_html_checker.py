"""The checker finds what it is for, and is shown the pages of the site."""

import os

import pytest

from tests.html_checker import HOW_TO_GET_ONE, PagesSeen, errors, find_checker

PAGE = '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>T</title></head><body>{}</body></html>'


@pytest.fixture(autouse=True)
def checker():
    if not find_checker():
        if os.environ.get("REQUIRE_HTML_CHECKER") == "1":
            pytest.fail(f"REQUIRE_HTML_CHECKER is set, and {HOW_TO_GET_ONE}")
        pytest.skip(HOW_TO_GET_ONE)


def test_it_tells_a_sound_page_from_a_broken_one(tmp_path):
    (tmp_path / "sound.html").write_text(PAGE.format("<h1>A page</h1><input name='a' aria-label='A' value='\x01'>"))
    (tmp_path / "twice.html").write_text(PAGE.format("<h1>A page</h1><p id='a'>One<p id='a'>Two"))
    (tmp_path / "skipped.html").write_text(PAGE.format("<h1>A page</h1><h3>A part</h3>"))
    (tmp_path / "stray.html").write_text(PAGE.format("<h1>A page</h1></div>"))
    found = errors(tmp_path)
    assert {line.partition(":")[0] for line in found} == {"twice.html", "skipped.html", "stray.html"}
    assert any("Duplicate ID" in line for line in found)


def test_pages_of_the_site_are_kept_once_for_each_make(client, tree, monkeypatch):
    seen = PagesSeen()
    monkeypatch.setattr("tests.html_checker.PAGES_SEEN", seen)
    for path in ("/", "/", "/not-there/", "/admin/login/", "/robots.txt"):
        client.get(path)
    assert sorted(asked.partition(",")[0] for asked in seen.asked.values()) == ["GET / (200", "GET /not-there/ (404"]
    assert seen.errors() == []

    home = next(name for name, asked in seen.asked.items() if asked.startswith("GET / "))
    (seen.folder / home).write_text(PAGE.format("<h1>A page</h1></div>"))
    (error,) = seen.errors()
    assert error.startswith("GET / (200, in tests/html_checker/")
    assert "Stray end tag" in error
