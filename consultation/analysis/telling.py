"""Tells people who asked when something was done, or not, about a theme that they raised: one message for each row."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models, transaction

from consultation.analysis.models import Coding
from consultation.feedback.models import FeedbackRow
from consultation.participants import mail
from consultation.participants.models import Consent, Contact, Mail
from consultation.surveys.about_you import TOLD_PURPOSE
from consultation.surveys.models import Response

KIND = "feedback-told"


def tell(now: dt.datetime) -> str | None:
    """Job: write to whoever raised a theme that a public row answers, asked to be told, and was not told yet."""
    told = 0
    for row in FeedbackRow.objects.public().filter(codes__ended_at=None, codes__isnull=False).distinct():
        for contact in _to_be_told(row):
            told += _tell(row, contact, now)
    return f"told {told} people" if told else None


def _to_be_told(row: FeedbackRow) -> Any:
    """Contacts with a standing consent, of responses that count, in which somebody found the theme. One query."""
    found = Coding.objects.filter(code__answered_by=row, code__ended_at=None).values("response")
    responses = Response.objects.counted().filter(pk__in=found, contact=models.OuterRef("pk"))
    agreed = Consent.objects.standing().filter(text__purpose=TOLD_PURPOSE, contact=models.OuterRef("pk"))
    heard = Mail.objects.about(row).filter(kind=KIND, contact=models.OuterRef("pk"))
    contacts = Contact.objects.known().filter(models.Exists(responses), models.Exists(agreed), ~models.Exists(heard))
    return contacts.filter(site=row.site_id, email__isnull=False)


@transaction.atomic
def _tell(row: FeedbackRow, contact: Contact, now: dt.datetime) -> int:
    once = f"{KIND}/{row.pk}/{contact.pk}"
    if Mail.objects.filter(once=once).exists():
        return 0
    mail.queue(
        site=row.site,
        to=contact,
        template="consultation/analysis/mail/told",
        context={"row": row, "link": f"{row.consultation.full_url}#you-said-we-did"},
        kind=KIND,
        about=row,
        why="You get this because you asked to be told what was done about what you wrote.",
        once=once,
        now=now,
    )
    return 1
