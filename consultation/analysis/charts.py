"""The geometry of charts; templates draw them as SVG. The same numbers always stand beside them as a table. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from consultation.analysis.tables import Table

# A bar stands below its words.
WIDTH, BAR, WORDS, GAP = 480, 14, 20, 12
TALL, WIDEST_DAY = 120, 24


@dataclass(frozen=True)
class Bar:
    y: int
    width: float
    label: str
    words: str


@dataclass(frozen=True)
class Bars:
    """One bar for each line, its length the share of the base. `says` is the chart in words."""

    bars: tuple[Bar, ...]
    says: str
    width: int = WIDTH
    bar: int = BAR

    @property
    def height(self) -> int:
        return len(self.bars) * (WORDS + BAR + GAP)

    @classmethod
    def of(cls, table: Table) -> Bars:
        bars = tuple(
            Bar(
                y=at * (WORDS + BAR + GAP) + WORDS,
                width=round(WIDTH * line.cell.percent / 100, 1),
                label=line.label,
                words=f"{line.cell.percent:g}% ({line.cell.count:,})",
            )
            for at, line in enumerate(table.lines)
        )
        most = max(table.lines, key=lambda line: line.cell.count, default=None)
        says = f"{table.axis.label} {table.base:,} answered."
        if most is not None and most.cell.count:
            says += f" Most often: {most.label}, {most.cell.percent:g}%."
        return cls(bars, says)


@dataclass(frozen=True)
class Column:
    x: float
    height: float
    day: dt.date
    count: int


@dataclass(frozen=True)
class Days:
    """A column for each day from the first to the last; a day without responses is a gap."""

    columns: tuple[Column, ...]
    step: float
    most: int
    says: str
    width: int = WIDTH
    tall: int = TALL

    @classmethod
    def of(cls, counts: Sequence[tuple[dt.date, int]]) -> Days:
        if not counts:
            return cls((), 0, 0, "No responses yet.")
        first, last = counts[0][0], counts[-1][0]
        step = min(WIDTH / ((last - first).days + 1), WIDEST_DAY)
        most = max(count for _day, count in counts)
        columns = tuple(
            Column(round((day - first).days * step, 2), round(TALL * count / most, 1), day, count)
            for day, count in counts
        )
        best = max(counts, key=lambda pair: pair[1])
        says = (
            f"Responses each day from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}; "
            f"most on {best[0].day} {best[0]:%B}: {best[1]:,}."
        )
        return cls(columns, round(step * 0.85, 2), most, says)
