"""Remembers whom to write to: the same address in one area is the same contact."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from wagtail.models import Site

from consultation.participants.models import Contact, Organisation


def same_email(email: str) -> str:
    """The address as it is kept: trimmed and in small letters. What follows a plus stays: it is another mailbox."""
    return email.strip().lower()


@transaction.atomic(savepoint=False)
def remember(
    *,
    site: Site,
    email: str,
    name: str = "",
    phone: str = "",
    organisation: Organisation | None = None,
    now: dt.datetime,
) -> Contact:
    """The contact of that address in the area, made or found again. What is given now replaces what was known.

    What is not given stays. Two at once make one. The address must have passed a form: it is not checked here.
    """
    given = {"name": " ".join(name.split()), "phone": " ".join(phone.split()), "organisation": organisation}
    contact, is_new = Contact.objects.select_for_update().get_or_create(
        site=site, email=same_email(email), defaults={"made_at": now, "seen_at": now, **given}
    )
    if is_new:
        return contact
    for field, value in given.items():
        if value:
            setattr(contact, field, value)
    contact.seen_at = now
    contact.save(update_fields=[*given, "seen_at"])
    return contact
