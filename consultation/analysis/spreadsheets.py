"""Spreadsheets of any length in constant memory: XLSX and ODS, a row at a time. Cells are text: none is a formula."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from typing import IO
from xml.sax.saxutils import escape

type Rows = Iterable[list[str]]
type Sheets = Iterable[tuple[str, Rows]]

# More than this Excel takes for a broken file. The whole text is in the CSV and in the ODS.
LONGEST_CELL = 32_767
_GOES_ON = " … (goes on in the CSV)"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_OFFICE = "http://schemas.openxmlformats.org"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def write_xlsx(sheets: Sheets, file: IO[bytes]) -> None:
    """Sheets as (name, rows), written in their order."""
    names = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for number, (name, rows) in enumerate(sheets, start=1):
            names.append(name)
            with book.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as sheet:
                sheet.write(f'{_HEAD}<worksheet xmlns="{_OFFICE}/spreadsheetml/2006/main"><sheetData>'.encode())
                for row in rows:
                    sheet.write(f"<row>{''.join(map(_xlsx_cell, row))}</row>".encode())
                sheet.write(b"</sheetData></worksheet>")
        for path, text in _xlsx_frame(names):
            book.writestr(path, _HEAD + text)


def write_ods(sheets: Sheets, file: IO[bytes]) -> None:
    """The same as an OpenDocument spreadsheet."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr("mimetype", kind, compress_type=zipfile.ZIP_STORED)
        manifest = f"{_OASIS}:manifest:1.0"
        entries = (("/", kind), ("content.xml", "text/xml"))
        book.writestr(
            "META-INF/manifest.xml",
            f'{_HEAD}<manifest:manifest xmlns:manifest="{manifest}" manifest:version="1.2">'
            + "".join(
                f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
                for path, media in entries
            )
            + "</manifest:manifest>",
        )
        spaces = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
        with book.open("content.xml", "w", force_zip64=True) as content:
            content.write(f'{_HEAD}<office:document-content {spaces} office:version="1.2">'.encode())
            content.write(b"<office:body><office:spreadsheet>")
            for name, rows in sheets:
                content.write(f"<table:table table:name={_quoted(name)}>".encode())
                for row in rows:
                    content.write(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>".encode())
                content.write(b"</table:table>")
            content.write(b"</office:spreadsheet></office:body></office:document-content>")


def _xlsx_cell(text: str) -> str:
    if not text:
        return "<c/>"
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - len(_GOES_ON)] + _GOES_ON
    return f'<c t="inlineStr"><is><t xml:space="preserve">{_plain(text)}</t></is></c>'


def _ods_cell(text: str) -> str:
    lines = "".join(f"<text:p>{line}</text:p>" for line in _plain(text).split("\n")) if text else ""
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _plain(text: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _quoted(text: str) -> str:
    return '"' + _plain(text).replace('"', "&quot;") + '"'


def _xlsx_frame(names: list[str]) -> list[tuple[str, str]]:
    """The parts of the file that say what its sheets are."""
    parts = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    package, of_office = f"{_OFFICE}/package/2006", f"{_OFFICE}/officeDocument/2006/relationships"
    numbered = list(enumerate(names, start=1))
    sheets = "".join(f'<sheet name={_quoted(name[:31])} sheetId="{at}" r:id="rId{at}"/>' for at, name in numbered)
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{of_office}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at, _name in numbered
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{parts}.worksheet+xml"/>'
        for at, _name in numbered
    )
    main, rels = f"{_OFFICE}/spreadsheetml/2006/main", f"{package}/relationships"
    to_book = f'<Relationship Id="rId1" Type="{of_office}/officeDocument" Target="xl/workbook.xml"/>'
    of_rels = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{of_rels}"/>'
    book = f'<Override PartName="/xl/workbook.xml" ContentType="{parts}.sheet.main+xml"/>'
    return [
        ("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{of_office}"><sheets>{sheets}</sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{rels}">{related}</Relationships>'),
        ("_rels/.rels", f'<Relationships xmlns="{rels}">{to_book}</Relationships>'),
        ("[Content_Types].xml", f'<Types xmlns="{package}/content-types">{default}{book}{types}</Types>'),
    ]
