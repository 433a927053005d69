"""Open from the beginning of one day in London to the end of another, on both sides of daylight saving."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consultation.dates import LONDON, ClockChange, State, changes_after, london_moment, state_on

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


def test_an_hour_that_the_clocks_skip_is_refused_in_words():
    with pytest.raises(ClockChange, match="01:30 on 28 March 2027 does not exist because the clocks go forward"):
        london_moment(dt.date(2027, 3, 28), dt.time(1, 30))


def test_an_hour_that_comes_twice_is_refused_in_words():
    with pytest.raises(ClockChange, match="01:30 on 31 October 2027 comes twice because the clocks go back"):
        london_moment(dt.date(2027, 10, 31), dt.time(1, 30))


@pytest.mark.parametrize("day", [dt.date(2027, 3, 28), dt.date(2027, 10, 31)])
@pytest.mark.parametrize("time", [dt.time(0, 59), dt.time(2, 0)])
def test_the_hours_around_are_taken(day, time):
    moment = london_moment(day, time)
    assert (moment.date(), moment.time()) == (day, time)


@given(
    day=some.dates(dt.date(2000, 1, 1), dt.date(2036, 12, 31)),
    time=some.times().map(lambda t: t.replace(microsecond=0)),
)
def test_what_is_accepted_is_one_moment_and_reads_back_as_typed(day, time):
    try:
        moment = london_moment(day, time)
    except ClockChange:
        assert time.hour == 1
        return
    back = moment.astimezone(dt.UTC).astimezone(LONDON)
    assert (back.date(), back.time()) == (day, time)
    assert moment.utcoffset() == moment.replace(fold=1).utcoffset()
