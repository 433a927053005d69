"""What happens to a suggested correction: it arrives, is dealt with, closed, and in time nobody's any more."""

from __future__ import annotations

import datetime as dt

from django.db import models, transaction
from wagtail.models import Site

from consultation.participants import contacts
from consultation.suggestions import emails
from consultation.suggestions.models import CLOSED, Suggestion, SuggestionStatus

# Enough for somebody who reads the whole tracker with care, and a limit to what a robot can leave.
MOST_PER_DAY = 20
# From everybody together, so that no robot without an address can bury staff in work.
MOST_PER_DAY_IN_AREA = 500
# To ask back or to answer, and no longer.
MONTHS_KEPT = 6
MONTHS_KEPT_UNCLOSED = 24


class TooMany(Exception):
    """As many suggestions have come today as one may make. The text is for the public."""

    def __init__(self) -> None:
        super().__init__("This form takes no more suggestions today. Send it again tomorrow, or write to us.")


@transaction.atomic
def suggest(
    *,
    site: Site,
    about: str,
    what_is_wrong: str,
    now: dt.datetime,
    about_path: str = "",
    source: str = "",
    name: str = "",
    email: str = "",
    looks_automatic: bool = False,
) -> Suggestion:
    """Store the suggestion, and tell whoever gave an address that it has arrived.

    Raises TooMany. What looks automatic is held back, never lost, and causes no mail.
    """
    if not looks_automatic:
        _refuse_too_many(site, email, now)
    suggestion = Suggestion.objects.create(
        site=site,
        about=about,
        about_path=about_path,
        what_is_wrong=what_is_wrong,
        source=source,
        name=name,
        email=email,
        status=SuggestionStatus.QUARANTINED if looks_automatic else SuggestionStatus.NEW,
        made_at=now,
    )
    if email and not looks_automatic:
        contact = contacts.remember(site=site, email=email, name=name, now=now)
        emails.arrived(suggestion, contact, now)
    return suggestion


def _refuse_too_many(site: Site, email: str, now: dt.datetime) -> None:
    recent = Suggestion.objects.filter(site=site, made_at__gt=now - dt.timedelta(days=1))
    recent = recent.exclude(status=SuggestionStatus.QUARANTINED)
    if recent.count() >= MOST_PER_DAY_IN_AREA:
        raise TooMany
    if email and recent.filter(email__iexact=email).count() >= MOST_PER_DAY:
        raise TooMany


def note_status(suggestion: Suggestion, *, now: dt.datetime) -> None:
    """Set when it was closed, after its status has changed. Opened again, it is not closed. Does not save."""
    suggestion.closed_at = (suggestion.closed_at or now) if suggestion.status in CLOSED else None


def erase_old(now: dt.datetime) -> str | None:
    """Empty names and addresses whose time is over. The suggestions stay."""
    over = Suggestion.objects.with_personal_details().filter(
        models.Q(closed_at__lt=now - dt.timedelta(days=30 * MONTHS_KEPT))
        | models.Q(status=SuggestionStatus.QUARANTINED, made_at__lt=now - dt.timedelta(days=30))
        | models.Q(made_at__lt=now - dt.timedelta(days=30 * MONTHS_KEPT_UNCLOSED))
    )
    erased = over.update(erased_at=now, **dict.fromkeys(Suggestion.PERSONAL, ""))
    return f"personal details of {erased} erased" if erased else None
