"""Many stylesheets are written, one travels, and both mean the same."""

import pytest

from lis_site.stylesheet import UnbundlableStylesheet, bundle, squeeze


def bundle_of(**files: str) -> str:
    """Bundle site.css of files given as `site` and `tokens` for css/site.css and css/tokens.css."""
    return bundle("css/site.css", lambda name: files[name.removeprefix("css/").removesuffix(".css").replace("/", "_")])


def test_an_import_becomes_a_block_in_its_layer():
    css = bundle_of(site='@layer a, b;\n@import "tokens.css" layer(a);', tokens=":root { --ink: #111; }")
    assert css == "@layer a,b;@layer a{:root{--ink: #111;}}"


def test_the_order_of_the_imports_is_kept():
    css = bundle_of(site='@import "b.css" layer(x);@import "a.css" layer(y);', a="a{top:1px}", b="b{top:2px}")
    assert css == "@layer x{b{top:2px}}@layer y{a{top:1px}}"


def test_an_import_for_a_medium_keeps_its_medium():
    css = bundle_of(site='@import url("print.css") layer(print) print;', print="a{top:0}")
    assert css == "@layer print{@media print{a{top:0}}}"


def test_addresses_are_counted_from_the_new_place():
    css = bundle_of(
        site='@import "components/card.css" layer(c);',
        components_card="a{background:url(../../img/x.svg)} b{background:url('#grain')} c{background:url(/y.svg)}",
    )
    assert 'a{background:url("../img/x.svg")}' in css
    assert "b{background:url('#grain')}" in css
    assert "c{background:url(/y.svg)}" in css


def test_an_import_inside_an_import_is_refused_with_its_name():
    with pytest.raises(UnbundlableStylesheet, match=r"css/a\.css imports another stylesheet"):
        bundle_of(site='@import "a.css";', a='@import "b.css";')


def test_an_import_in_a_comment_is_not_an_import():
    assert bundle_of(site='/* @import "gone.css"; */ a{top:0}') == "a{top:0}"


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("a  {\n  color : red ;\n}\n", "a{color : red;}"),
        (".card { & :focus { top: 0 } &:hover { top: 1px } }", ".card{& :focus{top: 0}&:hover{top: 1px}}"),
        ("a { width: calc(1px + 2px) }", "a{width: calc(1px + 2px)}"),
        ("a { content: '  ;  /* kept */ {' }", "a{content: '  ;  /* kept */ {'}"),
        ('a { content: "\\"  ;" }', 'a{content: "\\"  ;"}'),
        ("a/* gone */b { top: 0 }", "a b{top: 0}"),
        ("@media (width >= 40em) and (hover) { a { top: 0 } }", "@media (width >= 40em) and (hover){a{top: 0}}"),
        ("a { grid-template-areas: 'x  x' \n 'y  y' }", "a{grid-template-areas: 'x  x' 'y  y'}"),
    ],
)
def test_only_needless_space_and_comments_go(written, short):
    assert squeeze(written) == short
    assert squeeze(short) == short
