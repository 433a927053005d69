"""The one mail of a suggested correction: it has arrived, and what happens next."""

from __future__ import annotations

import datetime as dt

from consultation.participants import mail
from consultation.participants.models import Contact
from consultation.suggestions.models import Suggestion


def arrived(suggestion: Suggestion, contact: Contact, now: dt.datetime) -> None:
    mail.queue(
        site=suggestion.site,
        to=contact,
        template="consultation/suggestions/mail/arrived",
        context={"suggestion": suggestion},
        kind="suggestion-arrived",
        about=suggestion,
        why="You get this because somebody gave your address when they suggested a correction.",
        now=now,
    )
