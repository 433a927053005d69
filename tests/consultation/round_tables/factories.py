"""Round tables for tests, and people who book them. NOW is a month before the round table, at noon."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

from wagtail.models import Site

from consultation.participants.models import Mail
from consultation.round_tables import booking
from consultation.round_tables.booking import Details, Wish
from consultation.round_tables.models import Booking, RoundTable, SeatPool
from tests.consultation.events.factories import EventFactory, london

NOW = london(2030, 4, 15, 12)
STARTS = london(2030, 5, 14, 10)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def make_round_table(
    site: Site, seats: int = 2, *, online: int | None = None, starts_at: dt.datetime = STARTS, **fields: Any
) -> RoundTable:
    """An open one with `seats` in the room. Fields of the event begin with `event_`."""
    of_event = {name.removeprefix("event_"): fields.pop(name) for name in [*fields] if name.startswith("event_")}
    of_event.setdefault("mode", "in_person" if online is None else "both")
    event = EventFactory(site=site, kind="round_table", starts_at=starts_at, **of_event)
    times = {"opens_at": NOW - 7 * DAY, "closes_at": starts_at - 2 * DAY}
    table = RoundTable.objects.create(site=site, event=event, **(times | fields))
    SeatPool.objects.create(round_table=table, mode="in_person", capacity=seats)
    if online is not None:
        SeatPool.objects.create(round_table=table, mode="online", capacity=online)
    return table


def reserve_seats(table: RoundTable, kind: str, seats: int, released_at: dt.datetime) -> SeatPool:
    pool: SeatPool = SeatPool.objects.create(
        round_table=table, mode="in_person", kind=kind, capacity=seats, released_at=released_at
    )
    return pool


def ask(table: RoundTable, who: str = "jane", *, now: dt.datetime = NOW, **options: Any) -> Any:
    """What `who`@example.org asks for, unconfirmed."""
    mode, may_wait = options.pop("mode", "in_person"), options.pop("may_wait", True)
    details = Details(**({"name": who.title(), "email": f"{who}@example.org"} | options))
    request = booking.reserve(
        site=table.site, wishes=[Wish(fresh(table), mode, may_wait)], details=details, key=uuid.uuid4(), now=now
    )
    return request.bookings.get()


def book(table: RoundTable, who: str = "jane", *, now: dt.datetime = NOW, **options: Any) -> Any:
    """The same, confirmed by the link: with a place, or on the waiting list."""
    asked = ask(table, who, now=now, **options)
    booking.confirm(request=asked.request, now=now)
    return again(asked)


def fresh(table: RoundTable) -> RoundTable:
    found: RoundTable = RoundTable.objects.select_related("event").get(pk=table.pk)
    return found


def again(one: Any) -> Any:
    """The booking as the database has it now."""
    return Booking.objects.select_related("round_table__event", "contact", "request").get(pk=one.pk)


def seats_are_counted(*tables: RoundTable) -> None:
    """The counters are what the bookings say, and no more than there are seats."""
    for pool in SeatPool.objects.filter(round_table__in=tables):
        assert pool.taken == Booking.objects.filter(pool=pool).count()
        assert pool.over == max(pool.taken - pool.capacity, 0)


def mails(kind: str = "") -> list[Mail]:
    """Those that wait to be sent, oldest first."""
    found = Mail.objects.filter(state="waiting").order_by("pk")
    return list(found.filter(kind=kind) if kind else found)


def token_in(mail: Mail) -> str:
    found = re.search(r"/my/([^/\s]+)/", mail.text)
    assert found, mail.text
    return found[1]
