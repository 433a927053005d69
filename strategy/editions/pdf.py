"""An edition as a tagged PDF/UA-1: title, language, bookmarks, contents, links, page numbers, all from one template."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple, cast

import typst

from strategy.editions.shades import shades_of

TEMPLATE = Path(__file__).with_name("edition.typ")

# What typst says of a sign that no font of its own can draw, which PDF/UA forbids. It writes signs as Rust does.
_NO_FONT = re.compile(r'the text `"(?P<sign>(?:\\u\{[0-9a-f]+\}|[^`])+)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_TRIES = 20  # each names every sign that is missing at that time; a second is needed seldom, a third never seen


class Printed(NamedTuple):
    content: bytes
    pages: int


class NotPrinted(Exception):
    """The manuscript can't be printed; the message says what typst found."""


def print_pdf(manuscript: dict[str, Any], *, version: int, made_on: str) -> Printed:
    """The PDF and its number of pages. Raises NotPrinted.

    Only the fonts inside typst are used, so that every machine makes the same file. A sign that they lack (an emoji,
    a script of Asia) is written as its name in brackets: nothing is left out silently, and the EPUB has the sign.
    """
    words = json.dumps(manuscript, ensure_ascii=False)
    for _try in range(_TRIES):
        try:
            return _compile(words, version=version, made_on=made_on, palette=manuscript["palette"])
        except typst.TypstError as error:
            missing = {_unescaped(found["sign"]) for found in _NO_FONT.finditer(str(error.diagnostic))}
            if not missing:
                raise NotPrinted(error.message) from error
            for sign in {sign for cluster in missing for sign in cluster if ord(sign) > 0x7F}:
                words = words.replace(sign, f"[{_name(sign)}]")
    raise NotPrinted("signs without a font remain")


def _compile(words: str, *, version: int, made_on: str, palette: str) -> Printed:
    compiler = typst.Compiler(
        TEMPLATE,
        ignore_system_fonts=True,
        sys_inputs={
            "manuscript": words,
            "imprint": json.dumps({"version": str(version), "made_on": made_on}),
            "shades": json.dumps(shades_of(palette)),
        },
    )
    content = cast(bytes, compiler.compile(format="pdf", pdf_standards="ua-1"))
    return Printed(content, json.loads(compiler.query("<last-page>", field="value", one=True)))


def _unescaped(sign: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), sign)


def _name(sign: str) -> str:
    return unicodedata.name(sign, f"U+{ord(sign):04X}").lower()
