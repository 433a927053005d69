"""The woven picture: foundations are the warp, Grand Challenges the weft. Geometry only; the template draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT, BAND, MARGIN = 560, 440, 26, 10


@dataclass(frozen=True)
class Warp:
    """An upright band, cut where it passes under a weft: `pieces` are (y, height)."""

    part: Any
    x: float
    pieces: list[tuple[float, float]]


@dataclass(frozen=True)
class Weft:
    part: Any
    y: float


@dataclass(frozen=True)
class Weave:
    warps: list[Warp]
    wefts: list[Weft]
    width: int = WIDTH
    height: int = HEIGHT
    band: int = BAND

    @classmethod
    def of(cls, warp_parts: Sequence[Any], weft_parts: Sequence[Any]) -> Weave:
        """A plain weave: each warp goes over every other weft, and its neighbour over the rest. Empty for no parts."""
        ys = _spread(len(weft_parts), HEIGHT)
        wefts = [Weft(part, y) for part, y in zip(weft_parts, ys, strict=True)]
        warps = []
        for column, (part, x) in enumerate(zip(warp_parts, _spread(len(warp_parts), WIDTH), strict=True)):
            pieces = over_and_under(ys, column, band=BAND, top=MARGIN, bottom=HEIGHT - MARGIN)
            warps.append(Warp(part, x, pieces))
        return cls(warps, wefts)

    @property
    def thread(self) -> str:
        """The path of the one gold thread, from edge to edge."""
        w, h = WIDTH, HEIGHT
        return (
            f"M{MARGIN} {h * 0.25:.0f} C {w * 0.22:.0f} {h * 0.25:.0f}, {w * 0.27:.0f} {h * 0.5:.0f}, "
            f"{w * 0.46:.0f} {h * 0.5:.0f} S {w * 0.72:.0f} {h * 0.74:.0f}, {w - MARGIN} {h * 0.73:.0f}"
        )


def over_and_under(
    wefts: Sequence[float], column: int, *, band: float, top: float, bottom: float
) -> list[tuple[float, float]]:
    """What shows of the warp in `column`, as (y, height): it is cut at every other weft. `wefts` are their tops."""
    under = [y for row, y in enumerate(wefts) if (row + column) % 2]
    edges = [float(top), *(edge for y in under for edge in (y - 4, y + band + 4)), float(bottom)]
    return [(start, end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _spread(count: int, length: int) -> list[float]:
    """Where `count` bands begin when they share `length` evenly."""
    room = (length - 2 * MARGIN) / count if count else 0
    return [round(MARGIN + room * at + (room - BAND) / 2, 1) for at in range(count)]
