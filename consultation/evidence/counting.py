"""How many sent evidence to a call, as far as the public is told: the same on pages and in the data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wagtail.models import Page

from consultation.events.small_numbers import publishable
from consultation.evidence.choices import State
from consultation.evidence.models import CallForEvidence

_TAKING = (State.COMING, State.OPEN)


def calls_with_senders(of_area: Any, now: dt.datetime) -> list[Any]:
    """The public ones of all calls of an area, each with `is_counted`, `senders_told` and counts. One query.

    Counted is what was held here for real and is over. A number so small that it could tell of one sender is withheld,
    and is None; so are others from which it could be reckoned, since the site shows the total of the area elsewhere.
    """
    every = list(of_area.with_counts())
    calls = [one for one in every if one.published_at or one.is_history]
    for one in calls:
        one.is_counted = not (one.is_history or one.is_demonstration or one.state_at(now) in _TAKING)
    counted = {one.pk: one.sender_count for one in calls if one.is_counted}
    told = publishable(counted, sum(one.sender_count for one in every))
    for one in calls:
        one.senders_told = told.get(one.pk)
    return calls


def calls_of(consultation: Page, now: dt.datetime) -> list[Any]:
    """The same of one consultation. One query."""
    areas = CallForEvidence.objects.filter(consultation=consultation.pk).order_by().values("site")
    every = calls_with_senders(CallForEvidence.objects.filter(site__in=areas), now)
    return [one for one in every if one.consultation_id == consultation.pk]
