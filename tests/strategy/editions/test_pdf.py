"""The PDF as another library reads it: tagged, named, in a language, with bookmarks, links and page numbers."""

import io
import re

import pypdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf.generic import DictionaryObject

from strategy.editions.pdf import print_pdf
from strategy.editions.words import clean, heading, listed, paragraph, run, titled
from tests.strategy.editions.manuscripts import manuscript

TABLE = {
    "kind": "table",
    "caption": "Who does what",
    "head": ["Who", "What"],
    "rows": [[[paragraph("We")], [paragraph("Work")]]],
}
RICH = [
    paragraph("To lead with", kind="lead"),
    {**heading("Draft priorities"), "level": 3},
    listed([[paragraph("Do this"), listed([[paragraph("like this")]])]], kind="letters"),
    listed([[paragraph("First")], [paragraph("Second")]], kind="numbers"),
    {"kind": "notice", "blocks": [paragraph("Take care")]},
    {"kind": "quote", "blocks": [paragraph("Well said")]},
    TABLE,
    {**heading("E1 Net zero"), "level": 3, "anchor": "part-9"},
    paragraph("Serves ", run("Ideas", to="part-7"), " and ", run("nothing there", to="part-404")),
    paragraph(run("Elsewhere", href="https://example.org/else/")),
]


def printed(*blocks, **fields):
    result = print_pdf(manuscript(*blocks, **fields), version=3, made_on="22 November 2026")
    return pypdf.PdfReader(io.BytesIO(result.content)), result


@pytest.fixture(scope="module")
def reader():
    return printed(*RICH)[0]


def words_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_says_that_it_is_pdf_ua_1_with_title_and_language(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Testshire Industrial Strategy: The strategy"
    assert reader.metadata.author == "Testshire Partnership"
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"", xmp)


def kinds_of_tags(node, found):
    if isinstance(node, DictionaryObject):
        if "/S" in node:
            found.append(str(node["/S"]))
        node = node.get("/K")
    for child in node if isinstance(node, list) else [node]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, DictionaryObject):
            kinds_of_tags(child, found)
    return found


def test_headings_lists_tables_and_links_are_tagged_as_what_they_are(reader):
    tags = set(kinds_of_tags(reader.trailer["/Root"]["/StructTreeRoot"], []))
    assert {"/Document", "/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Link", "/TOC"} <= tags


def test_the_bookmarks_are_the_numbered_headings(reader):
    def titles(outline):
        return [title for item in outline for title in (titles(item) if isinstance(item, list) else [item.title])]

    found = titles(reader.outline)
    assert [" ".join(title.split()) for title in found] == [
        "Contents",
        "1 The Big Idea",
        "2 Foundations",
        "2.1 Ideas",
        "Draft priorities",
        "E1 Net zero",
        "About this document",
        "Questions",
    ]


def test_links_lead_out_and_within(reader):
    links = [
        annotation.get_object()
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object()
    ]
    assert all(link["/Subtype"] == "/Link" for link in links)
    addresses = {link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})}
    assert {"https://example.org/else/", "https://example.org/ideas/", "mailto:us@example.org"} <= addresses
    inside = [link for link in links if "/Dest" in link or "/D" in link.get("/A", {})]
    assert len(inside) >= 5  # the contents, and the reference to another part


def test_pages_are_numbered_from_the_contents_on(reader):
    assert reader.page_labels[1:4] == ["1", "2", "3"]
    assert f"Page 1 of {len(reader.pages) - 1}" in words_of(reader)


def test_the_cover_and_the_end_say_which_version_it_is(reader):
    assert "Version 3, made on 22 November 2026" in " ".join(reader.pages[0].extract_text().split())
    assert "Version 3, made on 22 November 2026" in " ".join(reader.pages[-1].extract_text().split())


def test_the_number_of_pages_is_told():
    reader, result = printed(*RICH)
    assert result.pages == len(reader.pages)


def test_every_kind_of_block_keeps_its_words(reader):
    text = words_of(reader)
    for words in ("To lead with", "Do this", "like this", "Take care", "Well said", "Who does what", "nothing there"):
        assert words in text


def test_a_sign_without_a_font_is_named_and_not_lost():
    text = words_of(printed(paragraph("Well done 😀"), paragraph(run("漢", href="https://example.org/")))[0])
    assert "Well done [grinning face]" in text
    assert "[cjk unified ideograph-6f22]" in text


def test_an_area_with_other_colours_and_nothing_to_weave_is_printed():
    assert printed(palette="hosiery")[1].pages
    assert printed(palette="unheard-of", summary="", facts=[])[1].pages


# Letters, digits and every sign of a keyboard; the signs that typst gives a meaning among them.
TYPED = st.text(st.sampled_from("abcXYZ019 #$*_`@\\<>[](){}/=+-~'\"&%^|;:,.!?£€éŵ–"), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(TYPED)
@example('#import "x": *; $sum$ `raw` // gone? /* gone */ = Head - item + item @ref <label> \\ ~ -- ---')
@example("#sys.inputs http://example.org/ 'quotes' \"quotes\"")
def test_whatever_an_editor_types_is_printed_as_typed(text):
    reader, _ = printed(paragraph("begin|", run(text, bold=True), "|end"))
    found = "".join(page.extract_text() for page in reader.pages)
    assert f"begin|{text}|end".replace(" ", "") in re.sub(r"\s", "", found)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
@example("\u00ad")
@example("\u202e\u2066\ufeff\U000e0001")
@example("a\u0300\u0301\u0302" * 10)
def test_no_text_at_all_stops_the_press(text):
    assert printed(
        paragraph(run(text, href="https://example.org/")),
        {**heading(text), "level": 3, "anchor": "part-8"},
        listed([[paragraph(text)]]),
        title=titled(text),
        summary=clean(text),
    )
