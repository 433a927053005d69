"""Access needs: asked for with a booking, taken on by somebody, confirmed back to the person, erased soon after."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Value

from consultation.round_tables import emails
from consultation.round_tables.booking.refusals import Refused
from consultation.round_tables.choices import NeedState
from consultation.round_tables.models import AccessNeed, Booking


def ask_for(*, booking: Booking, words: str, wants_call: bool = False, now: dt.datetime) -> AccessNeed | None:
    """Note what is needed, in place of what was noted before; None when it is nothing any more.

    Other words open the task again: what was arranged may not fit.
    """
    words = words.strip()
    known = AccessNeed.objects.filter(booking=booking).first()
    if known is None and not (words or wants_call):
        return None
    if known is not None and (known.words, known.wants_call) == (words, wants_call):
        return known
    if not (words or wants_call):
        AccessNeed.objects.filter(booking=booking).delete()
        return None
    need, _is_new = AccessNeed.objects.update_or_create(
        booking=booking,
        defaults={
            "site_id": booking.site_id,
            "words": words,
            "wants_call": wants_call,
            "state": NeedState.OPEN,
            "asked_at": now,
            "confirmed_at": None,
            "answer": "",
        },
    )
    return need


@transaction.atomic
def take_on(*, need: AccessNeed, owner: Any) -> AccessNeed:
    """`owner` sees to it."""
    need = AccessNeed.objects.select_for_update().get(pk=need.pk)
    if need.state == NeedState.ERASED:
        raise Refused("This access need has been erased.")
    need.owner = owner
    if need.state == NeedState.OPEN:
        need.state = NeedState.IN_HAND
    need.save(update_fields=["owner", "state"])
    return need


@transaction.atomic
def confirm_back(*, need: AccessNeed, answer: str, by: Any, now: dt.datetime) -> AccessNeed:
    """Tell the person what has been arranged, by e-mail if they have an address, and settle the task."""
    need = AccessNeed.objects.select_for_update(of=("self",)).select_related("booking__contact").get(pk=need.pk)
    if not answer.strip():
        raise Refused("Say what has been arranged. The person reads it.")
    if need.state == NeedState.ERASED:
        raise Refused("This access need has been erased.")
    need.answer, need.state, need.confirmed_at = answer.strip(), NeedState.CONFIRMED, now
    need.owner = need.owner or by
    need.save(update_fields=["answer", "state", "confirmed_at", "owner"])
    emails.need_arranged(need, now)
    return need


def open_again(round_table: int, now: dt.datetime) -> int:
    """The venue has changed: what was arranged for the old one has to be arranged again. How many that is."""
    settled = AccessNeed.objects.filter(booking__round_table=round_table, state=NeedState.CONFIRMED)
    count: int = settled.update(state=NeedState.OPEN, confirmed_at=None)
    return count


def erase_old(now: dt.datetime) -> str | None:
    """Job: empty access needs some days after the event, as its round table says."""
    days = ExpressionWrapper(
        F("booking__round_table__needs_kept_days") * Value(dt.timedelta(days=1)), output_field=DurationField()
    )
    over = AccessNeed.objects.exclude(state=NeedState.ERASED).filter(
        booking__round_table__event__ends_at__lt=now - days
    )
    keys = list(over.values_list("pk", flat=True))
    count = AccessNeed.objects.filter(pk__in=keys).update(state=NeedState.ERASED, words="", answer="", wants_call=False)
    return f"{count} access needs erased" if count else None
