"""What happens to a request for another format: it is asked, dealt with, closed, and in time forgotten."""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Site

from consultation.formats import emails
from consultation.formats.models import CLOSED, FormatRequest, RequestStatus
from consultation.participants import contacts

# Three weeks: time for a printer of braille or a translator to answer, and well within the month in which a public body
# must answer most requests. Weekends are not counted; a bank holiday is, so that nobody must keep a list of them.
WORKING_DAYS = 15

# Enough for a person who needs several documents, and a limit to what a robot can leave under one address.
MOST_PER_DAY = 5

# To answer a question about what was sent, and no longer.
MONTHS_KEPT = 6
# Nothing is kept for ever because somebody forgot to close it.
MONTHS_KEPT_UNCLOSED = 24


class TooManyRequests(Exception):
    """The same contact has asked for as much today as one may. The text is for the public."""

    def __init__(self) -> None:
        super().__init__(
            f"You have asked for {MOST_PER_DAY} documents today, which is as many as this form takes. "
            "Ask again tomorrow, or contact us another way."
        )


def due_on(asked: dt.date, days: int = WORKING_DAYS) -> dt.date:
    """The last of `days` working days, Monday to Friday, after the day `asked`."""
    day = asked
    while days:
        day += dt.timedelta(days=1)
        days -= day.weekday() < 5
    return day


@transaction.atomic
def ask(
    *,
    site: Site,
    document: str,
    format: str,  # noqa: A002
    now: dt.datetime,
    about_path: str = "",
    detail: str = "",
    name: str = "",
    email: str = "",
    phone: str = "",
    address: str = "",
    looks_automatic: bool = False,
) -> FormatRequest:
    """Store the request, and mail what was asked and by when it comes to whoever gave an e-mail address.

    Raises TooManyRequests. What looks automatic is held back, never lost, and causes no mail.
    """
    if not looks_automatic and _asked_today(site, now, email=email, phone=phone, address=address) >= MOST_PER_DAY:
        raise TooManyRequests
    request = FormatRequest.objects.create(
        site=site,
        document=document,
        about_path=about_path,
        format=format,
        detail=detail,
        name=name,
        email=email,
        phone=phone,
        address=address,
        status=RequestStatus.QUARANTINED if looks_automatic else RequestStatus.NEW,
        asked_at=now,
        due_on=due_on(timezone.localdate(now)),
    )
    if email and not looks_automatic:
        contact = contacts.remember(site=site, email=email, name=name, phone=phone, now=now)
        emails.asked(request, contact, now)
    return request


def _asked_today(site: Site, now: dt.datetime, **contacts: str) -> int:
    same = models.Q(pk__in=[])
    for field, value in contacts.items():
        if value:
            same |= models.Q(**{f"{field}__iexact": value})
    recent = FormatRequest.objects.filter(site=site, asked_at__gt=now - dt.timedelta(days=1))
    return recent.exclude(status=RequestStatus.QUARANTINED).filter(same).count()


def note_status(request: FormatRequest, *, now: dt.datetime) -> None:
    """Set when `request` was closed, after its status has changed. Opened again, it is not closed. Does not save."""
    if request.status in CLOSED:
        request.closed_at = request.closed_at or now
    else:
        request.closed_at = None


def erase_old(now: dt.datetime) -> str | None:
    """Empty the personal details of requests whose time is over. The requests stay, to be counted."""
    closed_long_ago = models.Q(closed_at__lt=_months_before(now, MONTHS_KEPT))
    held_back_long_ago = models.Q(status=RequestStatus.QUARANTINED, asked_at__lt=_months_before(now, 1))
    asked_very_long_ago = models.Q(asked_at__lt=_months_before(now, MONTHS_KEPT_UNCLOSED))
    over = FormatRequest.objects.with_personal_details().filter(
        closed_long_ago | held_back_long_ago | asked_very_long_ago
    )
    erased = over.update(erased_at=now, **dict.fromkeys(FormatRequest.PERSONAL, ""))
    return f"personal details of {erased} erased" if erased else None


def _months_before(now: dt.datetime, months: int) -> dt.datetime:
    """In months of thirty days: a day or two early or late harms nobody."""
    return now - dt.timedelta(days=30 * months)
