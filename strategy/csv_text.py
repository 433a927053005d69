"""CSV that no spreadsheet runs: a text that could be taken for a formula begins with an apostrophe."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any

# What makes a spreadsheet reckon: the signs themselves, what Excel skips before them, and their wide forms.
_STARTS_A_FORMULA = re.compile(r"^\s*[=+\-@\t\r\n＝＋－＠]|^[\t\r\n]")
_BYTE_ORDER_MARK = "\ufeff"  # without which Excel reads UTF-8 as something else


class _Echo:
    """A file that keeps nothing: what is written comes back."""

    def write(self, text: str) -> str:
        return text


def guarded(value: Any) -> Any:
    """`value` for a cell of CSV; None is the empty cell."""
    if isinstance(value, str):
        return f"'{value}" if _STARTS_A_FORMULA.match(value) else value
    return "" if value is None else value


def unguarded(cell: str) -> str:
    """What was meant by a cell that `guarded` may have written."""
    return cell[1:] if cell.startswith("'") and _STARTS_A_FORMULA.match(cell[1:]) else cell


def lines(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The file line by line, as rows come: nothing is held."""
    writer = csv.writer(_Echo())
    yield _BYTE_ORDER_MARK + writer.writerow(list(header))
    for row in rows:
        yield writer.writerow([guarded(value) for value in row])
