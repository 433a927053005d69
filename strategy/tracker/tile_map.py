"""England in tiles of one size, so that a small partnership is as easy to see and to press as a large one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from strategy.models.choices import Dye, TrackedStage
from strategy.models.partnership import MAP_COLUMNS, MAP_ROWS

SIZE, GAP = 40, 4
GAP_HEIGHT = 7  # of the striped edge
_STEP = SIZE + GAP

# The shape of England: for each row from the north, its columns from the west. Drawn faintly where nobody stands.
_ENGLAND = ("4", "345", "345", "3456", "3456", "34567", "34567", "34567", "234567", "123456", "01")

_STAGE_DYES = {
    TrackedStage.ANNOUNCED: Dye.PEAT,
    TrackedStage.DEVELOPING: Dye.WOAD,
    TrackedStage.EVIDENCE: Dye.INDIGO,
    TrackedStage.CONSULTATION: Dye.HEATHER,
    TrackedStage.AGREED: Dye.WELD,
    TrackedStage.PUBLISHED: Dye.LICHEN,
    TrackedStage.REPLACED: Dye.MADDER,
}
_STAGE_SIGNS = {
    TrackedStage.ANNOUNCED: "an",
    TrackedStage.DEVELOPING: "dv",
    TrackedStage.EVIDENCE: "ev",
    TrackedStage.CONSULTATION: "co",
    TrackedStage.AGREED: "ag",
    TrackedStage.PUBLISHED: "pu",
    TrackedStage.REPLACED: "re",
}


@dataclass(frozen=True)
class Key:
    """A colour of the map with its sign and what both mean. The empty sign stands for what is not stated."""

    words: str
    sign: str = ""
    dye: str = ""


NOT_STATED = Key("Not stated", "–")


@dataclass(frozen=True)
class KeyLine:
    """A line of the key: how many tiles have that colour, and how many of them are in the list."""

    key: Key
    found: int
    total: int


@dataclass(frozen=True)
class Tile:
    partnership: Any
    key: Key
    x: int
    y: int
    is_found: bool

    @property
    def middle(self) -> int:
        return self.x + SIZE // 2

    @property
    def letters_at(self) -> int:
        return self.y + 19

    @property
    def sign_at(self) -> int:
        return self.y + 33

    @property
    def words(self) -> str:
        """For those who do not see it."""
        gap = "" if self.partnership.has_entry else ", no entry in the source"
        return f"{self.partnership.name}: {self.key.words.lower()}{gap}{'' if self.is_found else ', not in the list'}"


@dataclass(frozen=True)
class TileMap:
    tiles: list[Tile]
    ground: list[tuple[int, int]]
    lines: list[KeyLine]
    gaps: int
    off_the_map: list[Any]
    size: int = SIZE
    gap_height: int = GAP_HEIGHT
    width: int = MAP_COLUMNS * _STEP - GAP
    height: int = MAP_ROWS * _STEP - GAP

    @classmethod
    def of(cls, partnerships: Iterable[Any], found: set[int], *, by: str) -> TileMap:
        """All `partnerships` (with what `with_all` fetches); those not `found` step back. `by` is "wave" or "stage"."""
        tiles, off, taken = [], [], set()
        for one in sorted(partnerships, key=lambda one: (one.map_row or 0, one.map_column or 0)):
            if one.map_column is None or one.map_row is None:
                off.append(one)
                continue
            taken.add((one.map_column, one.map_row))
            key = key_of(one, by=by)
            tiles.append(Tile(one, key, one.map_column * _STEP, one.map_row * _STEP, one.pk in found))
        ground = [
            (int(column) * _STEP, row * _STEP)
            for row, columns in enumerate(_ENGLAND)
            for column in columns
            if (int(column), row) not in taken
        ]
        order = [stage.label for stage in TrackedStage] if by == "stage" else []
        keys = sorted(
            {tile.key for tile in tiles},
            key=lambda key: (key == NOT_STATED, order.index(key.words) if key.words in order else 0, key.words),
        )
        all_of, found_of = Counter(tile.key for tile in tiles), Counter(tile.key for tile in tiles if tile.is_found)
        lines = [KeyLine(key, found_of[key], all_of[key]) for key in keys]
        return cls(tiles, ground, lines, sum(not tile.partnership.has_entry for tile in tiles), off)


def key_of(partnership: Any, *, by: str) -> Key:
    """The colour of one partnership."""
    if by == "stage":
        stage = partnership.stage
        if stage == TrackedStage.NOT_STATED:
            return NOT_STATED
        return Key(str(stage.label), _STAGE_SIGNS[stage], _STAGE_DYES[stage])
    wave = partnership.wave
    return Key(wave.name, wave.sign, wave.dye) if wave else NOT_STATED
