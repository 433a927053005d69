"""What requests for other formats keep of people, for the registry of people's data.

A request holds an address as it was typed, so that it can be answered by whoever reads it: it belongs to the contact of
that address in its area. When its time is over, `handling.erase_old` empties it, with or without an address.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from consultation.formats.models import FormatRequest
from consultation.participants.models import Contact
from consultation.participants.privacy import Keeper, Plain
from consultation.participants.traces import forget_in_search


def contacts() -> QuerySet[Any, Any]:
    requests = FormatRequest.objects.with_personal_details().exclude(email="")
    theirs = requests.filter(site=OuterRef("site"), email__iexact=OuterRef("email"))
    return Contact.objects.filter(Exists(theirs)).values("pk")


def held(contact: Contact) -> list[Plain]:
    return [_plain(request) for request in _of(contact).order_by("pk")]


def erase(contact: Contact, now: dt.datetime) -> int:
    """What was asked, and whether it was sent, stays to be counted."""
    requests = list(_of(contact))
    keys = [request.pk for request in requests]
    emptied: int = FormatRequest.objects.filter(pk__in=keys).update(
        erased_at=now, **dict.fromkeys(FormatRequest.PERSONAL, "")
    )
    forget_in_search(*requests)
    return emptied


def _of(contact: Contact) -> QuerySet[Any, Any]:
    requests: QuerySet[Any, Any] = FormatRequest.objects.with_personal_details()
    return requests.filter(site=contact.site_id, email__iexact=contact.email) if contact.email else requests.none()


def _plain(request: FormatRequest) -> Plain:
    shown: Plain = {
        "reference": request.reference,
        "document": request.document,
        "format": request.get_format_display(),
        "state": request.get_status_display(),
        "asked on": f"{timezone.localtime(request.asked_at):%-d %B %Y}",
    }
    return shown | {name: getattr(request, name) for name in FormatRequest.PERSONAL if getattr(request, name)}


KEEPER = Keeper("requests for other formats", contacts, held, erase)
