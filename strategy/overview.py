"""The strategy in one picture, as a cloth: foundations are its warp, Grand Challenges its weft, ambitions its knots.

Geometry only; the template draws it. It follows whatever parts there are, and is worked out for one width at a time:
the same cloth is laid out once for a wide screen and once for a narrow one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from strategy.lettering import fits, width_of, wrapped
from strategy.weave import over_and_under

SIZE, SMALL, LINE = 15, 13, 19  # of letters, of the small ones, from line to line
PAD, FRINGE, TARGET = 20, 16, 24  # TARGET: nothing to press is smaller
_LIGHT = 0.88  # letters that are not bold are narrower by this
_HEAD = 168  # how far a name may rise that stands upright beside its warp


@dataclass(frozen=True)
class Loom:
    """What one layout allows. Without a `gutter` the names of the wefts stand on tabs above them."""

    width: float
    gutter: float
    band: float
    row: tuple[float, float]  # the least and the greatest distance from weft to weft
    least_column: float
    tallest: float  # of what sits on a crossing: under a tab there is no room above the weft


WIDE = Loom(width=1184, gutter=210, band=40, row=(78, 112), least_column=36, tallest=40)
NARROW = Loom(width=358, gutter=0, band=28, row=(56, 56), least_column=26, tallest=28)


@dataclass(frozen=True)
class Line:
    """A line of letters; `turn` is in degrees."""

    words: str
    x: float
    y: float
    turn: int = 0


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Warp:
    part: Any
    x: float
    band: float
    pieces: list[tuple[float, float]]
    lines: list[Line]
    box: Box
    over_thread: bool
    fringe: str


@dataclass(frozen=True)
class Weft:
    part: Any
    y: float
    lines: list[Line]
    caption: Line | None
    box: Box
    tab: Box | None


@dataclass(frozen=True)
class Mark:
    """A square with a number: filled for ambitions that lead, outlined for those that contribute."""

    leads: bool
    count: int
    box: Box

    @property
    def middle(self) -> tuple[float, float]:
        return self.box.x + self.box.width / 2, self.box.y + self.box.height / 2


@dataclass(frozen=True)
class Knot:
    """A crossing where ambitions sit. It is pressed anywhere in `box`."""

    crossing: Any
    marks: list[Mark]
    box: Box


@dataclass(frozen=True)
class Row:
    weft: Weft
    knots: list[Knot]


@dataclass
class Cloth:
    loom: Loom
    width: float
    height: float
    left: float
    right: float
    warps: list[Warp] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    thread: str = ""
    tail: Line | None = None
    tail_box: Box | None = None

    @property
    def is_broad(self) -> bool:
        """Whether it needs more than the width that its loom has: it is then shown at its own size, and scrolls."""
        return self.width > self.loom.width + 0.5

    @property
    def length(self) -> float:
        """How long a weft is."""
        return self.right - self.left

    @classmethod
    def of(
        cls,
        warp_parts: Sequence[Any],
        weft_parts: Sequence[Any],
        crossings: Mapping[tuple[int, int], Any],
        *,
        loom: Loom,
        thread: str = "",
    ) -> Cloth:
        """Lay it out. Each crossing is found by (place of its weft, of its warp) and counts `leads`, `contributes`.

        Parts have a `name`; a weft may have a `caption`. As wide as the loom unless so many warps need more. No parts
        give a cloth without threads, which there is no sense in drawing.
        """
        room = loom.width - loom.gutter - 2 * PAD
        column = max(loom.least_column, room / max(1, len(warp_parts)))
        left = loom.gutter + PAD
        right = left + max(room, column * len(warp_parts))
        xs = [left + column * (at + 0.5) for at in range(len(warp_parts))]
        heads, head = _heads([part.name for part in warp_parts], xs, column)
        wefts, gaps, bottom = _wefts(weft_parts, loom, left, right, top=PAD + head + 10)
        cloth = cls(loom=loom, width=right + PAD, height=bottom + FRINGE + PAD, left=left, right=right)
        middles = [weft.y + loom.band / 2 for weft in wefts]
        band = min(loom.band, round(column * 0.45, 1))
        top = PAD + head + 4
        for at, (part, x) in enumerate(zip(warp_parts, xs, strict=True)):
            pieces = over_and_under([w.y for w in wefts], at, band=loom.band, top=top, bottom=bottom)
            box = Box(x - column / 2, PAD - 4, column, head + 8)
            fringe = " ".join(f"M{x + shift:.1f} {bottom:.1f}v{FRINGE - 4}" for shift in (-band * 0.4, 0, band * 0.4))
            cloth.warps.append(Warp(part, x - band / 2, band, pieces, heads[at], box, at % 2 == 1, fringe))
        for row, (weft, y) in enumerate(zip(wefts, middles, strict=True)):
            knots = [
                _knot(crossing, x, y, column, tallest=loom.tallest)
                for at, x in enumerate(xs)
                if (crossing := crossings.get((row, at))) is not None
            ]
            cloth.rows.append(Row(weft, knots))
        if warp_parts or weft_parts:
            cloth._draw_thread(xs, gaps, thread)
        return cloth

    def _draw_thread(self, xs: list[float], gaps: list[float], words: str) -> None:
        """One thread from the upper left to the lower right, between the wefts wherever it meets a warp.

        Then it leaves the cloth, turns, and ends at its own name.
        """
        steps = len(xs) - 1
        points = [(self.left, gaps[0])]
        points += [(x, gaps[round((at / steps if steps else 0.5) * (len(gaps) - 1))]) for at, x in enumerate(xs)]
        path = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
        for (x0, y0), (x1, y1) in pairwise(points):
            half = (x1 - x0) / 2
            path.append(f"C{x0 + half:.1f} {y0:.1f} {x1 - half:.1f} {y1:.1f} {x1:.1f} {y1:.1f}")
        y = points[-1][1]
        turn, tail = self.right - 2, self.height + 2
        path.append(f"C{turn + 8:.1f} {y:.1f} {turn + 8:.1f} {tail:.1f} {turn - 34:.1f} {tail:.1f}")
        self.thread = " ".join(path)
        room = turn - 44 - PAD
        lines = wrapped(words, room, SIZE, 1)
        if lines:
            long = min(room, width_of(lines[0], SIZE))
            self.tail = Line(lines[0], turn - 44, tail + SIZE * 0.35)
            self.tail_box = Box(turn - 48 - long, tail - 15, long + 8, 30)
        self.height = tail + 15 + PAD / 2


def _heads(names: list[str], xs: list[float], column: float) -> tuple[list[list[Line]], float]:
    """The lines of each warp's name, and how high they rise: level if every name fits so, else all of them upright."""
    room = column - 10
    if all(fits(name, room, SIZE, 3) for name in names):
        found = [wrapped(name, room, SIZE, 3) for name in names]
        high = max((len(lines) for lines in found if lines), default=1)
        return [
            [Line(words, x, PAD + LINE * (high - len(lines) + at) + SIZE) for at, words in enumerate(lines)]
            for lines, x in zip(found, xs, strict=True)
        ], high * LINE
    most = max(1, int((column - 4) // LINE))
    found = [wrapped(name, _HEAD, SIZE, most) for name in names]
    rise = max(TARGET, *(width_of(words, SIZE) for lines in found for words in lines or [""]))

    def beside(x: float, at: int, lines: list[str]) -> float:
        return x + (at - (len(lines) - 1) / 2) * LINE + SIZE * 0.35

    return [
        [Line(words, beside(x, at, lines), PAD + rise, turn=-90) for at, words in enumerate(lines)]
        for lines, x in zip(found, xs, strict=True)
    ], rise


def _wefts(
    parts: Sequence[Any], loom: Loom, left: float, right: float, *, top: float
) -> tuple[list[Weft], list[float], float]:
    """The wefts from `top` down, the middle of each gap between them from first to last, and where they end."""
    place: Callable[..., Weft] = _beside_gutter if loom.gutter else _under_tab
    least, most = loom.row
    pitch = min(most, max(least, 460 / max(1, len(parts))))
    wefts, gaps, y = [], [], top + 10
    for part in parts:
        gaps.append(y)
        weft = place(part, loom, left, right, y, pitch)
        wefts.append(weft)
        y = weft.y + loom.band + (pitch - loom.band) / 2 if loom.gutter else weft.y + loom.band + 18
    gaps.append(y)
    return wefts, gaps, (y if parts else y + 60) + 14


def _caption(part: Any) -> str:
    return getattr(part, "caption", "") or ""


def _beside_gutter(part: Any, loom: Loom, left: float, right: float, y: float, pitch: float) -> Weft:
    """The name stands left of the cloth, level with its weft."""
    lines = wrapped(part.name, loom.gutter - 14, SIZE, max(1, int((pitch - SMALL - 10) // LINE)))
    middle = y + pitch / 2
    high = len(lines) * LINE + (LINE - 2 if _caption(part) else 0)
    first = middle - high / 2
    placed = [Line(words, PAD, first + at * LINE + SIZE - 1) for at, words in enumerate(lines)]
    caption = Line(_caption(part), PAD, first + len(lines) * LINE + SMALL) if _caption(part) else None
    box = Box(PAD - 6, min(first, middle - TARGET / 2) - 2, loom.gutter - 4, max(high, TARGET) + 6)
    return Weft(part, round(middle - loom.band / 2, 1), placed, caption, box, None)


def _under_tab(part: Any, loom: Loom, left: float, right: float, y: float, pitch: float) -> Weft:
    """The name stands on a tab sewn to the upper edge of its weft."""
    room = right - left - 20
    lines = wrapped(part.name, room, SIZE, 2) or [""]
    long = [width_of(line, SIZE) for line in lines]
    last = long[-1] + 8 + width_of(_caption(part), SMALL * _LIGHT)
    caption_fits = bool(_caption(part)) and last <= room
    last = last if caption_fits else 0
    tab = Box(left, y + 8, max(TARGET, min(room, max([*long, last])) + 20), len(lines) * LINE + 8)
    placed = [Line(words, left + 10, tab.y + 3 + at * LINE + SIZE) for at, words in enumerate(lines)]
    caption = Line(_caption(part), left + 10 + long[-1] + 8, placed[-1].y) if caption_fits else None
    return Weft(part, tab.y + tab.height, placed, caption, tab, tab)


def _knot(crossing: Any, x: float, y: float, column: float, *, tallest: float) -> Knot:
    """The marks side by side on the crossing; as one, filled if any leads, where there is no room for two."""
    counts = [(leads, count) for leads, count in ((True, crossing.leads), (False, crossing.contributes)) if count]
    if len(counts) == 2 and (column - 14) / 2 < 20:
        counts = [(True, crossing.leads + crossing.contributes)]
    room = (column - 10 - 4 * (len(counts) - 1)) / len(counts)
    sides = [min(tallest, room, 20 * count**0.35) for _leads, count in counts]
    start = x - (sum(sides) + 4 * (len(sides) - 1)) / 2
    marks = []
    for (leads, count), side in zip(counts, sides, strict=True):
        marks.append(Mark(leads, count, Box(start, y - side / 2, side, side)))
        start += side + 4
    wide = max(TARGET, sum(sides) + 4 * (len(sides) - 1) + 6)
    high = max(TARGET, min(tallest, max(sides) + 6))
    return Knot(crossing, marks, Box(x - wide / 2, y - high / 2, wide, high))
