"""What staff decide about an event, and what follows: the log, the number of its calendar entry, and who is told.

Other services hear of material changes by registering a listener when their app is ready: round tables write to
everyone who has booked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction

from consultation.events.choices import Decision, Standing
from consultation.events.models import Event, EventDecision

# A change of one of these matters to whoever meant to come; anything else is a correction, of which nobody is told.
MATERIAL = ("starts_at", "ends_at", "precision", "times_stated", "mode", "venue_name", "venue_address", "standing")

_DECIDED = {
    Standing.CANCELLED: Decision.CANCELLED,
    Standing.POSTPONED: Decision.POSTPONED,
    Standing.MOVED: Decision.MOVED,
    Standing.AS_PLANNED: Decision.REINSTATED,
}

type Listener = Callable[[Event, EventDecision, dt.datetime], None]
_listeners: list[Listener] = []
type LinkListener = Callable[[Event, dt.datetime], None]
_link_listeners: list[LinkListener] = []
type Counter = Callable[[Event], int]
_counters: list[Counter] = []


class ReasonMissing(Exception):
    """A material change without a reason. Its text is for the member of staff."""

    def __init__(self) -> None:
        super().__init__("Say why. The public reads it beside the new date or place, or the notice that it is off.")


def when_materially_changed(listener: Listener) -> None:
    """Call `listener(event, decision, now)` in the transaction of each material change of a published event."""
    if listener not in _listeners:
        _listeners.append(listener)


def when_joining_link_changed(listener: LinkListener) -> None:
    """Call `listener(event, now)` in the transaction in which a published event gets another joining link."""
    if listener not in _link_listeners:
        _link_listeners.append(listener)


def when_counted(counter: Counter) -> None:
    """Ask `counter(event)` how many people its listener would write to."""
    if counter not in _counters:
        _counters.append(counter)


def how_many_would_be_told(event: Event) -> int:
    """How many people a material change writes to: staff see it before they save."""
    return sum(counter(event) for counter in _counters)


@transaction.atomic
def save_event(
    *, event: Event, why: str, by: Any, now: dt.datetime, save: Callable[[], Any] | None = None
) -> EventDecision | None:
    """Save `event` as it stands; return what that decided, or None for a draft or a mere correction.

    `save` does the saving where more than the row is to be saved. A material change of a published event raises its
    sequence; a new date or place of an event that was to go ahead makes it moved. ReasonMissing without `why`.
    """
    before = Event.objects.select_for_update().get(pk=event.pk) if event.pk else None
    decision = _decision(before, event)
    known = before if before is not None and before.is_published and event.is_published else None
    if decision is not None and known is not None:
        if not why.strip():
            raise ReasonMissing
        event.sequence = known.sequence + 1
        if decision == Decision.MOVED:
            event.standing = Standing.MOVED
    (save or event.save)()
    if known is not None:
        _tell_of_link(known, event, now)
    return _log(event, decision, known, why=why, by=by, now=now) if decision is not None else None


def _log(
    event: Event, decision: Decision, known: Event | None, *, why: str, by: Any, now: dt.datetime
) -> EventDecision:
    """Write down what was decided, and tell whoever listens where the public knew of the event."""
    entry = EventDecision(event=event, decision=decision, why=why.strip(), decided_by=by, decided_at=now)
    if known is None:
        entry.save()
        return entry
    entry.was_when, entry.was_start = known.when, known.starts_at
    entry.was_where = ", ".join(part for part in (known.venue_name, known.venue_address) if part)[:400]
    entry.save()
    for listener in _listeners:
        listener(event, entry, now)
    return entry


def _tell_of_link(before: Event, after: Event, now: dt.datetime) -> None:
    if before.joining_link != after.joining_link:
        for listener in _link_listeners:
            listener(after, now)


def cancel(*, event: Event, why: str, by: Any, now: dt.datetime) -> EventDecision | None:
    event.standing = Standing.CANCELLED
    return save_event(event=event, why=why, by=by, now=now)


def postpone(*, event: Event, why: str, by: Any, now: dt.datetime) -> EventDecision | None:
    """No new date is known yet: the calendar entry is cancelled until there is one."""
    event.standing = Standing.POSTPONED
    return save_event(event=event, why=why, by=by, now=now)


def is_material(before: Event, after: Event) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in MATERIAL)


def _decision(before: Event | None, after: Event) -> Decision | None:
    """What the step from `before` to `after` amounts to; None when it is none of the public's business."""
    if before is None or not before.is_published:
        return Decision.PUBLISHED if after.is_published else None
    if not after.is_published:
        return Decision.WITHDRAWN
    if before.standing != after.standing:
        return _DECIDED[Standing(after.standing)]
    if not is_material(before, after):
        return None
    return Decision.MOVED if after.goes_ahead else None
