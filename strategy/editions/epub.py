"""An edition as EPUB 3: a zip of XHTML pages that templates/strategy/edition/ makes.

Written here and by no library: the one that is well kept is under the AGPL (docs/decisions/2026-11-22-editions.md).
"""

from __future__ import annotations

import datetime as dt
import io
import uuid
import zipfile
from pathlib import Path
from typing import Any

from django.template.loader import get_template, render_to_string

TEMPLATES = "strategy/edition"

_CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)


def template_files() -> list[Path]:
    """The files that decide how an EPUB looks, in a fixed order."""
    package: Any = get_template(f"{TEMPLATES}/package.opf")
    return sorted(Path(package.origin.name).parent.iterdir())


def print_epub(manuscript: dict[str, Any], *, version: int, made_on: str, now: dt.datetime) -> bytes:
    """The EPUB. The same manuscript, version and time make the same bytes."""
    chapters = [chapter | {"file": f"chapter-{chapter['number']}.xhtml"} for chapter in manuscript["chapters"]]
    places = _places(chapters)
    context = {
        "it": _linked(manuscript, places),
        "version": version,
        "made_on": made_on,
        "modified": now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        # The book of an area stays the same book from version to version.
        "identifier": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, manuscript['address'])}",
        "names": ["cover", *(f"chapter-{chapter['number']}" for chapter in chapters), "about"],
    }
    pages = {f"EPUB/{name}": render_to_string(f"{TEMPLATES}/{name}", context) for name in _PAGES}
    for chapter in context["it"]["chapters"]:
        page = render_to_string(f"{TEMPLATES}/chapter.xhtml", context | {"chapter": chapter})
        pages[f"EPUB/chapter-{chapter['number']}.xhtml"] = page
    return _zipped({"META-INF/container.xml": _CONTAINER} | pages, now)


_PAGES = ["package.opf", "nav.xhtml", "cover.xhtml", "about.xhtml", "style.css"]


def _places(chapters: list[dict[str, Any]]) -> dict[str, str]:
    """The address within the book of every anchor."""
    return {
        anchor: f"{chapter['file']}#{anchor}"
        for chapter in chapters
        for section in chapter["sections"]
        for anchor in (section["anchor"], *(block["anchor"] for block in section["blocks"] if "anchor" in block))
    }


def _linked(value: Any, places: dict[str, str]) -> Any:
    """`value` with every `to` of a run turned into an address within the book; empty where nothing is there."""
    if isinstance(value, dict):
        return {key: places.get(inner, "") if key == "to" else _linked(inner, places) for key, inner in value.items()}
    if isinstance(value, list):
        return [_linked(inner, places) for inner in value]
    return value


def _zipped(pages: dict[str, str], now: dt.datetime) -> bytes:
    file = io.BytesIO()
    stamp = now.astimezone(dt.UTC).timetuple()[:6]
    with zipfile.ZipFile(file, "w") as book:
        # First and not compressed, so that what the file is can be read from its first bytes.
        book.writestr(zipfile.ZipInfo("mimetype", stamp), "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in pages.items():
            book.writestr(zipfile.ZipInfo(name, stamp), text.encode(), zipfile.ZIP_DEFLATED)
    return file.getvalue()
