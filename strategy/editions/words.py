"""The few kinds of text that an edition knows, as plain data, and how editors' rich text becomes them.

A run is text in one style, a block is a paragraph, heading or list. Both printers draw the same blocks, and neither
ever sees markup: what an editor typed is a value from here on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from wagtail.rich_text import expand_db_html

from strategy.rich_text import tell_files

type Run = dict[str, Any]
type Block = dict[str, Any]

# What a reader may follow out of a document. Anything else, such as javascript:, stays words.
_SCHEMES = {"http", "https", "mailto", "tel"}
_HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 3, "h6": 3}
_BLOCKS = {"p", "ul", "ol", "li", "div", "blockquote", "hr", *_HEADINGS}


class _Style(NamedTuple):
    bold: bool = False
    italic: bool = False
    href: str = ""


def clean(text: object) -> str:
    """`text` without what no document can hold: control characters, lone surrogates and noncharacters.

    XML has no way to write them and no font draws them. Soft hyphens go too, which are no words but hints where to
    break one. Line ends become spaces; all else stays as typed.
    """
    spaced = re.sub(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*", " ", str(text)).replace("\t", " ")
    return "".join(sign for sign in spaced if _is_writable(sign))


def _is_writable(sign: str) -> bool:
    code = ord(sign)
    is_noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return unicodedata.category(sign) not in ("Cc", "Cs") and not is_noncharacter and sign != "\u00ad"


def is_blank(text: str) -> bool:
    """Whether there is nothing to see or hear in `text`: spaces, and signs that only steer others."""
    return all(unicodedata.category(sign)[0] in "ZC" for sign in text)


def run(text: object, *, bold: bool = False, italic: bool = False, href: str = "", to: str = "") -> Run:
    """`href` leads out of the document, `to` to an anchor within it. A link without words is no link."""
    words = clean(text)
    if is_blank(words):
        href = to = ""
    return {"text": words, "bold": bold, "italic": italic, "href": clean(href), "to": to}


def paragraph(*parts: Run | object, kind: str = "paragraph") -> Block:
    """A paragraph of runs; what is not yet a run becomes a plain one."""
    runs = [part if isinstance(part, dict) else run(part) for part in parts]
    return {"kind": kind, "runs": [one for one in runs if one["text"]]}


def labelled(label: str, text: object) -> Block:
    return paragraph(run(f"{label}: ", bold=True), text)


def heading(text: object, *, level: int = 1) -> Block:
    """`level` counts from the section that the heading stands in."""
    return {"kind": "heading", "level": level, "text": titled(text)}


def titled(text: object) -> str:
    """`text` as a title. No heading may be empty, so one without words says that."""
    words = clean(text)
    return "Untitled" if is_blank(words) else words


def listed(items: Iterable[Sequence[Block]], *, kind: str = "bullets") -> Block:
    """`kind` is "bullets", "numbers" or "letters". Each item is a sequence of blocks."""
    return {"kind": kind, "items": [list(item) for item in items]}


def paragraphs(text: object) -> list[Block]:
    """The paragraphs of plain text that a person typed with empty lines between."""
    parts = re.split(r"\r?\n\s*\r?\n", str(text))
    return [paragraph(part) for part in parts if not is_blank(clean(part))]


def rich(html: object, root: str) -> list[Block]:
    """The blocks of rich text as stored in the database. Links are written out from `root`, the area's address."""
    soup = BeautifulSoup(tell_files(expand_db_html(str(html))), "html.parser")
    return _blocks_of(soup, root)


def _blocks_of(tag: Tag, root: str) -> list[Block]:
    found: list[Block] = []
    # What stands between two blocks is a paragraph, whether or not the markup says so.
    for is_block, children in groupby(tag.children, lambda child: isinstance(child, Tag) and child.name in _BLOCKS):
        if is_block:
            found.extend(block for child in children for block in _blocks_from(child, root))
        else:
            found.append(paragraph(*(one for child in children for one in _runs_of(child, _Style(), root))))
    return [
        block
        for block in found
        if block["kind"] != "paragraph" or not all(is_blank(one["text"]) for one in block["runs"])
    ]


def _blocks_from(tag: Any, root: str) -> list[Block]:
    """The blocks of one block element."""
    if tag.name in _HEADINGS:
        words = clean(tag.get_text()).strip()
        return [] if is_blank(words) else [heading(words, level=_HEADINGS[tag.name])]
    if tag.name in ("ul", "ol"):
        items = [item for item in (_blocks_of(item, root) for item in tag.find_all("li", recursive=False)) if item]
        return [listed(items, kind="numbers" if tag.name == "ol" else "bullets")] if items else []
    return _blocks_of(tag, root)


def _runs_of(node: PageElement, style: _Style, root: str) -> list[Run]:
    if isinstance(node, Tag):
        if node.name == "br":
            return [run(" ")]
        if node.name in ("b", "strong"):
            style = style._replace(bold=True)
        elif node.name in ("i", "em"):
            style = style._replace(italic=True)
        elif node.name == "a":
            style = style._replace(href=address(str(node.get("href") or ""), root))
        return [one for child in node.children for one in _runs_of(child, style, root)]
    # Comments and the like are strings of their own kinds, and no words.
    return [run(node, **style._asdict())] if type(node) is NavigableString else []


def address(href: str, root: str) -> str:
    """`href` in full, or nothing where a document should not lead there."""
    try:
        full = urljoin(f"{root}/", clean(href).strip()) if href else ""
        return full if urlsplit(full).scheme in _SCHEMES else ""
    except ValueError:  # such as "http://[", which an editor may paste
        return ""
