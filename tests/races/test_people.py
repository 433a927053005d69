"""Many at once: as many as allowed and no more, one organisation for a name, one contact for an address."""

import datetime as dt
import functools
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from consultation.participants.limits import allow
from consultation.participants.models import Contact, Organisation, RateBucket
from consultation.participants.organisations import find_or_make
from tests.consultation.participants.factories import NOW, make_contact
from tests.strategy.factories import make_area

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 30


def all_at_once(act: Callable[[int], Any]) -> list[Any]:
    """What `act(number)` returned in each of 30 threads that start together, each with a connection of its own."""
    start = threading.Barrier(AT_ONCE)
    results: list[Any] = []

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            results.append(act(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == AT_ONCE
    return results


@pytest.fixture
def site(db):
    return make_area()


def test_exactly_as_many_as_the_limit_are_let_through():
    let_through = all_at_once(lambda number: allow("book", "192.0.2.1", 7, dt.timedelta(hours=1), NOW))
    assert sum(let_through) == 7
    assert RateBucket.objects.get().count == 7


def test_the_first_of_a_day_are_let_through_however_many_come_at_once():
    for days in range(5):
        now = NOW + dt.timedelta(days=days)
        come = functools.partial(allow, "book", limit=1, window=dt.timedelta(hours=1), now=now)
        assert all(all_at_once(lambda number: come(f"192.0.2.{number}")))  # noqa: B023 - it waits for them


def count_in_two_steps(limit: int) -> bool:
    """What `allow` would be without its one statement."""
    bucket, _is_new = RateBucket.objects.get_or_create(key="x", defaults={"count": 0, "ends_at": NOW})
    if bucket.count >= limit:
        return False
    bucket.count += 1
    bucket.save()
    return True


def test_counted_in_two_steps_more_are_let_through():
    """The control: the race is there when nothing guards against it."""
    assert any(sum(all_at_once(lambda number: count_in_two_steps(7))) > 7 for _ in range(5))


def test_one_name_typed_by_many_is_one_organisation(site):
    spellings = ["Leeds Beckett", "LEEDS BECKETT LTD", "The Leeds-Beckett"]
    found = all_at_once(lambda number: find_or_make(site=site, name=spellings[number % 3]).pk)
    assert len(set(found)) == Organisation.objects.count() == 1


def test_one_address_is_one_contact(site):
    found = all_at_once(lambda number: make_contact(site, "Jane@example.org").pk)
    assert len(set(found)) == Contact.objects.count() == 1
