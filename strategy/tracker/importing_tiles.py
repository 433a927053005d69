"""Who stands where on the map, while a table comes in: two may change places, and no two end on one tile."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from strategy.models.partnership import Partnership
from strategy.tracker.report import Line

type Tile = tuple[int, int]


class Tiles:
    """Those that the file names step off the map first, so that the order of its rows does not matter."""

    def __init__(self, partnerships: Iterable[Any], *, named: Collection[str]) -> None:
        """One query. `partnerships` keep their tiles in memory, and store them again as they are saved."""
        everybody = list(partnerships)
        moving = [one.pk for one in everybody if one.slug in named]
        Partnership.objects.filter(pk__in=moving).update(map_column=None, map_row=None)
        self.standing = {_tile(one): one for one in everybody if one.slug not in named}
        self.put: dict[Tile | None, tuple[int, Any]] = {}

    def put_on(self, line: Line, one: Any) -> None:
        """Note in `line` what is wrong with the tile of `one`, if somebody has it."""
        tile = _tile(one)
        if tile is None:
            return
        words = "{} tile {}, {} {}. Choose a free one."
        if tile in self.standing:
            line.problems.append("map column: " + words.format(f"{self.standing[tile]} stands on", *tile, "already"))
        elif tile in self.put:
            number, other = self.put[tile]
            line.problems.append("map column: " + words.format(f"line {number} puts {other} on", *tile, "too"))
        else:
            self.put[tile] = (line.number, one)


def _tile(one: Any) -> Tile | None:
    return None if one.map_column is None or one.map_row is None else (one.map_column, one.map_row)
