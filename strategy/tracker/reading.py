"""Reads a table of the tracker: the file as text, the text as rows, and what a cell means. Nothing is stored here."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection
from typing import Any

from strategy.csv_text import unguarded
from strategy.dates import Precision
from strategy.tracker.tables import read_date

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # as Excel and LibreOffice keep them, new and old
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0", ""}

type Cells = dict[str, str]


class NotATable(Exception):
    """The file can't be read at all. The text is for staff."""


def read(content: bytes) -> str:
    """The text of an uploaded file. Raises NotATable."""
    if len(content) > MOST_BYTES:
        raise NotATable("The file is larger than 1 MB. Import it in parts.")
    if content.startswith(_WORKBOOKS):
        raise NotATable("This is a workbook, whatever its name ends in. Open it, and save it as “CSV UTF-8”.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"Line {line} holds a sign that is not UTF-8. In Excel, save the file as “CSV UTF-8”."
        raise NotATable(what) from None
    if "\x00" in text:
        raise NotATable("The file holds signs that are no text. Save it as CSV and not as a workbook.")
    return text


def heading(text: str) -> list[str]:
    """The names of the columns, in small letters; none of an empty text. Raises NotATable."""
    if "\x00" in text:
        raise NotATable("The file holds signs that are no text. Save it as CSV and not as a workbook.")
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        return [cell.strip().lower().lstrip("\ufeff") for cell in next(reader, [])]
    except csv.Error as error:
        raise NotATable(f"Line 1 can't be read as CSV: {error}.") from None


def rows(text: str, *, columns: Collection[str], needed: Collection[str]) -> list[tuple[int, Cells]]:
    """(line, cells by name of the column) of each row that is not empty. Raises NotATable.

    Lines are numbered as a spreadsheet numbers them: a cell with several lines of text does not count more.

    `columns` are those that mean something, `needed` those that must be there.
    """
    header = heading(text)
    _check(header, columns, needed)
    reader = csv.reader(io.StringIO(text), strict=True)
    found = []
    try:
        next(reader)
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    raise NotATable(f"Line {number} has {len(cells)} cells, and the first has {len(header)}.")
                values = [unguarded(cell.strip()) for cell in cells]
                found.append((number, dict(zip(header, values, strict=True))))
    except csv.Error as error:
        raise NotATable(f"Line {reader.line_num} can't be read as CSV: {error}.") from None
    if len(found) > MOST_ROWS:
        raise NotATable(f"The file has {len(found):,} rows. Import it in parts of at most {MOST_ROWS:,}.")
    return found


def _check(header: list[str], columns: Collection[str], needed: Collection[str]) -> None:
    """Raise NotATable unless these are names of columns, once each, and all that are needed."""
    missing = [name for name in needed if name not in header]
    if missing and len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise NotATable("The cells are parted by semicolons or tabs. Save the file with commas between them.")
    if missing:
        raise NotATable(f"The first line must name the columns. Missing: {', '.join(missing)}.")
    odd = [name for name in header if name not in columns]
    if odd or len(set(header)) < len(header):
        what = f"These have no meaning here: {', '.join(odd)[:200]}." if odd else "A column stands there twice."
        raise NotATable(f"{what} Columns are: {', '.join(columns)}.")


def named(known: dict[str, Any], cell: str, what: str) -> Any:
    """What is called so in `known`, whose keys are in small letters. Raises ValueError with words for staff."""
    found = known.get(cell.strip().lower())
    if found is None:
        names = ", ".join(str(getattr(one, "label", one)) for name, one in known.items() if name)
        raise ValueError(f"There is no {what} called “{cell.strip()[:60]}”. Use one of: {names[:400] or 'none yet'}.")
    return found


def yes_or_no(cell: str) -> bool:
    if cell.lower() not in _YES | _NO:
        raise ValueError("Write yes or no.")
    return cell.lower() in _YES


def whole_number(cell: str) -> int | None:
    if cell and not (cell.isascii() and cell.isdecimal() and len(cell) < 4):
        raise ValueError("Write a whole number, or leave it empty.")
    return int(cell) if cell else None


def day(cell: str) -> dt.date | None:
    on, precision = read_date(cell)
    if precision not in (Precision.DAY, Precision.NOT_STATED):
        raise ValueError("Write the day, such as 2019-03-31.")
    return on
