"""What an event knows of itself: when, and where it stands in time."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from consultation.events.forms import bounds
from consultation.models import Event
from tests.consultation.events.factories import EventFactory, london

MAY = london(2018, 5, 17, 10)


def event(starts=MAY, ends=None, **fields):
    return Event(starts_at=starts, ends_at=ends or starts + dt.timedelta(hours=2), **fields)


def of(day, precision):
    starts, ends = bounds(day, None, precision)
    return Event(starts_at=starts, ends_at=ends, precision=precision, times_stated=False)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (event(), "Thursday 17 May 2018, 10am to midday"),
        (event(london(2018, 5, 16, 13)), "Wednesday 16 May 2018, 1pm to 3pm"),
        (event(MAY, london(2018, 5, 18, 0)), "Thursday 17 May 2018, 10am to 11:59pm"),
        (event(MAY, london(2018, 5, 18, 4)), "Thursday 17 May 2018, 10am, to Friday 18 May 2018, 4am"),
        (of(dt.date(2019, 10, 21), "day"), "Monday 21 October 2019, time not stated"),
        (of(dt.date(2019, 9, 1), "month"), "September 2019"),
        (of(dt.date(2020, 3, 1), "season"), "spring 2020"),
        (of(dt.date(2020, 6, 1), "year"), "2020"),
    ],
)
def test_it_says_when_as_exactly_as_is_known(one, words):
    assert one.when == words


def test_its_month_is_a_heading():
    assert event().month == "May 2018"
    assert of(dt.date(2020, 1, 1), "year").month == "2020"


@pytest.mark.parametrize(
    ("day", "precision", "first", "last"),
    [
        ((2019, 9, 12), "month", (2019, 9, 1), (2019, 9, 30)),
        ((2019, 12, 1), "season", (2019, 12, 1), (2020, 2, 29)),
        ((2020, 6, 15), "year", (2020, 1, 1), (2020, 12, 31)),
        ((2020, 12, 31), "day", (2020, 12, 31), (2020, 12, 31)),
    ],
)
def test_what_is_known_vaguely_lasts_as_long_as_it_may_have_been(day, precision, first, last):
    starts, ends = bounds(dt.date(*day), None, precision)
    assert Event(starts_at=starts, ends_at=ends).first_day == dt.date(*first)
    assert Event(starts_at=starts, ends_at=ends).last_day == dt.date(*last)


@pytest.mark.parametrize(
    ("seconds", "state"), [(-1, "coming"), (0, "now"), (7199, "now"), (7200, "past"), (999999, "past")]
)
def test_its_state_turns_at_its_beginning_and_at_its_end(seconds, state):
    assert event().state_at(MAY + dt.timedelta(seconds=seconds)) == state


def test_the_next_turn_is_a_beginning_or_an_end(area):
    now = london(2030, 1, 1)
    assert Event.objects.next_turn(now) is None
    first = EventFactory(site=area, starts_at=london(2030, 2, 1, 9))
    EventFactory(site=area, starts_at=london(2030, 3, 1, 9))
    assert Event.objects.next_turn(now) == first.starts_at
    assert Event.objects.next_turn(first.starts_at) == first.ends_at


def test_the_database_keeps_the_end_after_the_start_and_addresses_apart(area):
    one = EventFactory(site=area)
    for fields in ({"ends_at": one.starts_at}, {"slug": one.slug}, {"precision": "month"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EventFactory(site=area, **fields)
