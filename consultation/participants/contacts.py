"""Remembers whom to write to: the same address in one area is the same contact."""

from __future__ import annotations

import datetime as dt

from wagtail.models import Site

from consultation.participants.models import Contact, Organisation


def same_email(email: str) -> str:
    """The address as it is kept: trimmed and in small letters. What follows a plus stays: it is another mailbox."""
    return email.strip().lower()


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

    What is not given stays, and is not read: of a contact that was there, the answer shows what was given. One
    statement, after which the row is locked until the transaction ends: two at once make one. The address must have
    passed a form: it is not checked here.
    """
    given = {"name": " ".join(name.split()), "phone": " ".join(phone.split()), "organisation": organisation}
    contact = Contact(site=site, email=same_email(email), made_at=now, seen_at=now, **given)
    Contact.objects.bulk_create(
        [contact],
        update_conflicts=True,
        unique_fields=["site", "email"],
        update_fields=[*(field for field, value in given.items() if value), "seen_at"],
    )
    return contact
