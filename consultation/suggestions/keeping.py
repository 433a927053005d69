"""What suggested corrections keep of people, for the registry of people's data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from consultation.participants.models import Contact
from consultation.participants.privacy import Keeper, Plain
from consultation.participants.traces import forget_in_search
from consultation.suggestions.models import Suggestion


def contacts() -> QuerySet[Any, Any]:
    theirs = Suggestion.objects.with_personal_details().exclude(email="")
    theirs = theirs.filter(site=OuterRef("site"), email__iexact=OuterRef("email"))
    return Contact.objects.filter(Exists(theirs)).values("pk")


def held(contact: Contact) -> list[Plain]:
    return [_plain(suggestion) for suggestion in _of(contact).order_by("pk")]


def erase(contact: Contact, now: dt.datetime) -> int:
    """What was wrong, and what became of it, stays."""
    found = list(_of(contact))
    emptied: int = Suggestion.objects.filter(pk__in=[one.pk for one in found]).update(
        erased_at=now, **dict.fromkeys(Suggestion.PERSONAL, "")
    )
    forget_in_search(*found)
    return emptied


def _of(contact: Contact) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = Suggestion.objects.with_personal_details()
    return found.filter(site=contact.site_id, email__iexact=contact.email) if contact.email else found.none()


def _plain(suggestion: Suggestion) -> Plain:
    shown: Plain = {
        "reference": suggestion.reference,
        "about": suggestion.about,
        "what is wrong": suggestion.what_is_wrong,
        "state": suggestion.get_status_display(),
        "made on": f"{timezone.localtime(suggestion.made_at):%-d %B %Y}",
    }
    return shown | {name: getattr(suggestion, name) for name in Suggestion.PERSONAL if getattr(suggestion, name)}


KEEPER = Keeper("suggested corrections", contacts, held, erase)
