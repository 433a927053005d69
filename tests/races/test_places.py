"""Many at once for few seats: exactly as many as there are, whatever else goes on; and the race without the guard."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from consultation.round_tables import booking
from consultation.round_tables.booking import Details, Wish
from consultation.round_tables.models import Booking, BookingRequest, SeatPool
from tests.consultation.round_tables.factories import (
    NOW,
    again,
    book,
    fresh,
    make_round_table,
    reserve_seats,
    seats_are_counted,
)
from tests.strategy.factories import make_area

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE, SEATS = 30, 7


def all_at_once(act: Callable[[int], Any], count: int = AT_ONCE) -> list[Any]:
    """What `act(number)` returned, or the exception it raised, in each of `count` threads that start together."""
    start = threading.Barrier(count)
    results: list[Any] = []

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            results.append(act(number))
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == count
    return results


@pytest.fixture
def site(db):
    return make_area()


def press(table, number, *, may_wait=False, key=None, **given):
    details = Details(**({"name": "Somebody", "email": f"person-{number}@example.org"} | given))
    return booking.reserve(
        site=table.site, wishes=[Wish(table, may_wait=may_wait)], details=details, key=key or uuid.uuid4(), now=NOW
    )


def test_of_thirty_for_seven_seats_exactly_seven_have_one(site):
    table = fresh(make_round_table(site, SEATS))
    results = all_at_once(lambda number: press(table, number))
    assert Counter(type(one).__name__ for one in results) == {"BookingRequest": SEATS, "Full": AT_ONCE - SEATS}
    assert Booking.objects.seated().count() == SEATS
    seats_are_counted(table)


def test_read_first_and_written_later_more_than_seven_are_let_in(site):
    """The control: the race is there when the condition is not part of the statement that takes the seat."""
    table = make_round_table(site, SEATS)
    pool = table.pools.get()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE consultation_seatpool DROP CONSTRAINT seat_pool_not_oversold")

    def in_two_steps(number: int) -> bool:
        with transaction.atomic():
            found = SeatPool.objects.get(pk=pool.pk)
            if found.taken >= found.capacity:
                return False
            let_in = BookingRequest.objects.create(site=site, made_at=NOW)
            SeatPool.objects.filter(pk=pool.pk).update(taken=found.taken + 1)
            return bool(let_in.pk)

    try:
        let_in = []
        for _ in range(5):
            SeatPool.objects.update(taken=0)
            let_in.append(sum(all_at_once(in_two_steps)))
        assert max(let_in) > SEATS
    finally:
        SeatPool.objects.update(taken=0, over=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE consultation_seatpool ADD CONSTRAINT seat_pool_not_oversold "
                "CHECK (over = GREATEST(taken - capacity, 0))"
            )


def test_a_form_that_is_sent_thirty_times_is_one_booking(site):
    table, key = fresh(make_round_table(site, SEATS)), uuid.uuid4()
    results = all_at_once(lambda number: press(table, 1, key=key))
    assert len({one.pk for one in results}) == 1
    assert Booking.objects.count() == 1
    seats_are_counted(table)


def test_one_address_in_thirty_windows_is_one_booking(site):
    table = fresh(make_round_table(site, SEATS))
    results = all_at_once(lambda number: press(table, 1))
    assert not [one for one in results if isinstance(one, Exception)]
    assert Booking.objects.active().count() == 1
    seats_are_counted(table)


def test_colleagues_who_press_at_once_have_no_more_than_their_places(site):
    table = fresh(make_round_table(site, SEATS, max_per_organisation=2))
    reserve_seats(table, "charity", 3, released_at=NOW)
    table = fresh(table)
    all_at_once(lambda number: press(table, number, organisation="Hospice", kind="charity"))
    assert Booking.objects.seated().count() == 2
    seats_are_counted(table)


def test_moves_that_cross_and_people_who_cancel_wait_for_nobody_for_ever(site):
    tables = [fresh(make_round_table(site, AT_ONCE)) for _ in range(2)]
    booked = [book(tables[number % 2], f"person-{number}") for number in range(AT_ONCE)]

    def act(number: int) -> Any:
        one = again(booked[number])
        if number % 5 == 0:
            return booking.cancel(booking=one, now=NOW)
        return booking.move(booking=one, to=tables[1 - number % 2], now=NOW)

    assert not [one for one in all_at_once(act) if isinstance(one, Exception)]
    assert Booking.objects.seated().count() == AT_ONCE - AT_ONCE // 5
    seats_are_counted(*tables)


def test_places_given_up_at_once_all_go_to_who_waits(site):
    table = make_round_table(site, SEATS)
    booked = [book(table, f"person-{number}") for number in range(SEATS)]
    waiting = [book(table, f"waiting-{number}") for number in range(SEATS + 3)]
    results = all_at_once(lambda number: booking.cancel(booking=again(booked[number]), now=NOW), SEATS)
    assert not [one for one in results if isinstance(one, Exception)]
    states = [again(one).state for one in waiting]
    assert states == ["offered"] * SEATS + ["waiting"] * 3
    seats_are_counted(table)


def test_confirming_while_the_clock_ends_the_hold_has_one_outcome(site):
    table = fresh(make_round_table(site, AT_ONCE))
    for number in range(AT_ONCE // 2):
        press(table, number)
    requests = list(BookingRequest.objects.order_by("pk"))
    late: Any = Booking.objects.latest("held_until").held_until

    def act(number: int) -> Any:
        if number % 2:
            return booking.expire_holds(late)
        return booking.confirm(request=requests[number // 2], now=late)

    assert not [one for one in all_at_once(act) if isinstance(one, Exception)]
    assert Booking.objects.confirmed().count() == AT_ONCE // 2
    seats_are_counted(table)
