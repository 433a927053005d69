"""How full a round table is, as numbers, in words and as a bar; and the code that a phone reads at the door."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from consultation.round_tables.choices import State
from consultation.round_tables.models import RoundTable

_WIDTH = 160  # of the bar


@dataclass(frozen=True)
class Places:
    """`sure` and `held` are people with a place; `over` of them are more than there are seats."""

    capacity: int
    sure: int
    held: int
    waiting: int
    over: int

    @classmethod
    def of(cls, table: RoundTable) -> Places:
        """From a row of `with_places().with_counts()`. No query."""
        row: Any = table
        return cls(table.total("capacity"), row.sure, row.held, row.waiting, table.total("over"))

    @property
    def words(self) -> str:
        """ "12 of 20 taken, 2 held, 4 waiting, 3 over": what is none is left out but for the first."""
        parts = [f"{self.sure} of {self.capacity} taken"]
        named = ((self.held, "held"), (self.waiting, "waiting"), (self.over, "over"))
        return ", ".join([*parts, *(f"{count} {name}" for count, name in named if count)])

    @property
    def bar(self) -> SafeString:
        """A drawing of the words. Its parts differ in height and by a gap too: nobody has to tell colours apart."""
        taken = self.sure + self.held
        unit = _WIDTH / max(self.capacity, taken, 1)
        parts = {"sure": self.sure, "held": self.held, "capacity": self.capacity, "over": max(taken - self.capacity, 0)}
        shown: dict[str, Any] = {name: round(unit * part, 1) for name, part in parts.items()} | {
            "places": self,
            "width": _WIDTH,
        }
        return render_to_string("wagtailadmin/round_tables/bar.html", shown)


def warnings(table: RoundTable, now: dt.datetime) -> list[str]:
    """What staff should see to, in words. The row is one of `with_places().with_counts()`."""
    found = []
    row: Any = table
    if over := table.total("over"):
        found.append(f"{over} over: more people have a place than there are seats. Nobody was removed.")
    if table.is_short_at(now, row.sure):
        found.append(f"Only {row.sure} have booked, and it needs {table.fewest}. Decide whether it goes ahead.")
    if row.waiting and table.total("free") and table.state_at(now) in (State.FULL, State.OPEN, State.CLOSED):
        found.append("People wait although places are free.")
    return found
