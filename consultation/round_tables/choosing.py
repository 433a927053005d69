"""What the booking form offers: sessions with their places, overlaps among those chosen, the nearest to a full one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from wagtail.models import Site

from consultation.round_tables.choices import SeatMode
from consultation.round_tables.models import RoundTable


@dataclass(frozen=True)
class Offered:
    """One way to take part in one session. `free` is how many places anybody can have now."""

    round_table: RoundTable
    mode: SeatMode
    free: int

    @property
    def value(self) -> str:
        """What the form sends for it; somebody who would wait says so."""
        return f"{self.round_table.pk}-{self.mode}" + ("" if self.free else "-wait")

    @property
    def words(self) -> str:
        event = self.round_table.event
        mode = f", {self.mode.label.lower()}" if len(self.round_table.modes) > 1 else ""
        return f"{event.title}{mode}"

    @property
    def places(self) -> str:
        if not self.free:
            return "Full: join the waiting list"
        return f"{self.free} place{'' if self.free == 1 else 's'} left"


def offered(site: Site, now: dt.datetime, grace: dt.timedelta = dt.timedelta(0)) -> list[Offered]:
    """What can be booked in the area, or could until `grace` ago, the next session first. Two queries."""
    tables = RoundTable.objects.bookable(now, grace).filter(site=site).with_places().order_by("event__starts_at", "pk")
    return [Offered(table, mode, table.free_at(now, mode)) for table in tables for mode in table.modes]


def overlapping(tables: Iterable[RoundTable]) -> list[tuple[RoundTable, RoundTable]]:
    """The pairs that are partly held at the same time."""
    return [
        (one, other)
        for one, other in combinations(sorted(tables, key=lambda table: table.event.starts_at), 2)
        if one.event.starts_at < other.event.ends_at and other.event.starts_at < one.event.ends_at
    ]


def nearest(to: RoundTable, among: Sequence[Offered]) -> RoundTable | None:
    """The session with places that is nearest to a full one in time; of the same sector, if there is one."""
    others = [one.round_table for one in among if one.free and one.round_table.pk != to.pk]

    def distance(table: RoundTable) -> tuple[bool, dt.timedelta]:
        is_other_sector = to.event.sector_id is None or table.event.sector_id != to.event.sector_id
        return is_other_sector, abs(table.event.starts_at - to.event.starts_at)

    return min(others, key=distance, default=None)
