"""What tests of the staff's screens share: tables around the real clock, and addresses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from consultation.round_tables import booking
from consultation.round_tables.booking import Details
from consultation.round_tables.models import Booking, RoundTable
from lis_site.roles import Role, make_roles
from tests.consultation.round_tables.factories import DAY, make_round_table


def url(model: Any, name: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def table_in(site: Any, seats: int = 2, *, starts_in: dt.timedelta = 30 * DAY, **fields: Any) -> RoundTable:
    """One that begins so long from now, open for booking until then."""
    starts_at = timezone.now() + starts_in
    times = {"opens_at": starts_at - 60 * DAY, "closes_at": starts_at}
    return make_round_table(site, seats, starts_at=starts_at, **(times | fields))


def add(table: RoundTable, name: str = "Jane Smith", *, email: str | None = None, **fields: Any) -> Booking:
    """Somebody with a place, or waiting with `waits`."""
    address = f"{name.split()[0].lower()}@example.org" if email is None else email
    options = {key: fields.pop(key) for key in ("waits", "beyond_the_seats", "why", "mode") if key in fields}
    given = Details(name=name, email=address, **fields)
    return booking.add_by_hand(round_table=table, details=given, by=None, now=timezone.now(), **options)


def staff_of(site: Any, role: Role = Role.EVENTS_OFFICER) -> User:
    user = User.objects.create_user(f"{role}-{site.pk}")
    user.groups.add(make_roles(site)[role])
    return user


def said(response: Any) -> str:
    """What the page says above its contents."""
    return " ".join(str(message) for message in response.context["messages"])
