"""Evidence from the public register, on the thread of the ambition for which it was used. No query of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from wagtail.models import Page

from consultation.evidence.choices import Use
from consultation.evidence.models import EntrySubject, EntryUse, RegisterEntry
from strategy.thread import Part, Row, as_json

_COLUMNS = ("year", "number", "title", "author", "kind", "is_demonstration")


# The first of them; the rest stands in the register, which the last line leads to.
_MOST = 30


@dataclass(frozen=True)
class Used:
    """An entry to show, not to save, and what it was used for here; empty when that is not said."""

    entry: RegisterEntry
    what_for: str


def _rows(page: Page) -> Any:
    """Public entries that were used, and bear on the page or were used for it; in the order of their numbers."""
    uses = EntryUse.objects.filter(entry=OuterRef("pk"), page=page.pk)
    subjects = EntrySubject.objects.filter(entry=OuterRef("pk"), page=page.pk)
    used = RegisterEntry.objects.public().filter(Q(Exists(uses)) | Q(Exists(subjects)), status=Use.USED)
    what_for = Subquery(uses.order_by("sort_order", "pk").values("what_for")[:1])
    return as_json(used.order_by("year", "number")[:_MOST], what_for=what_for, **{name: F(name) for name in _COLUMNS})


def _read(rows: list[Row]) -> list[Used]:
    return [Used(what_for=row.pop("what_for") or "", entry=RegisterEntry(**row)) for row in rows]


RECEIVED = Part(
    key="register",
    heading="Evidence that people sent us, and that was used",
    order=24,
    template="consultation/evidence/on_thread.html",
    rows=_rows,
    read=_read,
)
