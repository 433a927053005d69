"""The waiting list: who is next, offers that end, and when nobody is offered anything."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.dates import LONDON
from consultation.round_tables import booking
from consultation.round_tables.booking import offer_deadline
from tests.consultation.events.factories import london
from tests.consultation.round_tables.factories import (
    DAY,
    HOUR,
    NOW,
    STARTS,
    again,
    book,
    fresh,
    mails,
    make_round_table,
    reserve_seats,
    seats_are_counted,
)


@pytest.fixture
def full(area):
    """One seat, taken by Jane."""
    return make_round_table(area, 1)


@pytest.fixture
def jane(full):
    return book(full, "jane")


def test_who_cancels_makes_room_for_the_first_who_waits(full, jane):
    first, second = book(full, "sam"), book(full, "ali", now=NOW + HOUR)
    booking.cancel(booking=jane, now=NOW + DAY)
    assert (again(first).state, again(second).state) == ("offered", "waiting")
    assert again(first).offer_until == NOW + 3 * DAY
    (mail,) = mails("waiting-offer")
    assert mail.to == "sam@example.org"
    assert "kept for you until midday on Thursday 18 April 2030" in mail.text
    seats_are_counted(full)


def test_an_offer_that_is_accepted_is_a_place_and_accepting_again_is_harmless(full, jane):
    sam = book(full, "sam")
    booking.cancel(booking=jane, now=NOW)
    for _ in range(2):
        booking.accept(booking=sam, now=NOW + HOUR)
    assert again(sam).state == "confirmed"
    assert len([mail for mail in mails("booking-confirmed") if mail.to == "sam@example.org"]) == 1
    seats_are_counted(full)


def test_an_offer_that_ends_goes_to_the_next_and_the_person_is_told(full, jane):
    sam, ali = book(full, "sam"), book(full, "ali")
    booking.cancel(booking=jane, now=NOW)
    until = again(sam).offer_until
    with pytest.raises(booking.OfferOver, match="This offer is over"):
        booking.accept(booking=sam, now=until)
    assert (booking.expire_offers(until), booking.expire_offers(until)) == (1, 0)
    assert (again(sam).state, again(ali).state) == ("expired", "offered")
    assert mails("waiting-offer-lapsed")[0].to == "sam@example.org"
    with pytest.raises(booking.OfferOver):
        booking.accept(booking=sam, now=until)
    seats_are_counted(full)


def test_declining_goes_to_the_next_and_who_declined_is_not_asked_again(full, jane):
    sam, ali = book(full, "sam"), book(full, "ali")
    booking.cancel(booking=jane, now=NOW)
    booking.leave(booking=sam, now=NOW)
    booking.leave(booking=ali, now=NOW)
    assert (again(sam).state, again(ali).state) == ("cancelled", "cancelled")
    assert [step.what for step in sam.steps.all()][-1] == "declined"
    assert booking.promote(round_table=full, now=NOW).bookings == []
    seats_are_counted(full)


def test_who_left_may_join_again_at_the_end(full, jane):
    sam, ali = book(full, "sam"), book(full, "ali")
    booking.leave(booking=sam, now=NOW)
    booking.leave(booking=sam, now=NOW)  # twice is harmless
    back = booking.ask_again(like=again(sam), round_table=fresh(full), now=NOW + HOUR)
    assert (again(ali).position, back.position) == (1, 2)


def test_at_once_where_the_round_table_says_so(area):
    table = make_round_table(area, 1, promotion="automatic")
    jane, sam = book(table, "jane"), book(table, "sam")
    booking.cancel(booking=jane, now=NOW)
    assert again(sam).state == "confirmed"
    assert mails("waiting-promoted")[0].to == "sam@example.org"


def test_by_hand_where_the_round_table_says_so(area):
    table = make_round_table(area, 1, promotion="by_hand")
    jane, sam, ali = book(table, "jane"), book(table, "sam"), book(table, "ali")
    booking.cancel(booking=jane, now=NOW)
    assert booking.promote(round_table=table, now=NOW).why_nobody == "Staff give free places by hand."
    booking.promote_by_hand(booking=ali, by=None, now=NOW)
    assert (again(sam).state, again(ali).state) == ("waiting", "confirmed")
    with pytest.raises(booking.WouldOverbook):
        booking.promote_by_hand(booking=sam, by=None, now=NOW)
    with pytest.raises(booking.ReasonNeeded):
        booking.promote_by_hand(booking=sam, by=None, beyond_the_seats=True, now=NOW)
    booking.promote_by_hand(booking=sam, by=None, beyond_the_seats=True, why="The mayor", now=NOW)
    assert table.pools.get().over == 1
    seats_are_counted(table)


def test_priority_comes_before_the_time_of_joining(full, jane):
    sam, ali = book(full, "sam"), book(full, "ali")
    with pytest.raises(booking.ReasonNeeded):
        booking.prioritise(booking=ali, priority=1, by=None, why=" ", now=NOW)
    booking.prioritise(booking=ali, priority=1, by=None, why="Speaks", now=NOW)
    assert (again(sam).position, again(ali).position) == (2, 1)
    booking.cancel(booking=jane, now=NOW)
    assert again(ali).state == "offered"


@pytest.mark.parametrize(
    ("change", "now", "why"),
    [
        ({"closed_by_hand_at": NOW}, NOW, "Booking is not open."),
        ({}, STARTS - 2 * DAY, "Booking is not open."),
        ({"freeze_hours": 72}, STARTS - 3 * DAY, "The list is frozen"),
        ({}, STARTS, "The list is frozen"),
    ],
)
def test_nothing_is_offered_when_it_is_too_late(full, jane, change, now, why):
    sam = book(full, "sam")
    type(full).objects.filter(pk=full.pk).update(**change)
    booking.cancel(booking=jane, by=_staff(), now=now)
    assert again(sam).state == "waiting"
    assert why in booking.promote(round_table=full, now=now).why_nobody


def _staff():
    from django.contrib.auth.models import User

    return User.objects.create(username="jo")


def test_nothing_is_offered_for_an_event_that_is_off(full, jane):
    sam = book(full, "sam")
    type(full.event).objects.update(standing="postponed")
    booking.cancel(booking=jane, now=NOW)
    assert again(sam).state == "waiting"


def test_more_seats_go_at_once_to_who_waits(full, jane):
    waiting = [book(full, who) for who in ("sam", "ali", "kim")]
    booking.resize(round_table=full, mode="in_person", capacity=3, by=None, now=NOW)
    assert [again(one).state for one in waiting] == ["offered", "offered", "waiting"]
    seats_are_counted(full)


def test_a_smaller_room_removes_nobody_and_says_how_many_are_over(area):
    table = make_round_table(area, 3)
    people = [book(table, who) for who in ("jane", "sam", "ali")]
    waiting = book(table, "kim")
    assert booking.resize(round_table=table, mode="in_person", capacity=1, by=None, now=NOW).over == 2
    assert {again(one).state for one in people} == {"confirmed"}
    booking.cancel(booking=people[0], now=NOW)
    booking.cancel(booking=people[1], now=NOW)
    assert (table.pools.get().over, again(waiting).state) == (0, "waiting")
    booking.cancel(booking=people[2], now=NOW)
    assert again(waiting).state == "offered"
    seats_are_counted(table)


def test_who_does_not_fit_is_passed_over_and_keeps_their_position(area):
    table = make_round_table(area, 1)
    reserve_seats(table, "charity", 1, released_at=STARTS)
    book(table, "jane")
    charity = book(table, "sam", organisation="Food bank", kind="charity")
    business, other = book(table, "ali"), book(table, "kim", organisation="Hospice", kind="charity")
    booking.cancel(booking=charity, now=NOW)
    assert (again(business).position, again(other).state) == (1, "offered")


def test_released_seats_go_to_who_waits_when_the_clock_comes_by(area):
    table = make_round_table(area, 0)
    reserve_seats(table, "charity", 1, released_at=NOW + DAY)
    sam = book(table, "sam")
    assert booking.promote_everywhere(NOW + HOUR) == 0
    assert booking.promote_everywhere(NOW + DAY) == 1
    assert again(sam).state == "offered"


def test_who_waits_is_never_counted_as_coming(full, jane):
    book(full, "sam")
    assert full.pools.get().taken == 1


@pytest.mark.parametrize(
    ("now", "last", "until"),
    [
        (london(2030, 4, 15, 12), STARTS, london(2030, 4, 17, 12)),
        (london(2030, 5, 13, 8), london(2030, 5, 13, 18), london(2030, 5, 13, 13)),  # half of what is left
        (london(2030, 4, 15, 23), STARTS, london(2030, 4, 18, 10)),  # not by night
        (london(2030, 4, 15, 3), STARTS, london(2030, 4, 17, 10)),
        (london(2030, 5, 13, 22), london(2030, 5, 14, 6), london(2030, 5, 14, 6)),  # no day is left
    ],
)
def test_when_an_offer_ends(now, last, until):
    assert offer_deadline(now, 48, last) == until


@given(st.integers(0, 60 * 24 * 60), st.integers(1, 60 * 24 * 60), st.integers(1, 240))
def test_an_offer_ends_in_time_and_by_day_whenever_a_day_is_left(minutes, left, hours):
    now = london(2030, 3, 1) + dt.timedelta(minutes=minutes)
    last = now + dt.timedelta(minutes=left)
    until = offer_deadline(now, hours, last)
    assert now < until <= last
    assert until == last or 10 <= until.astimezone(LONDON).hour < 20
