"""What somebody asks for, as the forms hand it to the rules."""

from __future__ import annotations

from dataclasses import dataclass

from consultation.round_tables.choices import SeatMode
from consultation.round_tables.models import RoundTable


@dataclass(frozen=True)
class Wish:
    """One session. With `may_wait`, a place on the waiting list will do when there is no seat."""

    round_table: RoundTable
    mode: str = SeatMode.IN_PERSON
    may_wait: bool = False


@dataclass(frozen=True)
class Details:
    """Who comes. `kind` is the kind of organisation, if it is known."""

    name: str
    email: str = ""
    organisation: str = ""
    kind: str = ""
    role: str = ""
    phone: str = ""
    dietary: str = ""
    brings_companion: bool = False
    access_need: str = ""
    wants_call: bool = False
    shown_as: str = ""

    @property
    def has_need(self) -> bool:
        return bool(self.access_need.strip()) or self.wants_call
