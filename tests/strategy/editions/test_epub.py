"""The EPUB, opened as a zip and read with a parser of XML."""

import datetime as dt
import io
import zipfile
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.editions.epub import print_epub
from strategy.editions.words import clean, heading, is_blank, paragraph, run, titled
from tests.strategy.editions.manuscripts import manuscript
from tests.strategy.editions.test_pdf import RICH

NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
H = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def printed(*blocks, **fields):
    return print_epub(manuscript(*blocks, **fields), version=3, made_on="22 November 2026", now=NOW)


def opened(*blocks, **fields):
    book = zipfile.ZipFile(io.BytesIO(printed(*blocks, **fields)))
    return book, {
        name: ElementTree.fromstring(book.read(name))  # noqa: S314 - our own
        for name in book.namelist()
        if name.endswith(("l", "f"))
    }


@pytest.fixture(scope="module")
def book():
    return opened(*RICH)


def test_the_first_file_says_what_it_is_uncompressed(book):
    first = book[0].infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book[0].read("mimetype") == b"application/epub+zip"
    assert book[0].testzip() is None


def test_the_package_lists_every_file_and_says_how_accessible_it_is(book):
    package = book[1]["EPUB/package.opf"]
    listed = {item.get("href") for item in package.iter(f"{OPF}item")}
    assert listed | {"package.opf"} == {
        name.removeprefix("EPUB/") for name in book[0].namelist() if name.startswith("EPUB/")
    }
    ids = {item.get("id") for item in package.iter(f"{OPF}item")}
    assert {ref.get("idref") for ref in package.iter(f"{OPF}itemref")} <= ids
    assert package.find(f".//{DC}title").text == "Testshire Industrial Strategy: The strategy"
    assert package.find(f".//{DC}language").text == "en-GB"
    said = {meta.get("property"): meta.text for meta in package.iter(f"{OPF}meta")}
    assert said["dcterms:modified"] == "2026-11-22T10:00:00Z"
    assert said["schema:accessibilityHazard"] == "none"
    assert said["schema:accessMode"] == "textual"


def test_every_page_has_a_language_a_title_and_headings_without_a_gap(book):
    for name, page in book[1].items():
        if not name.endswith(".xhtml"):
            continue
        assert page.get("lang") == "en-GB"
        assert page.find(f"{H}head/{H}title").text
        levels = [int(tag.tag[-1]) for tag in page.iter() if tag.tag in {f"{H}h{n}" for n in range(1, 7)}]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), (name, levels)


def test_every_link_within_the_book_leads_somewhere_and_no_id_is_used_twice(book):
    ids = {}
    for name, page in book[1].items():
        found = [tag.get("id") for tag in page.iter() if tag.get("id")]
        assert len(found) == len(set(found)), name
        ids[name.removeprefix("EPUB/")] = set(found)
    inside = 0
    for page in book[1].values():
        for link in page.iter(f"{H}a"):
            file, _, anchor = link.get("href").partition("#")
            if ":" not in file:
                inside += 1
                assert file in ids
                assert not anchor or anchor in ids[file]
    assert inside >= 5


def test_the_contents_are_numbered_as_the_headings_are(book):
    nav = book[1]["EPUB/nav.xhtml"].find(f".//{H}nav")
    assert [link.text for link in nav.iter(f"{H}a")] == [
        "1 The Big Idea",
        "2 Foundations",
        "2.1 Ideas",
        "About this document",
    ]
    assert book[1]["EPUB/chapter-2.xhtml"].find(f".//{H}h2").text == "2.1 Ideas"


def test_the_same_words_make_the_same_bytes():
    assert printed(*RICH) == printed(*RICH)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_whatever_an_editor_types_is_in_the_book_as_typed(text):
    _, pages = opened(
        paragraph(run(text, italic=True, href="https://example.org/?a=1&b=<2>")), {**heading(text), "level": 3}
    )
    page = pages["EPUB/chapter-2.xhtml"]
    wanted = clean(text)
    if not is_blank(wanted):
        assert page.find(f".//{H}a/{H}em").text == wanted
        assert page.find(f".//{H}a").get("href") == "https://example.org/?a=1&b=<2>"
    assert page.find(f".//{H}h3").text == titled(text)
