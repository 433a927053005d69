"""A series as a line in an SVG: places in whole numbers, so that the page needs no style and no script."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

WIDTH, HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 20, 20, 40
_STEPS = 5  # at most, on the upright axis


@dataclass(frozen=True)
class Point:
    value: Any
    x: int
    y: int
    has_label: bool


@dataclass(frozen=True)
class Chart:
    """`lines` are the points of each unbroken part; `marks` the numbers beside the upright axis, with their height."""

    points: list[Point]
    lines: list[str]
    marks: list[tuple[int, str]]
    target_y: int | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    bottom: int = HEIGHT - _BOTTOM

    @classmethod
    def of(cls, series: list[Any], *, target: Decimal | None, is_stepped: bool = False) -> Chart | None:
        """None for fewer than two numbers. The axis begins at 0 unless a number is below.

        Stepped, a number holds until the next: a slope would claim numbers between two events.
        """
        if len(series) < 2:
            return None
        numbers = [one.value for one in series] + ([target] if target is not None else [])
        low, high, step = _axis(min(Decimal(0), *numbers), max(Decimal(0), *numbers))
        first, days = series[0].on, max(1, (series[-1].on - series[0].on).days)

        def across(on: Any) -> int:
            return _LEFT + (WIDTH - _LEFT - _RIGHT) * (on - first).days // days

        def up(value: Decimal) -> int:
            return HEIGHT - _BOTTOM - int((HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low))

        every = max(1, len(series) // 6)
        points = [
            Point(one, across(one.on), up(one.value), at % every == 0 or at == len(series) - 1)
            for at, one in enumerate(series)
        ]
        parts: list[list[Point]] = [[]]
        for point in points:
            if point.value.is_break:
                parts.append([])
            parts[-1].append(point)
        lines = [_line(part, is_stepped=is_stepped) for part in parts if len(part) > 1]
        places = max(0, -int(step.normalize().as_tuple().exponent))
        steps = [low + step * at for at in range(int((high - low) / step) + 1)]
        marks = [(up(mark), f"{mark:,.{places}f}") for mark in steps]
        return cls(points, lines, marks, up(target) if target is not None else None)

    @property
    def has_provisional(self) -> bool:
        return any(point.value.standing == "provisional" for point in self.points)

    @property
    def has_break(self) -> bool:
        return any(point.value.is_break for point in self.points)

    @property
    def has_marks(self) -> bool:
        return self.has_provisional or self.has_break


def _line(part: list[Point], *, is_stepped: bool) -> str:
    places = [f"{part[0].x},{part[0].y}"]
    for before, point in pairwise(part):
        places += [f"{point.x},{before.y}"] if is_stepped else []
        places.append(f"{point.x},{point.y}")
    return " ".join(places)


def _axis(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Round numbers around `low` and `high`, and a round step of which at most five lead from one to the other."""
    span = high - low if high > low else Decimal(1)
    unit = Decimal(10) ** (span / _STEPS).adjusted()
    for factor in (1, 2, 5, 10, 20):
        step = unit * factor
        first, last = math.floor(low / step), math.ceil(high / step)
        if last - first <= _STEPS:
            break
    return first * step, max(last, first + 1) * step, step
