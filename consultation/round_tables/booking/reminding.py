"""Reminders a week and a day before, each queued once for each person and date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from consultation.events.choices import Standing
from consultation.participants.models import Mail
from consultation.round_tables import emails
from consultation.round_tables.models import Booking

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass(frozen=True)
class Reminder:
    """Queued from `opens` until `closes` before the start, to whoever had confirmed before it opened.

    The window is far longer than the time between two runs, so that a clock that stood still for a day misses nobody.
    """

    kind: str
    opens: dt.timedelta
    closes: dt.timedelta


REMINDERS = (
    Reminder(emails.WEEK_BEFORE, opens=7 * DAY, closes=2 * DAY),
    Reminder(emails.DAY_BEFORE, opens=DAY, closes=HOUR),
)


def remind(now: dt.datetime) -> int:
    """Queue what is due; return how many. Run again, or twice at once, it queues nothing twice."""
    return sum(_remind(reminder, now) for reminder in REMINDERS)


def _remind(reminder: Reminder, now: dt.datetime) -> int:
    due = (
        Booking.objects.confirmed()
        .unerased()
        .filter(
            contact__email__isnull=False,
            round_table__event__is_published=True,
            round_table__event__standing__in=[Standing.AS_PLANNED, Standing.MOVED],
            round_table__event__starts_at__lte=now + reminder.opens,
            round_table__event__starts_at__gt=now + reminder.closes,
            # Whoever booked later than that has just read it all in the confirmation.
            confirmed_at__lte=F("round_table__event__starts_at") - reminder.opens,
        )
        .select_related("round_table__event", "round_table__site", "contact", "organisation", "request")
    )
    named = {emails.reminder_name(booking, reminder.kind): booking for booking in due}
    queued = set(Mail.objects.filter(once__in=[*named]).values_list("once", flat=True))
    new = [booking for name, booking in named.items() if name not in queued]
    for booking in new:
        emails.reminder(booking, reminder.kind, now)
    return len(new)
