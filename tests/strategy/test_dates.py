"""Dates as exactly as they are known, in GOV.UK style."""

import datetime as dt

import pytest

from strategy.dates import ApproximateDate, Precision, clock_span, clock_time, problem_with

SPRING_DAY = dt.date(2020, 3, 1)


@pytest.mark.parametrize(
    ("precision", "words", "machine"),
    [
        (Precision.DAY, "1 March 2020", "2020-03-01"),
        (Precision.MONTH, "March 2020", "2020-03"),
        (Precision.SEASON, "spring 2020", ""),
        (Precision.YEAR, "2020", "2020"),
        (Precision.NOT_STATED, "not stated", ""),
    ],
)
def test_says_no_more_than_is_known(precision, words, machine):
    date = ApproximateDate(SPRING_DAY, precision)
    assert (str(date), date.machine) == (words, machine)
    assert bool(date) is (precision != Precision.NOT_STATED)


def test_no_day_is_not_stated_whatever_the_precision_says():
    assert str(ApproximateDate(None, Precision.DAY)) == "not stated"
    assert not ApproximateDate(None, Precision.DAY)


@pytest.mark.parametrize(
    ("month", "season"),
    [(1, "winter 2020"), (5, "spring 2020"), (6, "summer 2020"), (11, "autumn 2020"), (12, "winter 2021")],
)
def test_a_season_is_named_for_the_year_it_ends_in(month, season):
    assert str(ApproximateDate(dt.date(2020, month, 1), Precision.SEASON)) == season


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (dt.time(10), "10am"),
        (dt.time(13, 30), "1:30pm"),
        (dt.time(12), "midday"),
        (dt.time(12, 5), "12:05pm"),
        (dt.time(0), "11:59pm"),
        (dt.time(0, 5), "12:05am"),
    ],
)
def test_times_in_words(time, words):
    assert clock_time(time) == words


def test_a_span_of_time():
    assert clock_span(dt.time(10), dt.time(12)) == "10am to midday"


def test_a_date_and_its_precision_must_agree():
    assert problem_with(SPRING_DAY, Precision.DAY) == {}
    assert problem_with(None, Precision.NOT_STATED) == {}
    assert list(problem_with(None, Precision.DAY)) == ["on"]
    assert list(problem_with(SPRING_DAY, Precision.NOT_STATED)) == ["precision"]
