"""Acronyms are written out once, in body text only, and nothing else changes."""

import re
import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as some

from strategy.acronyms import Acronym, write_out, write_out_in_main

LEP = Acronym("LEP", "Local Enterprise Partnership", "Local Enterprise Partnerships")
LIS = Acronym("LIS", "Local Industrial Strategy")
NHS = Acronym("NHS", "National Health Service")
AI = Acronym("AI", "artificial intelligence")
LLEP = Acronym("LLEP", "Leicester and Leicestershire LEP")
RD = Acronym("R&D", "research & development")
ALL = (LEP, LIS, NHS, AI, LLEP, RD)
FULL = "Local Enterprise Partnership (LEP)"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>The LEP met. The LEP agreed.</p>", f"<p>The {FULL} met. The LEP agreed.</p>"),
        ("<p>The <strong>LEP</strong></p>", f"<p>The <strong>{FULL}</strong></p>"),
        ("<p>All LEPs</p><p>One LEP</p>", "<p>All Local Enterprise Partnerships (LEPs)</p><p>One LEP</p>"),
        ("<p>Every LIS, many LISs</p>", "<p>Every Local Industrial Strategy (LIS), many LISs</p>"),
        (
            "<p>The LEP’s board, the LEP</p>",
            "<p>The Local Enterprise Partnership’s (LEP’s) board, the LEP</p>",
        ),
        ("<p>An NHS trust</p>", "<p>An NHS (National Health Service) trust</p>"),
        ("<p>AI at work. AI too</p>", "<p>Artificial intelligence (AI) at work. AI too</p>"),
        ("<p>Now. “AI</p>", "<p>Now. “Artificial intelligence (AI)</p>"),
        ("<p>R&amp;D pays</p>", "<p>Research &amp; development (R&amp;D) pays</p>"),
        (
            "<p>The LLEP is a LEP</p>",
            f"<p>The Leicester and Leicestershire LEP (LLEP) is a {FULL}</p>",
        ),
    ],
)
def test_the_first_one_in_body_text_is_written_out(before, after):
    assert write_out(before, ALL) == after


@pytest.mark.parametrize(
    "html",
    [
        "<h1>LEP</h1>",
        "<h3>The <em>LEP</em></h3>",
        '<a href="/lep/">LEP</a>',
        '<abbr title="Local Enterprise Partnership">LEP</abbr>',
        "<table><caption>LEP</caption><tr><th>LEP</th></tr></table>",
        "<nav><ul><li>LEP</li></ul></nav>",
        "<button>LEP</button><label>LEP</label><summary>LEP</summary>",
        "<code>LEP</code><script>if (a < b) LEP</script><svg><text>LEP</text></svg>",
        '<img alt="LEP"><p title="a > LEP">Words</p><!-- LEP -->',
        '<p class="small eyebrow">LEP</p><span class="sr">LEP</span><i aria-hidden="true">LEP</i><p hidden>LEP</p>',
        '<a href="/a.pdf">Paper</a> <span class="quiet file-facts">(LEP, 3 pages)</span>',
        "<blockquote><p>The LEP listened</p></blockquote>",
        "<p>HELP, LEPER, lep, LEP-led, non-LEP, a@LEP.org, LEP.org, LE<b>P</b>, x/LEP, &LEP;</p>",
    ],
)
def test_it_is_left_alone_where_it_is_no_body_text_and_no_whole_word(html):
    assert write_out(html, ALL) == html
    assert write_out(f"{html}<p>the LEP</p>", ALL) == f"{html}<p>the {FULL}</p>"


@pytest.mark.parametrize(
    "introduction",
    [
        "Local Enterprise Partnership (LEP)",
        "local Enterprise\n  Partnership (LEP)",
        "Local <b>Enterprise</b> Partnership (<i>LEP</i>)",
        '<a href="/">Local Enterprise Partnership</a> (LEP)',
        "Leeds City Region Enterprise Partnership (the LEP)",
        "Local Enterprise Partnerships (LEPs)",
        "Local Enterprise Partnership (LEP, for short)",
        "the LEP (Local Enterprise Partnership)",
    ],
)
def test_it_is_left_alone_once_the_text_has_introduced_it(introduction):
    html = f"<p>{introduction}</p><p>The LEP</p>"
    assert write_out(html, ALL) == html


def test_a_name_in_a_menu_introduces_nothing():
    html = f"<nav>{FULL}</nav><p>The LEP</p>"
    assert write_out(html, ALL) == f"<nav>{FULL}</nav><p>The {FULL}</p>"


def test_what_stands_for_itself_is_not_written_out():
    assert write_out("<p>NHSX</p>", [Acronym("NHSX", "NHSX"), Acronym("NP11", "")]) == "<p>NHSX</p>"


def test_a_name_is_text_and_never_markup():
    html = write_out("<p>X1</p>", [Acronym("X1", "<script>alert(1)</script>")])
    assert BeautifulSoup(html, "html.parser").find("script") is None


def test_of_a_document_only_main_is_changed():
    document = (
        "<html><title>LEP</title><header>LEP</header><main id=main><p>the LEP</p></main><footer>LEP</footer></html>"
    )
    assert write_out_in_main(document, ALL) == document.replace("the LEP", f"the {FULL}")
    assert write_out_in_main("no main, LEP", ALL) == "no main, LEP"


WORDS = ["the", "an", "a", "LEP", "LEPs", "LEP’s", "NHS", "AI", "LLEP", "R&amp;D", "LIS", "(LEP)", "(", ")", ".", "<"]
WORDS += ["&lt;", "“", "\n", "LEP-led", "Local Enterprise Partnership", "Leicester and Leicestershire LEP"]
words = some.sampled_from([*WORDS, "artificial intelligence"])
texts = some.lists(words, max_size=8).map(" ".join)
tags = some.sampled_from(
    ["p", "b", "h2", "a", "nav", "ul", "li", "span", "code", "th", 'p class="sr"', 'em data-x="a > LEP"', "svg", "q"]
)
nodes = some.recursive(
    texts,
    lambda inside: some.builds(
        lambda tag, parts: f"<{tag}>{' '.join(parts)}</{tag.split()[0]}>", tags, some.lists(inside, max_size=4)
    ),
    max_leaves=12,
)
pages = some.lists(nodes, max_size=5).map(" ".join)


@given(pages)
def test_only_words_are_added_and_the_markup_stays(html):
    written = write_out(html, ALL)
    tag = re.compile(r"</?[a-z][^>\"]*(?:\"[^\"]*\")?[^>\"]*>")
    assert tag.findall(written) == tag.findall(html)
    left = iter(written)
    assert all(letter.lower() in (next_letter.lower() for next_letter in left) for letter in html)


@given(pages)
def test_a_second_pass_adds_nothing(html):
    written = write_out(html, ALL)
    assert write_out(written, ALL) == written


@given(pages)
def test_each_is_written_out_once_at_most(html):
    added = len(write_out(html, (LEP,))) - len(html)
    names = [f"{LEP.name} ()", f"{LEP.plural} ()", f"{LEP.name}’s ()"]
    assert added in {0, *map(len, names)}


@given(some.text(alphabet="<>/&;\"'= LEPap(-!s\u2029"))
def test_anything_at_all_is_survived(html):
    left = iter(write_out(html, ALL))
    assert all(letter in left for letter in html)


def test_a_long_page_and_a_long_glossary_cost_little():
    """Below 5 ms on a quiet machine for the whole strategy (36 kB); this page is three times as long."""
    item = '<li class="ambition" id="a"><h3><a href="/x/">A net zero region</a></h3><p>Some more words.</p></li>'
    html = "<main>" + item * 900 + "<p>the LEP</p></main>"
    many = (*ALL, *(Acronym(f"AB{at}", f"Some name {at}") for at in range(200)))
    write_out_in_main(html, many)
    start = time.process_time()
    assert FULL in write_out_in_main(html, many)
    assert time.process_time() - start < 0.1


def test_a_tag_that_never_ends_costs_no_more_than_its_length():
    html = "<p " + "a='" * 20_000 + "LEP"
    start = time.process_time()
    write_out(html, ALL)
    assert time.process_time() - start < 1
