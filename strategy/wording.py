"""The published wordings of an ambition, and how each differs from the one before.

They are read from what Wagtail keeps: each publication is in the log of the page, with the revision that it made
public. So whoever publishes, in whatever way, leaves a version, and no revision can be made to forget one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.fields.json import KeyTextTransform
from wagtail.models import Page, PageLogEntry

from strategy.comparison import Piece, compare
from strategy.thread import Part, Row, as_json

# What is promised: another wording of any of these wants a reason.
PROMISE = {"title": "Title", "statement": "The promise", "target": "Target", "why_it_matters": "Why it matters"}
PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")
_MOST_PUBLICATIONS = 200


@dataclass(frozen=True)
class Change:
    """What one publication changed: `changes` are (name of the field, its pieces). Without any, it was the first."""

    at: dt.datetime
    why: str
    changes: list[tuple[str, list[Piece]]]


def _publications(page: Page) -> Any:
    """The latest first, so that the limit cuts off the oldest."""
    entries = PageLogEntry.objects.filter(page=page.pk, action__in=PUBLISHED, revision__isnull=False)
    words = {name: KeyTextTransform(name, "revision__content") for name in (*PROMISE, "changed_because")}
    return as_json(entries.order_by("-timestamp", "-pk")[:_MOST_PUBLICATIONS], at=F("timestamp"), **words)


def _changes(rows: list[Row]) -> Sequence[Change]:
    """Latest first, from the publications that changed the wording; nothing while there was but one wording."""
    found: list[Change] = []
    before: Row | None = None
    for row in reversed(rows):
        at = dt.datetime.fromisoformat(row["at"])
        if before is None:
            found.append(Change(at, "", []))
        elif changed := _compared(before, row):
            found.append(Change(at, row["changed_because"] or "", changed))
        before = row
    return found[::-1] if len(found) > 1 else []


def _compared(before: Row, after: Row) -> list[tuple[str, list[Piece]]]:
    return [(label, compare(old, new)) for label, old, new in pairs_that_differ(before, after)]


def pairs_that_differ(before: Row, after: Row) -> list[tuple[str, str, str]]:
    """(name of the field, old words, new words) of what two publications put differently."""
    pairs = ((label, before[name] or "", after[name] or "") for name, label in PROMISE.items())
    return [(label, old, new) for label, old, new in pairs if old != new]


WORDING = Part(
    key="wording",
    heading="Its wording, and when it changed",
    order=10,
    template="strategy/thread/wording.html",
    rows=_publications,
    read=_changes,
)
