"""What is written around the day: reminders, a new joining link, and afterwards the question how it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from consultation.events.choices import Standing
from consultation.events.models import Event
from consultation.participants import mail
from consultation.participants.models import Mail
from consultation.round_tables import emails
from consultation.round_tables.choices import SeatMode
from consultation.round_tables.models import Booking
from consultation.round_tables.models.booking import JOINING_LINK_FROM

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
# Afterwards: when people are home again, and while they still remember.
FEEDBACK_FROM, FEEDBACK_UNTIL = 3 * HOUR, 7 * DAY


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


@transaction.atomic
def tell_joining_link(*, event: Event, now: dt.datetime) -> int:
    """Where an old joining link has been told already, send the new one to all who take part online; return how many.

    A link that nobody has been told yet is left to the reminder of the day before. What still waits with an older one
    is taken back.
    """
    if not (event.joining_link and event.goes_ahead and event.starts_at - JOINING_LINK_FROM <= now < event.ends_at):
        return 0
    sure = Booking.objects.confirmed().unerased().filter(round_table__event=event, mode=SeatMode.ONLINE)
    sure = sure.filter(contact__email__isnull=False).order_by("pk")
    bookings = list(sure.select_related("round_table__event", "round_table__site", "contact", "request"))
    for booking in bookings:
        mail.drop(about=booking, kinds=[emails.JOINING_LINK], now=now)
        emails.joining_link(booking, now)
    return len(bookings)


def ask_how_it_was(now: dt.datetime) -> int:
    """Job: send whoever came the link to the survey about the event, once; return how many."""
    came = (
        Booking.objects.attended()
        .unerased()
        .filter(
            contact__email__isnull=False,
            round_table__event__ends_at__lte=now - FEEDBACK_FROM,
            round_table__event__ends_at__gt=now - FEEDBACK_UNTIL,
        )
        .exclude(round_table__feedback_survey="")
        .select_related("round_table__event", "round_table__site", "contact", "organisation", "request")
    )
    return _queue_once({emails.feedback_name(booking): booking for booking in came}, emails.feedback, now)


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
    return _queue_once(named, lambda booking, now: emails.reminder(booking, reminder.kind, now), now)


def _queue_once(named: Mapping[str, Booking], write: Callable[[Booking, dt.datetime], None], now: dt.datetime) -> int:
    """Write each booking under whose name no e-mail was ever queued; return how many."""
    queued = set(Mail.objects.filter(once__in=[*named]).values_list("once", flat=True))
    new = [booking for name, booking in named.items() if name not in queued]
    for booking in new:
        write(booking, now)
    return len(new)
