"""The one mail of a request for another format: what was asked, and by when it comes."""

from __future__ import annotations

import datetime as dt

from consultation.formats.models import FormatRequest
from consultation.participants import mail
from consultation.participants.models import Contact


def asked(request: FormatRequest, contact: Contact, now: dt.datetime) -> None:
    mail.queue(
        site=request.site,
        to=contact,
        template="consultation/formats/mail/asked",
        context={"request": request},
        kind="format-asked",
        about=request,
        why="You get this because somebody gave your address when they asked for a document in another format.",
        now=now,
    )
