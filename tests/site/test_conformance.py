"""The checker of pages notices what it is for; tests/site/test_crawl.py lets it read every page of the demo."""

import pytest
from bs4 import BeautifulSoup

from tests.site.conformance import problems

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Page</title></head>
<body><header><a href="#main">Skip</a></header><main id="main" tabindex="-1"><h1>Page</h1>{}</main></body></html>"""


def of(body):
    return problems(BeautifulSoup(PAGE.format(body), "html.parser"))


@pytest.mark.parametrize(
    "body",
    [
        "<h2>Part</h2><p>Words <strong>and <em>more</em></strong> <time datetime='2026-11'>November</time>.</p>",
        "<form method='get' action='/x/'><label for='a'>A</label> <input id='a' name='a' type='text'></form>",
        "<label>B <select name='b'><option value=''>None</option></select></label>",
        "<fieldset><legend><h2>Who</h2></legend><label><input type='radio' name='r' value='1'> Me</label></fieldset>",
        "<dl><div><dt>One</dt><dd>1</dd></div></dl><dl><dt>Two</dt><dd>2</dd><dd>zwei</dd></dl>",
        (
            "<table><caption>T</caption><thead><tr><th scope='col'>A</th><th scope='col'>B</th></tr></thead>"
            "<tbody><tr><th scope='row' rowspan='2'>1</th><td>x</td></tr><tr><td>y</td></tr></tbody></table>"
        ),
        "<details><summary><h2>More</h2></summary><p>Words</p></details><img src='/a.png' alt=''>",
        "<svg viewBox='0 0 1 1' role='img' aria-labelledby='t'><title id='t'>A line</title><path d='M0 0'/></svg>",
        "<nav aria-label='Pages'><ul><li><a href='?page=2' aria-current='page'>2</a></li></ul></nav>",
    ],
)
def test_a_sound_page_has_no_problem(body):
    assert of(body) == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<p id='a'></p><p id='a'></p>", "there 2 times"),
        ("<p id='a b'></p>", "has a space"),
        ("<h1>Again</h1>", "2 headings of level 1"),
        ("<h3>Deep</h3>", "skipped"),
        ("<center>x</center>", "calls obsolete"),
        ("<p align='left'>x</p>", "no attribute of this element: align"),
        ("<table border='1'><tr><th scope='row'>x</th></tr></table>", "border"),
        ("<p aria-labeled='x'>x</p>", "aria-labeled"),
        ("<p onclick='x()'>x</p>", "onclick"),
        ("<label for='gone'>x</label>", "for leads to no element"),
        ("<p id='p'></p><label for='p'>x</label>", "nothing that can be labelled"),
        ("<label>x</label>", "nothing that can be labelled"),
        ("<input name='a' type='text'>", "no label"),
        ("<section aria-labelledby='gone'></section>", "leads to no element"),
        ("<a href='#gone'>x</a>", "an anchor that is not here"),
        ("<a href='/'><button type='button'>x</button></a>", "can be worked"),
        ("<button type='button'><a href='/'>x</a></button>", "can be worked"),
        ("<a href='/'><span><input type='checkbox' aria-label='x'></span></a>", "can be worked"),
        ("<img src='/a.png'>", "no alt"),
        ("<svg viewBox='0 0 1 1'></svg>", "neither named nor hidden"),
        ("<table><tr><th>x</th></tr></table>", "no scope"),
        ("<table><tr><td>x</td></tr></table>", "without headings"),
        (
            "<table><tr><th scope='col'>x</th><th scope='col'>y</th></tr><tr><td>1</td></tr></table>",
            "rows of different width",
        ),
        ("<ul><p>x</p></ul>", "holds <p>"),
        ("<ol><div><li>x</li></div></ol>", "holds <div>"),
        ("<div><li>x</li></div>", "stands in <div>"),
        ("<dl><dt>x</dt></dl>", "a term without its description"),
        ("<dl><p>x</p></dl>", "holds <p>"),
        ("<span><div>x</div></span>", "only what stands in a line"),
        ("<h2><p>x</p></h2>", "only what stands in a line"),
        ("<button type='button'><ul><li>x</li></ul></button>", "only what stands in a line"),
        ("<details><p>x</p><summary>y</summary></details>", "not the first"),
        ("<fieldset><p>x</p><legend>y</legend></fieldset>", "not the first"),
        ("<div><legend>y</legend></div>", "stands in <div>"),
        ("<article><main><p>x</p></main></article>", "main stands in a part"),
        ("<input type='e-mail' aria-label='x'>", "type has no such value"),
        ("<p role='buton'>x</p>", "no such role"),
        ("<p tabindex='first'>x</p>", "no whole number"),
        ("<a href='/a b/'>x</a>", "a space in href"),
        ("<time>yesterday</time>", "that a machine can read"),
        ("<span aria-label='x'>y</span>", "a name that nothing reads out"),
        ("<script type='application/ld+json'>{,}</script>", "no JSON"),
        ("<a href='/' aria-current='here'>x</a>", "aria-current has no such value"),
    ],
)
def test_what_is_wrong_is_noticed(body, says):
    assert says in " ".join(of(body))


def test_a_page_needs_its_head():
    found = " ".join(problems(BeautifulSoup("<!DOCTYPE html><html><body><h1>x</h1></body></html>", "html.parser")))
    for says in ("no title", "no language", "no charset", "not one main"):
        assert says in found
