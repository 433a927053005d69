"""What a material change of the event does to its bookings, and who is told. Hears of it from the room of events."""

from __future__ import annotations

import datetime as dt

from consultation.events.choices import Decision
from consultation.events.models import Event, EventDecision
from consultation.participants import mail
from consultation.round_tables import emails
from consultation.round_tables.booking import needs, seats
from consultation.round_tables.booking.log import become
from consultation.round_tables.choices import COMING, BookingState, EndedBy, Step
from consultation.round_tables.models import Booking, RoundTable

# Several edits within this time are one e-mail, which tells the last of them.
TOGETHER = dt.timedelta(minutes=10)

_OFF = (Decision.CANCELLED, Decision.WITHDRAWN)


def how_many_would_be_told(round_table: RoundTable) -> int:
    """How many people a material change of the event writes to. Staff see it before they save."""
    coming = Booking.objects.coming().filter(round_table=round_table)
    return int(coming.filter(contact__email__isnull=False).count())


def hear_of(event: Event, decision: EventDecision, now: dt.datetime) -> None:
    """In the transaction of the change. Places stay with the event; a cancelled one ends what was not yet a place."""
    table = RoundTable.objects.filter(event=event).first()
    if table is None:
        return
    table.event = event
    rows = Booking.objects.select_for_update(of=("self",)).filter(
        round_table=table, state__in=[*COMING, BookingState.PENDING]
    )
    bookings = list(rows.select_related("contact", "organisation", "request").order_by("pk"))
    seats.lock([table.pk])
    for booking in bookings:
        booking.round_table = table
        was = booking.state
        if decision.decision in _OFF and was != BookingState.CONFIRMED:
            _end(booking, now)
        if was in COMING:
            _tell(booking, decision, now)
    if decision.was_where and (event.venue_name or event.venue_address) not in decision.was_where:
        needs.open_again(table.pk, now)


def _end(booking: Booking, now: dt.datetime) -> None:
    pool = booking.pool_id
    fields = {"pool_id": None, "ended_at": now, "ended_by": EndedBy.EVENT}
    become(booking, BookingState.CANCELLED, Step.CANCELLED, now=now, why="The event was called off.", **fields)
    if pool is not None:
        seats.give_back(pool)


def _tell(booking: Booking, decision: EventDecision, now: dt.datetime) -> None:
    """One e-mail for edits that follow each other: what waits is taken back and written anew."""
    mail.drop(about=booking, kinds=[emails.EVENT_CHANGED, *emails.REMINDERS], now=now)
    recent = EventDecision.objects.filter(event=decision.event_id, decided_at__gt=now - TOGETHER).exclude(was_when="")
    before = recent.order_by("decided_at", "pk").first() or decision
    emails.event_changed(booking, decision, before=before, now=now, not_before=now + TOGETHER)
