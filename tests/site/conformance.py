"""What the HTML standard asks of a page beyond its parsing, as far as this site could break it.

html5lib knows how a page must be read: stray tags, wrong nesting of what closes itself, attributes given twice. It does
not know which elements and attributes there are, what may stand in what, and which references must lead somewhere. The
usual checker for that is a Java program; these are its rules for what our templates write, as a function of one page.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup, Tag

_STANDARD: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("html_standard.yaml").read_text())


def _words(name: str) -> set[str]:
    return set(_STANDARD[name].split())


def _map(name: str) -> dict[str, set[str]]:
    """{"dt dd": "dl div"} gives the words "dl" and "div" for each of "dt" and "dd"."""
    return {key: set(words.split()) for keys, words in _STANDARD[name].items() for key in keys.split()}


_ELEMENTS, _GLOBAL, _ARIA, _ROLES = _map("elements"), _words("global_attributes"), _words("aria"), _words("roles")
_PHRASING, _ONLY_PHRASING = _words("phrasing"), _words("only_phrasing")
_CHILDREN, _PARENTS, _VALUES = _map("children"), _map("parents"), _map("values")
_WHOLE_NUMBERS = _words("whole_numbers")

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "hgroup"}
_FIRST = {"legend", "summary", "caption"}
_INTERACTIVE = {"a", "button", "details", "iframe", "input", "label", "select", "textarea"}
_LABELLED = {"button", "input", "meter", "output", "progress", "select", "textarea"}
_REFERENCES = ["for", "form", "list", "headers"]
_REFERENCES += [f"aria-{name}" for name in ("labelledby", "describedby", "controls", "owns", "details", "errormessage")]
_MOMENT = re.compile(
    r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?|\d\d:\d\d(:\d\d)?|P[\dTDHMSW]+"
)
# What has no role of its own, and so can be given no name.
_NAMELESS = {"div", "span", "p", "b", "i", "em", "strong", "small", "sub", "sup", "code", "abbr", "time", "caption"}


def problems(page: BeautifulSoup) -> list[str]:
    """Everything that is wrong with the page, in words, with the element."""
    found = [problem for rule in _OF_THE_PAGE for problem in rule(page)]
    ids = {str(tag["id"]) for tag in page.find_all(id=True)}
    for tag in page.find_all(True):
        if tag.find_parent("svg") is None:
            found += [f"{problem}: {_opening(tag)}" for rule in _OF_A_TAG for problem in rule(tag, ids)]
    return found


def _opening(tag: Tag) -> str:
    return str(tag).partition(">")[0][:160] + ">"


def _children(tag: Tag) -> list[Tag]:
    return [child for child in tag.find_all(True, recursive=False) if child.name not in ("script", "template")]


# The page as a whole


def _head(page: BeautifulSoup) -> Iterator[str]:
    if not (page.title and page.title.get_text(strip=True)):
        yield "no title"
    if not (page.html and page.html.get("lang")):
        yield "no language"
    if not page.find("meta", charset=True):
        yield "no charset"
    if len([tag for tag in page.find_all("main") if not tag.has_attr("hidden")]) != 1:
        yield "not one main"


def _ids(page: BeautifulSoup) -> Iterator[str]:
    for one, number in Counter(str(tag["id"]) for tag in page.find_all(id=True)).items():
        if number > 1:
            yield f"id {one!r} is there {number} times"
        if not one or re.search(r"\s", one):
            yield f"id {one!r} is empty or has a space"


def _heading_order(page: BeautifulSoup) -> Iterator[str]:
    levels = [int(tag.name[1]) for tag in page.find_all(re.compile(r"^h[1-6]$"))]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of level 1"
    in_main = [int(tag.name[1]) for tag in page.main.find_all(re.compile(r"^h[1-6]$"))] if page.main else []
    if any(after > before + 1 for before, after in pairwise(in_main)):
        yield f"a level of headings is skipped: {in_main}"


def _linked_data(page: BeautifulSoup) -> Iterator[str]:
    for script in page.find_all("script", type="application/ld+json"):
        try:
            json.loads(script.string or "")
        except ValueError as error:
            yield f"linked data that is no JSON: {error}"


_OF_THE_PAGE: tuple[Callable[[BeautifulSoup], Iterator[str]], ...] = (_head, _ids, _heading_order, _linked_data)


# One element


def _known(tag: Tag, ids: set[str]) -> Iterator[str]:
    if tag.name == "svg" or "-" in tag.name:
        return
    if tag.name not in _ELEMENTS:
        yield "an element that the standard does not have, or calls obsolete"
        return
    for name in tag.attrs:
        is_known = name in _GLOBAL or name in _ELEMENTS[tag.name] or name.startswith("data-")
        is_aria = name.startswith("aria-") and name.removeprefix("aria-") in _ARIA
        if not is_known and not is_aria:
            yield f"no attribute of this element: {name}"


def _sound_values(tag: Tag, ids: set[str]) -> Iterator[str]:
    for name, value in tag.attrs.items():
        allowed = _VALUES.get(f"{tag.name}.{name}") or _VALUES.get(name)
        if allowed and str(value).lower() not in allowed:
            yield f"{name} has no such value"
        if name in _WHOLE_NUMBERS and not re.fullmatch(r"-?\d+", str(value)):
            yield f"{name} is no whole number"
        if name in ("href", "src", "action") and re.search(r"\s", str(value).strip()):
            yield f"a space in {name}"
    if tag.get("role") and not set(str(tag["role"]).split()) <= _ROLES:
        yield "no such role"
    if tag.name == "time" and not _MOMENT.fullmatch(str(tag.get("datetime") or tag.get_text(strip=True))):
        yield "no date or time that a machine can read"


def _leads_somewhere(tag: Tag, ids: set[str]) -> Iterator[str]:
    for name in _REFERENCES:
        value = tag.get(name)
        if value is None or (name == "form" and tag.name not in _LABELLED):
            continue
        for one in value if isinstance(value, list) else str(value).split():
            if one not in ids:
                yield f"{name} leads to no element: {one}"
    if tag.name == "label":
        target = tag.find_parent("html").find(id=tag["for"]) if tag.get("for") else tag.find(list(_LABELLED))
        if target is None or target.name not in _LABELLED or target.get("type") == "hidden":
            yield "a label of nothing that can be labelled"
    href = str(tag.get("href", ""))
    if tag.name == "a" and href.startswith("#") and len(href) > 1 and href[1:] not in ids:
        yield "a link to an anchor that is not here"


def _in_its_place(tag: Tag, ids: set[str]) -> Iterator[str]:
    parent = tag.parent
    if parent is not None and parent.name not in _PARENTS.get(tag.name, {parent.name}):
        yield f"stands in <{parent.name}>"
    if parent is not None and tag.name in _FIRST and _children(parent)[0] is not tag:
        yield "is not the first in its parent"
    if tag.name in ("header", "footer") and tag.find_parent(["header", "footer"]):
        yield "a header or footer in another"
    if tag.name == "main" and tag.find_parent(["article", "aside", "footer", "header", "nav"]):
        yield "main stands in a part"


def _with_the_right_children(tag: Tag, ids: set[str]) -> Iterator[str]:
    may_hold_headings = tag.name in ("summary", "legend")
    for child in _children(tag):
        if child.name not in _CHILDREN.get(tag.name, {child.name}):
            yield f"holds <{child.name}>"
        is_in_line = child.name in _PHRASING or "-" in child.name or (may_hold_headings and child.name in _HEADINGS)
        if tag.name in _ONLY_PHRASING and not is_in_line:
            yield f"holds <{child.name}>, and may hold only what stands in a line"


def _terms_with_descriptions(tag: Tag, ids: set[str]) -> Iterator[str]:
    for group in [child for child in _children(tag) if child.name == "div"] or [tag]:
        names = [child.name for child in _children(group)]
        if tag.name == "dl" and names and (names[0] != "dt" or names[-1] != "dd"):
            yield "a term without its description"


def _no_control_in_another(tag: Tag, ids: set[str]) -> Iterator[str]:
    if tag.name not in _INTERACTIVE or (tag.name == "a" and not tag.get("href")) or tag.get("type") == "hidden":
        return
    around = tag.find_parent(["a", "button"])
    if around is not None:
        yield f"can be worked, and stands in <{around.name}>"
    if tag.name == "label" and tag.find_parent("label"):
        yield "a label in a label"


def _named(tag: Tag, ids: set[str]) -> Iterator[str]:
    named = any(tag.get(name) for name in ("aria-label", "aria-labelledby", "title"))
    if tag.name == "img" and not tag.has_attr("alt"):
        yield "no alt"
    if tag.name == "iframe" and not tag.get("title"):
        yield "no title"
    if tag.name == "svg" and tag.get("aria-hidden") != "true" and not named and tag.find("title") is None:
        yield "a drawing neither named nor hidden"
    if tag.name in ("input", "select", "textarea") and tag.get("type") not in ("hidden", "submit", "button", "image"):
        document = tag.find_parent("html")
        labels = [label for label in document.find_all("label") if label.get("for") == tag.get("id")]
        if not named and not labels and tag.find_parent("label") is None:
            yield "no label"
    is_nameless = tag.name in _NAMELESS and not tag.get("role")
    if is_nameless and (tag.get("aria-label") or tag.get("aria-labelledby")):
        yield "is given a name that nothing reads out"


def _square_table(tag: Tag, ids: set[str]) -> Iterator[str]:
    if tag.name == "th" and not tag.get("scope"):
        yield "no scope"
    if tag.name != "table":
        return
    if tag.find("th") is None:
        yield "a table without headings"
    above: list[int] = []  # for each column that a cell from above takes: in how many rows more
    widths = []
    for row in tag.find_all("tr"):
        cells = [(_number(cell, "colspan"), _number(cell, "rowspan")) for cell in _children(row)]
        widths.append(len(above) + sum(columns for columns, _ in cells))
        below = [rows - 1 for columns, rows in cells for _ in range(columns)]
        above = [rows for rows in [*(rows - 1 for rows in above), *below] if rows > 0]
    if len(set(widths)) > 1:
        yield f"rows of different width: {widths}"


def _number(tag: Tag, name: str) -> int:
    value = str(tag.get(name, "1"))
    return int(value) if value.isdecimal() else 1


_OF_A_TAG: tuple[Callable[[Tag, set[str]], Iterator[str]], ...] = (
    _known,
    _sound_values,
    _leads_somewhere,
    _in_its_place,
    _with_the_right_children,
    _terms_with_descriptions,
    _no_control_in_another,
    _named,
    _square_table,
)
