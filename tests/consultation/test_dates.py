"""Open from the beginning of one day in London to the end of another, on both sides of daylight saving."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consultation.dates import LONDON, State, changes_after, state_on

JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (dt.date(2026, 5, 31), State.COMING),
        (JUNE, State.OPEN),
        (JULY, State.OPEN),
        (dt.date(2026, 7, 2), State.CLOSED),
    ],
)
def test_the_state_on_and_around_both_days(day, state):
    assert state_on(day, JUNE, JULY) == state


def test_with_no_closing_day_nothing_is_open():
    assert state_on(JUNE, JUNE, None) == State.NOT_DATED
    assert state_on(JUNE, None, JULY) == State.OPEN


@pytest.mark.parametrize("closes_on", [dt.date(2027, 3, 28), dt.date(2027, 10, 31), dt.date(2026, 12, 31)])
def test_it_closes_as_the_day_ends_in_london_whatever_the_clocks_do(closes_on):
    last = dt.datetime.combine(closes_on, dt.time(23, 59, 59), tzinfo=LONDON)
    turn = changes_after(last, JUNE, closes_on)
    assert turn - last == dt.timedelta(seconds=1)
    assert state_on(last.date(), JUNE, closes_on) == State.OPEN
    assert state_on(turn.astimezone(LONDON).date(), JUNE, closes_on) == State.CLOSED


days = some.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31))


@given(
    day=days,
    hours=some.timedeltas(dt.timedelta(0), dt.timedelta(days=1)),
    opens=days,
    length=some.integers(0, 90),
)
def test_the_state_never_changes_before_the_moment_it_says(day, hours, opens, length):
    moment = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) + hours
    closes = opens + dt.timedelta(days=length)

    def state_at(at: dt.datetime) -> State:
        return state_on(at.astimezone(LONDON).date(), opens, closes)

    turn = changes_after(moment, opens, closes)
    if turn is None:
        assert state_at(moment) == State.CLOSED
        return
    assert turn > moment
    assert state_at(turn - dt.timedelta(microseconds=1)) == state_at(moment)
    assert state_at(turn) != state_at(moment)
