"""Editors' rich text as plain data: every word kept, nothing read as markup, only safe links."""

from hypothesis import given
from hypothesis import strategies as st

from strategy.blocks import BodyBlock
from strategy.editions.body import _KINDS
from strategy.editions.shades import BRIGHT, SHADES
from strategy.editions.words import address, clean, paragraph, rich, run
from tests.running import ROOT

ROOT_ADDRESS = "https://example.org"


def words(blocks):
    return [[part["text"] for part in block["runs"]] for block in blocks]


def test_paragraphs_lists_and_styles():
    html = "<p>Plain <b>bold <i>both</i></b></p><ul><li>One<ol><li>Inner</li></ol></li><li>Two</li></ul><h3>Head</h3>"
    first, bullets, head = rich(html, ROOT_ADDRESS)
    assert [(part["text"], part["bold"], part["italic"]) for part in first["runs"]] == [
        ("Plain ", False, False),
        ("bold ", True, False),
        ("both", True, True),
    ]
    assert bullets["kind"] == "bullets"
    assert words(bullets["items"][1]) == [["Two"]]
    inner = bullets["items"][0][1]
    assert (inner["kind"], words(inner["items"][0])) == ("numbers", [["Inner"]])
    assert head == {"kind": "heading", "level": 2, "text": "Head"}


def test_links_are_written_out_and_unsafe_ones_become_words():
    block = rich(
        '<p><a href="/a/">in</a> <a href="javascript:alert(1)">bad</a> <a href="http://[">odd</a></p>', ROOT_ADDRESS
    )[0]
    hrefs = {part["text"]: part["href"] for part in block["runs"]}
    assert hrefs["in"] == "https://example.org/a/"
    assert hrefs["bad"] == hrefs["odd"] == ""


def test_what_looks_like_markup_is_text():
    assert words(rich("<p>#let x = 1; $y$ *z* &lt;script&gt; @ref \\</p>", ROOT_ADDRESS)) == [
        ["#let x = 1; $y$ *z* <script> @ref \\"]
    ]


def test_empty_paragraphs_and_lists_leave_nothing():
    assert rich("<p></p><p> </p><ul></ul><ul><li></li></ul><h3> </h3><hr/>", ROOT_ADDRESS) == []


def test_loose_text_and_breaks_are_kept():
    assert words(rich("loose<br/>text<p>then</p>", ROOT_ADDRESS)) == [["loose", " ", "text"], ["then"]]


def test_a_link_without_words_is_no_link():
    assert run(" ", href="https://example.org/")["href"] == ""


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_cleaning_takes_only_what_no_document_can_hold(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    visible = [sign for sign in text if not sign.isspace() and sign.isprintable()]
    assert [sign for sign in cleaned if not sign.isspace() and sign.isprintable()] == visible


@given(st.text(max_size=200))
def test_no_address_that_an_editor_types_breaks_or_leads_astray(href):
    assert address(href, ROOT_ADDRESS).partition(":")[0].lower() in ("", "http", "https", "mailto", "tel")


def test_parts_of_a_paragraph_may_be_plain():
    assert words([paragraph("a", run("b", bold=True), "")]) == [["a", "b"]]


def test_every_block_that_an_editor_may_use_has_a_form_on_paper():
    assert set(_KINDS) == set(BodyBlock().child_blocks)


def test_the_shades_are_those_of_the_website():
    tokens = (ROOT / "static/css/tokens.css").read_text()
    wool, _, hosiery = tokens.partition(".palette-hosiery")
    for palette, text in (("wool", wool), ("hosiery", hosiery)):
        for name, shade in SHADES[palette].items():
            own = [line for line in text.splitlines() if line.strip().startswith(f"--{name}:")]
            for line in own:
                assert shade in line, (palette, name)
            assert own or palette != "wool", name
    bright = (ROOT / "static/css/components/weave.css").read_text()
    for name, shade in BRIGHT.items():
        assert f".dye-{name.removeprefix('bright-')} {{ fill: {shade}; }}" in bright
