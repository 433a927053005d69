"""When consultations and booking open and close and when events are held, for the calendar of everything planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.permissions import policy_registry

from consultation.clock import due_on
from consultation.dates import LONDON
from consultation.events.choices import Standing
from consultation.events.models import Event
from consultation.evidence.models import CallForEvidence
from consultation.pages import ConsultationPage
from consultation.round_tables.models import RoundTable
from consultation.round_tables.staff.pages import session_page
from consultation.surveys.models import Survey
from strategy.attention import pages_of
from strategy.schedule import Planned, register_dates, where_edited

_GOES_AHEAD = [Standing.AS_PLANNED, Standing.MOVED]


def opening_and_closing(user: Any, start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """The days on which live consultations open, close and owe an outcome. One query beside those for the permissions.

    What is owed stands in the calendar on the day that the public clock promises.
    """
    found = ConsultationPage.objects.live().filter(pk__in=pages_of(user).order_by().values("pk")).order_by()
    return [
        Planned(at, what, page.title, where_edited(page.pk), has_time=False)
        for page in found.only("title", "opens_on", "closes_on", "outcome_on", "is_history")
        for at, what in (*_first_and_last(page.opens_on, page.closes_on), *_outcome_promised(page))
        if start <= at < end
    ]


def _outcome_promised(page: ConsultationPage) -> list[tuple[dt.datetime, str]]:
    if page.closes_on is None or page.outcome_on or page.is_history:
        return []
    return [(dt.datetime.combine(due_on(page.closes_on), dt.time.max, tzinfo=LONDON), "Outcome promised")]


def surveys_open_and_close(user: Any, start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """The days on which published surveys open and close. One query beside those for the permissions."""
    return _open_and_close(Survey, "Survey", user, start, end)


def calls_open_and_close(user: Any, start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """The days on which published calls for evidence open and close. One query beside those for the permissions."""
    return _open_and_close(CallForEvidence, "Call for evidence", user, start, end)


def _open_and_close(kind: Any, name: str, user: Any, start: dt.datetime, end: dt.datetime) -> list[Planned]:
    own = policy_registry.get_by_type(kind).instances_user_has_permission_for(user, "change")
    rows = own.public().filter(closed_at=None).order_by().values_list("pk", "title", "opens_on", "closes_on")
    return [
        Planned(at, f"{name} {what.lower()}", title, _edit_address(kind, pk), has_time=False)
        for pk, title, opens_on, closes_on in rows
        for at, what in _first_and_last(opens_on, closes_on)
        if start <= at < end
    ]


def _first_and_last(opens_on: dt.date | None, closes_on: dt.date | None) -> list[tuple[dt.datetime, str]]:
    """What is asked closes as its last day ends, and stands in the calendar on that day."""
    days = ((opens_on, dt.time.min, "Opens"), (closes_on, dt.time.max, "Closes"))
    return [(dt.datetime.combine(day, time, tzinfo=LONDON), what) for day, time, what in days if day]


def _edit_address(model: Any, pk: int) -> str:
    return reverse(model.snippet_viewset.get_url_name("edit"), args=[pk])


def events_held(user: Any, start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """The beginnings of published events that go ahead. One query beside those for the permissions."""
    own = policy_registry.get_by_type(Event).instances_user_has_permission_for(user, "change")
    due = own.public().filter(standing__in=_GOES_AHEAD, starts_at__gte=start, starts_at__lt=end).order_by()
    return [
        Planned(at, "Takes place", title, _edit_address(Event, pk), has_time=has_time)
        for pk, title, at, has_time in due.values_list("pk", "title", "starts_at", "times_stated")
    ]


def booking_opens_and_closes(user: Any, start: dt.datetime, end: dt.datetime) -> list[Planned]:
    """When booking of published round tables opens and closes. One query beside those for the permissions.

    One that staff closed by hand has nothing left to close.
    """
    own = policy_registry.get_by_type(RoundTable).instances_user_has_permission_for(user, "view")
    open_ones = own.public().filter(closed_by_hand_at=None, event__standing__in=_GOES_AHEAD).order_by()
    due = open_ones.filter(Q(opens_at__gte=start, opens_at__lt=end) | Q(closes_at__gte=start, closes_at__lt=end))
    return [
        Planned(at, what, title, session_page(pk))
        for pk, title, opens_at, closes_at in due.values_list("pk", "event__title", "opens_at", "closes_at")
        for at, what in ((opens_at, "Booking opens"), (closes_at, "Booking closes"))
        if start <= at < end
    ]


def register() -> None:
    register_dates("consultations", opening_and_closing)
    register_dates("surveys", surveys_open_and_close)
    register_dates("calls for evidence", calls_open_and_close)
    register_dates("events", events_held)
    register_dates("booking", booking_opens_and_closes)
