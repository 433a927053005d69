"""What round tables register when the app is ready: what the clock does, who hears of what, whose data is kept."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

from consultation.events.decisions import when_counted, when_joining_link_changed, when_materially_changed
from consultation.events.models import Event
from consultation.participants.mail import when_handed_over
from consultation.participants.privacy import register_keeper
from consultation.round_tables import booking, emails, policies
from consultation.round_tables.booking import needs
from consultation.round_tables.keeping import KEEPER, erase_nameless
from consultation.round_tables.models import RoundTable
from strategy.clock import register_job


def register() -> None:
    when_handed_over(emails.CONFIRM, booking.hold_begins)
    when_materially_changed(booking.hear_of)
    when_joining_link_changed(_tell_joining_link)
    when_counted(_told_of)
    register_keeper(KEEPER)
    policies.register()
    register_job("places", timedelta(seconds=20), give_places)
    register_job("reminders", timedelta(minutes=10), send_reminders)
    register_job("how it was", timedelta(hours=1), ask_how_it_was)
    register_job("attendance", timedelta(hours=1), note_attendance)
    register_job("access needs", timedelta(hours=6), needs.erase_old)
    register_job("bookings without an address", timedelta(days=1), erase_nameless)


def _tell_joining_link(event: Event, now: dt.datetime) -> None:
    booking.tell_joining_link(event=event, now=now)


def _told_of(event: Event) -> int:
    table = RoundTable.objects.filter(event=event).first()
    return booking.how_many_would_be_told(table) if table else 0


def give_places(now: dt.datetime) -> str | None:
    """Job: holds and offers that nobody took up end, and free places go to whoever waits."""
    done = {
        "holds ended": booking.expire_holds(now),
        "offers ended": booking.expire_offers(now),
        "places given": booking.promote_everywhere(now),
    }
    return ", ".join(f"{count} {what}" for what, count in done.items() if count) or None


def send_reminders(now: dt.datetime) -> str | None:
    count = booking.remind(now)
    return f"{count} queued" if count else None


def ask_how_it_was(now: dt.datetime) -> str | None:
    count = booking.ask_how_it_was(now)
    return f"{count} queued" if count else None


def note_attendance(now: dt.datetime) -> str | None:
    count = booking.record_everywhere(now)
    return f"of {count} round tables noted" if count else None
