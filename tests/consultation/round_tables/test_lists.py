"""The lists of staff cost as many queries for 1,500 rows as for 15, and so do those that everybody reads."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.participants.models import Contact, Mail, Organisation
from consultation.round_tables.models import AccessNeed, Booking, BookingRequest, RoundTable, SeatPool
from tests.consultation.events.factories import EventFactory, EventsPageFactory
from tests.consultation.round_tables.desk import url
from tests.strategy.factories import Tree

# What Wagtail asks to know who is signed in, what they may do and which menu they see; then what the list asks.
FRAME, OWN = 12, 4


def sessions(site, number):
    starts_at, now = timezone.now() + dt.timedelta(days=20), timezone.now()
    events = EventFactory.build_batch(number, site=site, starts_at=starts_at, kind="round_table")
    type(events[0]).objects.bulk_create(events)
    times = {"opens_at": now - dt.timedelta(days=1), "closes_at": starts_at}
    tables = RoundTable.objects.bulk_create(RoundTable(site=site, event=event, **times) for event in events)
    SeatPool.objects.bulk_create(SeatPool(round_table=table, mode="in_person", capacity=9) for table in tables)
    return tables


def bookings(site, table, number):
    now, some = timezone.now(), range(number)
    people = Contact.objects.bulk_create(
        Contact(site=site, email=f"{uuid.uuid4().hex}@example.org", made_at=now, seen_at=now) for _ in some
    )
    requests = BookingRequest.objects.bulk_create(BookingRequest(site=site, contact=one, made_at=now) for one in people)
    made = Booking.objects.bulk_create(
        Booking(site=site, round_table=table, request=request, contact=request.contact, name="Ann", state="waiting",
                made_at=now, joined_at=now)
        for request in requests
    )  # fmt: skip
    AccessNeed.objects.bulk_create(AccessNeed(site=site, booking=one, words="x", asked_at=now) for one in made)
    Organisation.objects.bulk_create(Organisation(site=site, name="x", key=uuid.uuid4().hex) for _ in some)
    Mail.objects.bulk_create(
        Mail(site=site, kind="x", to="a@example.org", message_id=f"<{uuid.uuid4()}>", queued_at=now, next_try_at=now)
        for _ in made
    )


def counted(client, addresses, *, warm=True):
    found = {}
    for address in addresses:
        assert warm or client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        found[address] = len(queries)
    return found


@pytest.mark.django_db
@pytest.mark.usefixtures("officer")  # who is signed in in `client`
def test_no_list_asks_more_for_1500_rows_than_for_15(client, area):
    EventsPageFactory(parent=Tree(area, count=1).home)
    table = sessions(area, 15)[0]
    bookings(area, table, 15)
    public = ["/round-tables/", "/events/", "/events/?when=past", "/events/calendar.ics", "/events/feed.atom"]
    of_staff = [
        *(url(model, "list") for model in (RoundTable, Booking, AccessNeed, type(table.event), Mail, Organisation)),
        *(url(RoundTable, name, table.pk) for name in ("door", "door_list")),
    ]
    few = counted(client, [*public, *of_staff], warm=False)
    assert max(few[address] for address in public) <= 12, few
    assert max(few[address] for address in of_staff) <= FRAME + OWN, few
    sessions(area, 1485)
    bookings(area, table, 1485)
    assert counted(client, [*public, *of_staff]) == few
