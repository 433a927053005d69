"""People who have booked, as CSV or XLSX, so that no spreadsheet runs as a formula what somebody typed.

A text that a spreadsheet could take for a formula or a number begins with an apostrophe in CSV, which has no types.
In XLSX every text is typed as text, and marked so that it stays one when it is edited.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from consultation.round_tables.models import Booking

# What makes a spreadsheet reckon: the signs themselves, what Excel skips before them, and their wide forms.
_STARTS_A_FORMULA = re.compile(r"^\s*[=+\-@\t\r\n＝＋－＠]|^[\t\r\n]")
# What XML, and so a workbook, cannot hold: one of them and the whole file cannot be opened.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_LIKE_A_NUMBER = re.compile(r"^\s*\d[\d.,\s]*(?:[eE]\d+)?\s*$")

type Column = tuple[str, Callable[[Booking], Any]]


def _clock(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


COLUMNS: tuple[Column, ...] = (
    ("Reference", lambda booking: booking.reference),
    ("Session", lambda booking: booking.round_table.event.title),
    ("Starts", lambda booking: _clock(booking.round_table.event.starts_at)),
    ("State", lambda booking: booking.get_state_display()),
    ("Takes part", lambda booking: booking.get_mode_display()),
    ("Name", lambda booking: booking.name),
    ("Organisation", lambda booking: booking.organisation.name if booking.organisation else ""),
    ("Kind", lambda booking: booking.organisation.get_kind_display() if booking.organisation else ""),
    ("Sector or role", lambda booking: booking.role),
    ("E-mail", lambda booking: booking.email),
    ("Telephone", lambda booking: booking.phone),
    ("Asked for", lambda booking: _clock(booking.made_at)),
    ("Checked in", lambda booking: _clock(booking.checked_in_at)),
)
DIETARY: Column = ("Does not eat", lambda booking: booking.dietary)
COMPANION: Column = ("Carer or interpreter comes", lambda booking: "yes" if booking.brings_companion else "")
NEED: Column = ("Needs", lambda booking: booking.access_need.words if hasattr(booking, "access_need") else "")


def columns(*, dietary: bool = False, needs: bool = False) -> list[Column]:
    """What is written. Food and access are left out unless they are asked for: they tell of health and belief."""
    return [*COLUMNS, *([DIETARY] if dietary else []), *([COMPANION, NEED] if needs else [])]


def as_text(value: str) -> str:
    """`value` for a cell of CSV: with an apostrophe before what would be run, or lose its leading zero."""
    is_odd = _STARTS_A_FORMULA.match(value) or _LOOKS_LIKE_A_NUMBER.match(value)
    return f"'{value}" if is_odd else value


def rows(bookings: Iterable[Booking], chosen: list[Column]) -> Iterator[list[str]]:
    yield [heading for heading, _value in chosen]
    for booking in bookings:
        yield [str(value(booking)) for _heading, value in chosen]


class _Line:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(bookings: Iterable[Booking], chosen: list[Column]) -> Iterator[bytes]:
    """Line by line, however many there are; with the mark at the start by which spreadsheets know UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff".encode()
    for row in rows(bookings, chosen):
        yield writer.writerow([as_text(value) for value in row]).encode()


def xlsx_file(bookings: Iterable[Booking], chosen: list[Column]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Bookings")
    sheet.freeze_panes = "A2"
    for at, row in enumerate(rows(bookings, chosen)):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, "")
            cell.value = NOT_IN_XML.sub("", value)
            cell.data_type, cell.number_format = "s", "@"
            cell.quotePrefix = as_text(value) != value
            if at == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
