"""Remembers whom to write to: the same address in one area is the same contact."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from wagtail.models import Site

from consultation.participants.models import Contact, Organisation


def same_email(email: str) -> str:
    """The address as it is kept: trimmed and in small letters. What follows a plus stays: it is another mailbox."""
    return email.strip().lower()


# Whatever the address is given with, the row is locked until the transaction ends: two at once make one. PostgreSQL
# leaves `xmax` at 0 in a row that this very statement has made.
_REMEMBER = """
    INSERT INTO consultation_contact AS known (site_id, email, name, phone, organisation_id, made_at, seen_at)
    VALUES (%(site)s, %(email)s, %(name)s, %(phone)s, %(organisation)s, %(now)s, %(now)s)
    ON CONFLICT (site_id, email) DO UPDATE SET
        name = COALESCE(NULLIF(excluded.name, ''), known.name),
        phone = COALESCE(NULLIF(excluded.phone, ''), known.phone),
        organisation_id = COALESCE(excluded.organisation_id, known.organisation_id),
        seen_at = excluded.seen_at
    RETURNING id, name, phone, organisation_id, made_at, xmax = 0 AS is_new
"""


def remember(
    *,
    site: Site,
    email: str,
    name: str = "",
    phone: str = "",
    organisation: Organisation | None = None,
    now: dt.datetime,
) -> Contact:
    """The contact of that address in the area, made (`is_new`) or found again. One statement.

    What is given now replaces what was known; what is not given stays. The address must have passed a form: it is not
    checked here.
    """
    given = {
        "site": site.pk,
        "email": same_email(email),
        "name": " ".join(name.split()),
        "phone": " ".join(phone.split()),
        "organisation": organisation.pk if organisation else None,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, given)
        pk, name, phone, organisation_id, made_at, is_new = cursor.fetchone()
    contact = Contact(
        pk=pk, site=site, email=given["email"], name=name, phone=phone, organisation_id=organisation_id,
        made_at=made_at, seen_at=now,
    )  # fmt: skip
    contact.is_new, contact._state.adding = is_new, False
    return contact
