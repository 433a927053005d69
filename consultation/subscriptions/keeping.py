"""What subscriptions keep of people, for the registry of people's data: that somebody asked to hear of something."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from consultation.participants.models import Contact
from consultation.participants.privacy import Keeper, Plain
from consultation.subscriptions.models import Subscription


def contacts() -> QuerySet[Any, Any]:
    return Subscription.objects.values("contact")


def held(contact: Contact) -> list[Plain]:
    return [
        {
            "to hear of": one.consultation.title,
            "asked on": _day(one.asked_at),
            "confirmed on": _day(one.confirmed_at),
            "left on": _day(one.ended_at),
        }
        for one in Subscription.objects.filter(contact=contact).select_related("consultation").order_by("pk")
    ]


def erase(contact: Contact, now: dt.datetime) -> int:
    return Subscription.objects.filter(contact=contact).delete()[0]


def _day(moment: dt.datetime | None) -> str | None:
    return f"{timezone.localtime(moment):%-d %B %Y}" if moment else None


KEEPER = Keeper("subscriptions", contacts, held, erase)
