"""Keeps what people agreed to, in the words that they were shown."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max
from wagtail.models import Site

from consultation.participants.models import Consent, ConsentText, Contact


def next_version(site: Site, purpose: str) -> int:
    """The number of the version of `purpose` that would be written now, counted from 1."""
    latest = ConsentText.objects.filter(site=site, purpose=purpose).aggregate(latest=Max("version"))["latest"]
    return (latest or 0) + 1


def current_text(site: Site, purpose: str) -> ConsentText | None:
    """The words to show now, or None when nobody has written any. One query."""
    return ConsentText.objects.filter(site=site, purpose=purpose).order_by("-version").first()


@transaction.atomic
def word(*, site: Site, purpose: str, text: str) -> ConsentText:
    """The version of `purpose` with these words: the latest if it has them, or else a new one."""
    Site.objects.select_for_update().get(pk=site.pk)  # two at once must not take one number
    latest = current_text(site, purpose)
    if latest is not None and latest.text == text:
        return latest
    return ConsentText.objects.create(site=site, purpose=purpose, version=next_version(site, purpose), text=text)


def give(*, contact: Contact, text: ConsentText, now: dt.datetime) -> Consent:
    """Note that `contact` agreed to `text`. Agreeing twice to the same words is agreeing once."""
    consent, _is_new = Consent.objects.get_or_create(
        contact=contact, text=text, withdrawn_at=None, defaults={"given_at": now}
    )
    return consent


def withdraw(*, contact: Contact, site: Site, purpose: str, now: dt.datetime) -> int:
    """End what `contact` agreed to for `purpose`, in every version; return how many consents that were."""
    standing = Consent.objects.standing().filter(contact=contact, text__site=site, text__purpose=purpose)
    count: int = standing.update(withdrawn_at=now)
    return count
