"""The list and the page of a session: places, seats, booking closed and opened, called off, copied."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.events.models import Event
from consultation.round_tables import booking
from consultation.round_tables.models import AccessNeed, Booking, RoundTable
from consultation.round_tables.staff.places import Places
from lis_site.roles import Role
from tests.consultation.events.factories import EventFactory
from tests.consultation.events.test_staff import form as event_form
from tests.consultation.round_tables.desk import add, said, staff_of, table_in, url
from tests.consultation.round_tables.factories import DAY, ask, mails, seats_are_counted

pytestmark = pytest.mark.django_db


def page_of(officer, table):
    return officer.get(url(RoundTable, "inspect", table.pk)).text


def counted(table):
    return RoundTable.objects.with_places().with_counts().get(pk=table.pk)


def clock(moment):
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def test_the_list_says_who_has_a_place_holds_one_waits_and_how_many_are_over(officer, area):
    table = table_in(area, 3)
    add(table, "Ann")
    ask(table, "ben", now=timezone.now())  # to be confirmed: a place is held
    add(table, "Cat")
    add(table, "Dee", waits=True)
    booking.resize(round_table=table, mode="in_person", capacity=1, by=None, now=timezone.now())
    assert Places.of(counted(table)).words == "2 of 1 taken, 1 held, 1 waiting, 2 over"
    page = officer.get(url(RoundTable, "list")).text
    assert 'aria-label="2 of 1 taken, 1 held, 1 waiting, 2 over"' in page
    assert "2 over: more people have a place than there are seats. Nobody was removed." in page


def test_the_lists_cost_the_same_however_long_they_are(officer, area):
    places = [url(RoundTable, "list"), url(Booking, "list"), url(AccessNeed, "list")]

    def queries():
        counts = []
        for place in places:
            with CaptureQueriesContext(connection) as asked:
                officer.get(place)
            counts.append(len(asked))
        return counts

    add(table_in(area), "Ann", access_need="x", organisation="Oak")
    officer.get(places[0])
    short = queries()
    for _ in range(5):
        table = table_in(area, 5)
        add(table, "Ann", access_need="x", organisation="Oak")
        add(table, "Ben", access_need="x", organisation="Elm")
    assert queries() == short


def test_shrinking_a_room_removes_nobody_and_says_how_many_are_over(officer, area):
    table = table_in(area, 4)
    for name in ("Ann", "Ben", "Cat", "Dee"):
        add(table, name)
    pool = table.pools.get()
    place = url(RoundTable, "seats", table.pk) + f"?seats={pool.pk}"
    response = officer.post(place, {"capacity": "1", "why": "The big room is flooded"}, follow=True)
    assert "3 over: nobody was removed." in said(response)
    assert Booking.objects.confirmed().count() == 4
    page = page_of(officer, table)
    assert "<strong>3 over</strong>" in page
    assert "4 to 1. The big room is flooded" in page
    assert f"by {Role.EVENTS_OFFICER}-{area.pk}" in page
    seats_are_counted(table)


def test_seats_are_reserved_and_released_at_a_time(officer, area):
    table = table_in(area)
    place = url(RoundTable, "seats", table.pk)
    form = {"mode": "in_person", "kind": "council", "capacity": "3", "released_at": "", "why": ""}
    assert "Say when the seats that are left are released to everybody." in officer.post(place, form).text
    soon = clock(timezone.now() + 5 * DAY)
    assert officer.post(place, form | {"released_at": soon}).status_code == 302
    assert table.pools.get(kind="council").capacity == 3
    assert "Council or public body, until" in page_of(officer, table)
    assert officer.get(place + "?seats=0").status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"capacity": "-1"}, "greater than or equal to 0"),
        ({"capacity": "99999999999999999999"}, "less than or equal to 100000"),
        ({"capacity": "ten"}, "Enter a whole number"),
        ({"kind": "council", "released_at": "2027-03-28 01:30"}, "does not exist because the clocks go forward"),
        ({"kind": "council", "released_at": "2027-10-31 01:30"}, "comes twice because the clocks go back"),
        ({"kind": "council", "released_at": "0001-01-01 00:00"}, "Check the year."),
        ({"kind": "council", "released_at": "soon"}, "Give the day and the time"),
        ({"mode": "by pigeon"}, "Select a valid choice"),
    ],
)
def test_odd_seats_are_refused_in_words_and_kept_in_the_form(officer, area, fields, words):
    table = table_in(area)
    form = {"mode": "in_person", "kind": "", "capacity": "3", "released_at": "", "why": "Typed"} | fields
    page = officer.post(url(RoundTable, "seats", table.pk), form)
    assert page.status_code == 200
    assert words in page.text
    assert "Typed" in page.text


def test_booking_is_closed_and_opened_again(officer, area):
    table = table_in(area)
    place = url(RoundTable, "closing", table.pk)
    assert "Close booking" in officer.get(place).text
    officer.post(place, {"why": "Enough"})
    assert "Booking is closed" in page_of(officer, table)
    assert "Open booking again" in officer.get(place).text
    officer.post(place, {"why": ""})
    assert "<strong>Open</strong>" in page_of(officer, table)
    assert [step.what for step in table.steps.order_by("pk")] == ["closed", "reopened"]


def test_calling_off_says_first_how_many_hear_of_it(officer, area):
    table = table_in(area, 1)
    add(table, "Ann")
    add(table, "Ben", waits=True)
    add(table, "Cat", email="", beyond_the_seats=True, why="Speaks")
    place = url(RoundTable, "call_off", table.pk)
    assert "2 people will be written to" in officer.get(place).text
    assert not mails("booking-event-changed")
    assert "This field is required" in officer.post(place, {"what": "cancel", "why": " "}).text
    officer.post(place, {"what": "cancel", "why": "The speaker is ill"})
    assert Event.objects.get(pk=table.event_id).standing == "cancelled"
    assert len(mails("booking-event-changed")) == 2
    assert "called off already" in said(officer.get(place, follow=True))


def test_postponing_keeps_places(officer, area):
    table = table_in(area)
    booked = add(table, "Ann")
    officer.post(url(RoundTable, "call_off", table.pk), {"what": "postpone", "why": "Snow"})
    booked.refresh_from_db()
    assert (Event.objects.get(pk=table.event_id).standing, booked.state) == ("postponed", "confirmed")


def test_a_copy_has_the_seats_and_the_words_and_nobody(officer, area):
    table = table_in(area, 7, event_venue_name="Town Hall")
    add(table, "Ann")
    day = timezone.localdate() + 60 * DAY
    form = {"title": "Second round", "day": f"{day}", "start": "10:00", "end": "12:00"}
    form |= {"opens_at": f"{day - 30 * DAY} 09:00", "closes_at": f"{day - DAY} 17:00"}
    place = url(RoundTable, "copy", table.pk)
    assert "before the event starts" in officer.post(place, form | {"closes_at": f"{day} 10:01"}).text
    assert "must end after" in officer.post(place, form | {"end": "10:00"}).text
    assert "a day to come" in officer.post(place, form | {"day": "2018-05-14"}).text
    response = officer.post(place, form, follow=True)
    assert "“Second round" in said(response)
    copy = RoundTable.objects.exclude(pk=table.pk).get()
    assert (copy.event.venue_name, copy.event.is_published, copy.total("capacity")) == ("Town Hall", False, 7)
    assert (copy.total("taken"), copy.bookings.count()) == (0, 0)


def test_too_few_are_said_three_days_before(officer, area):
    table = table_in(area, 20, starts_in=2 * DAY, fewest=8)
    add(table, "Ann")
    words = "Only 1 have booked, and it needs 8."
    assert words in page_of(officer, table)
    assert words in officer.get(url(RoundTable, "list")).text
    far = table_in(area, 20, starts_in=5 * DAY, fewest=8)
    assert "it needs 8" not in page_of(officer, far)


def test_a_new_round_table_takes_an_event_and_its_seats(officer, area, there):
    now = timezone.now()
    event = EventFactory(site=area, mode="both", starts_at=now + 30 * DAY)
    theirs = EventFactory(site=there, starts_at=now + 30 * DAY)
    place = url(RoundTable, "add")
    assert officer.get(place).status_code == 200
    form = {
        "site": area.pk, "event": event.pk, "room": "12", "online": "30", "opens_at": clock(now),
        "closes_at": clock(now + 29 * DAY), "hold_minutes": "60", "max_per_organisation": "2", "freeze_hours": "24",
        "cancel_hours": "4", "promotion": "offer", "offer_hours": "48", "fewest": "", "kept_days": "180",
        "needs_kept_days": "14",
    }  # fmt: skip
    assert officer.post(place, form | {"event": theirs.pk})["Location"] == "/admin/"  # nothing is shown of it
    assert "Give the number of seats." in officer.post(place, form | {"room": "", "online": ""}).text
    assert "must close before the event starts" in officer.post(place, form | {"closes_at": clock(now + 40 * DAY)}).text
    response = officer.post(place, form)
    assert response.status_code == 302, response.context["form"].errors
    table = RoundTable.objects.get()
    assert {(pool.mode, pool.capacity) for pool in table.pools.all()} == {("in_person", 12), ("online", 30)}
    edited = officer.post(url(RoundTable, "edit", table.pk), form | {"fewest": "5"})
    assert edited.status_code == 302, edited.context["form"].errors
    table.refresh_from_db()
    assert (table.fewest, table.event_id) == (5, event.pk)


def test_a_new_date_is_saved_only_after_a_tick_that_says_how_many_hear_of_it(officer, area):
    table = table_in(area)
    add(table, "Ann")
    event = table.event
    place = url(type(event), "edit", event.pk)
    page = officer.get(place)
    assert 'name="tells"' in page.text
    day = timezone.localdate(event.starts_at + DAY)
    given = event_form(area, start_day=f"{day}", start_time="10:00", end_time="12:00", why="A clash", title=event.title)
    given |= {"slug": event.slug, "kind": "round_table"}
    assert "1 person has booked and will be written to at once. Tick to go on." in officer.post(place, given).text
    assert not mails("booking-event-changed")
    assert officer.post(place, given | {"tells": "on"}).status_code == 302
    assert len(mails("booking-event-changed")) == 1


def test_a_draft_without_bookings_asks_for_no_tick(officer, area):
    event = EventFactory(site=area, starts_at=timezone.now() + dt.timedelta(days=9))
    assert 'name="tells"' not in officer.get(url(Event, "edit", event.pk)).text


def test_whoever_may_only_look_is_offered_nothing_to_change(client, area):
    table = table_in(area)
    booked = add(table, "Ann")
    client.force_login(staff_of(area, Role.DATA_PROTECTION_OFFICER))
    page = page_of(client, table)
    for words in ("Add somebody", "Check in", "Close booking", "Cancel or postpone"):
        assert words not in page
    assert "/act/" not in client.get(url(Booking, "inspect", booked.pk)).text
    assert "data-bulk-action-checkbox" not in client.get(url(Booking, "list")).text


def test_the_first_page_says_which_sessions_need_somebody(client, area, there):
    few = table_in(area, 20, starts_in=2 * DAY, fewest=8, event_title="Too few")
    add(few, "Ann", access_need="A ramp")
    add(table_in(area, 5, starts_in=2 * DAY, event_title="All is well"), "Ben")
    add(table_in(there, 5, starts_in=2 * DAY, fewest=9, event_title="Theirs"), "Cat")
    expected = {
        Role.EVENTS_OFFICER: ("it needs 8", "Access needs not settled: 1."),
        Role.ADMINISTRATOR: ("it needs 8",),
        Role.EDITOR: (),
    }
    for role, words in expected.items():
        client.force_login(staff_of(area, role))
        page = client.get("/admin/").text
        assert [part for part in ("it needs 8", "Access needs not settled: 1.") if part in page] == list(words), role
        panel = BeautifulSoup(page, "html.parser").select_one("#round-tables-section")
        assert (panel is not None) == bool(words)
        assert "All is well" not in str(panel)  # the calendar has it
        assert "Theirs" not in page
