"""What round tables keep of people, for the registry of people's data: find it, give it out, erase it, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, QuerySet, Value
from django.utils import timezone

from consultation.participants.models import Contact, Hold
from consultation.participants.privacy import Keeper, Overdue, Plain
from consultation.participants.traces import forget_in_search
from consultation.round_tables.booking import changing, places
from consultation.round_tables.booking.log import note
from consultation.round_tables.choices import BookingState, EndedBy, NeedState, Step
from consultation.round_tables.models import AccessNeed, Booking, RoundTable

_TO_COME = (BookingState.PENDING, BookingState.CONFIRMED, BookingState.WAITING, BookingState.OFFERED)


def contacts() -> QuerySet[Any, Any]:
    return Booking.objects.unerased().filter(contact__isnull=False).values("contact")


def held(contact: Contact) -> list[Plain]:
    found = Booking.objects.unerased().filter(contact=contact).select_related("round_table__event", "organisation")
    return [_plain(booking) for booking in found.prefetch_related("access_need").order_by("pk")]


def _plain(booking: Booking) -> Plain:
    event = booking.round_table.event
    need = getattr(booking, "access_need", None)
    shown: Plain = {
        "reference": booking.reference,
        "round table": event.title,
        "when": event.when,
        "state": booking.get_state_display(),
        "name": booking.name,
        "organisation": booking.organisation.name if booking.organisation else "",
        "sector or role": booking.role,
        "telephone": booking.phone,
        "what you do not eat": booking.dietary,
        "comes with a carer or interpreter": "yes" if booking.brings_companion else "",
        "named in public": booking.in_public,
        "access need": need.words if need else "",
        "asked for": f"{timezone.localtime(booking.made_at):%-d %B %Y}",
        "kept until": f"{timezone.localtime(booking.round_table.erase_after):%-d %B %Y}",
    }
    return {name: value for name, value in shown.items() if value}


@transaction.atomic
def erase(contact: Contact, now: dt.datetime) -> int:
    """Everything of one person. A place at a session to come is given up first: others may have it."""
    bookings = Booking.objects.unerased().filter(contact=contact).order_by("round_table_id", "pk")
    for booking in bookings.filter(state__in=_TO_COME, round_table__event__ends_at__gt=now):
        changing.give_up(places.locked(booking), ended_by=EndedBy.PERSON, why="Erasure was asked for.", now=now)
    return _empty(bookings, now)


def _empty(bookings: QuerySet[Any, Any], now: dt.datetime) -> int:
    found = list(bookings)
    keys = [booking.pk for booking in found]
    AccessNeed.objects.filter(booking__in=keys).update(
        state=NeedState.ERASED, words="", answer="", wants_call=False, owner=None
    )
    emptied = dict.fromkeys(["name", "role", "phone", "dietary", "shown_as"], "")
    count: int = Booking.objects.filter(pk__in=keys).update(
        **emptied, organisation=None, brings_companion=False, erased_at=now
    )
    for booking in found:
        note(booking, Step.ERASED, now=now)
    forget_in_search(*found)
    return count


def overdue(now: dt.datetime) -> Iterator[Overdue]:
    """Round tables whose time is over, each with those whose details it still keeps."""
    for table in _over(now).select_related("site"):
        kept = Booking.objects.unerased().filter(round_table=table)
        people = frozenset(kept.filter(contact__isnull=False).values_list("contact_id", flat=True))
        if people:
            yield Overdue(table, people, partial(_erase_of, table.pk))


def _erase_of(round_table: int, people: Collection[int], now: dt.datetime) -> int:
    return _empty(Booking.objects.unerased().filter(round_table=round_table, contact__in=people), now)


@transaction.atomic
def erase_nameless(now: dt.datetime) -> str | None:
    """Job: empty old bookings of people without an address (walk-ins, by telephone), but for those under a hold."""
    count = 0
    for table in _over(now).filter(bookings__contact=None, bookings__erased_at=None).distinct():
        if not Hold.objects.standing(timezone.localdate(now)).of_activity(table).exists():
            count += _empty(Booking.objects.unerased().filter(round_table=table, contact=None), now)
    return f"{count} bookings without an address erased" if count else None


def _over(now: dt.datetime) -> QuerySet[Any, Any]:
    days = ExpressionWrapper(F("kept_days") * Value(dt.timedelta(days=1)), output_field=DurationField())
    found: QuerySet[Any, Any] = RoundTable.objects.filter(event__ends_at__lt=now - days)
    return found


KEEPER = Keeper("bookings", contacts, held, erase, overdue)
