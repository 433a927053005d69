"""The public clock: days open, then twelve weeks to the outcome, right to the second."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from consultation.clock import Clock, Stage, due_on, in_weeks
from consultation.dates import LONDON
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory

OPENS, CLOSES = dt.date(2027, 3, 1), dt.date(2027, 3, 28)  # the clocks go forward on the last day
DAY = dt.timedelta(days=1)


def clock(day, outcome_on=None):
    return Clock(day, OPENS, CLOSES, outcome_on)


@pytest.mark.parametrize(
    ("day", "stage", "shown"),
    [
        (dt.date(2027, 2, 26), Stage.COMING, {"days_until_opening": 3}),
        (OPENS, Stage.OPEN, {"day_of_it": 1, "days_open": 28, "days_left": 27}),
        (CLOSES, Stage.OPEN, {"day_of_it": 28, "days_left": 0}),
        (CLOSES + DAY, Stage.WAITING, {"days_to_outcome": 83}),
        (dt.date(2027, 6, 20), Stage.WAITING, {"days_to_outcome": 0, "days_late": 0}),
        (dt.date(2027, 6, 21), Stage.LATE, {"days_late": 1}),
    ],
)
def test_what_it_shows_on_the_days_that_matter(day, stage, shown):
    found = clock(day)
    assert found.stage == stage
    assert {name: getattr(found, name) for name in shown} == shown


def test_an_outcome_stops_it_and_says_how_long_it_took():
    found = clock(dt.date(2028, 1, 1), dt.date(2027, 6, 27))
    assert (found.stage, found.days_taken, found.days_late, found.goes_on) == (Stage.PUBLISHED, 91, 7, False)
    assert clock(dt.date(2027, 5, 1), dt.date(2027, 5, 2)).stage == Stage.WAITING


def test_without_an_opening_day_it_counts_what_it_can():
    found = Clock(dt.date(2027, 3, 2), None, CLOSES)
    assert (found.stage, found.day_of_it, found.days_left) == (Stage.OPEN, None, 26)


@pytest.mark.parametrize(
    ("closes_on", "utc_of_last_second"),
    [
        (dt.date(2027, 3, 27), "2027-03-27T23:59:59"),  # the day before the clocks go forward
        (dt.date(2027, 3, 28), "2027-03-28T22:59:59"),
        (dt.date(2027, 10, 30), "2027-10-30T22:59:59"),  # the day before they go back
        (dt.date(2027, 10, 31), "2027-10-31T23:59:59"),
    ],
)
def test_it_turns_as_the_day_ends_in_london(closes_on, utc_of_last_second):
    last = dt.datetime.fromisoformat(utc_of_last_second).replace(tzinfo=dt.UTC)
    assert last.astimezone(LONDON).time() == dt.time(23, 59, 59)
    before, after = timezone.localdate(last), timezone.localdate(last + dt.timedelta(seconds=1))
    assert Clock(before, OPENS, closes_on).stage == Stage.OPEN
    assert Clock(after, OPENS, closes_on).stage == Stage.WAITING
    due = dt.datetime.combine(due_on(closes_on), dt.time(23, 59, 59), tzinfo=LONDON)
    assert Clock(timezone.localdate(due), OPENS, closes_on).stage == Stage.WAITING
    assert Clock(timezone.localdate(due + dt.timedelta(seconds=1)), OPENS, closes_on).stage == Stage.LATE


@given(day=some.dates(dt.date(2026, 1, 1), dt.date(2029, 1, 1)), length=some.integers(0, 200), opens=some.dates())
def test_the_stages_follow_each_other_and_nothing_is_below_none(day, length, opens):
    opens = opens.replace(year=2027) if (opens.month, opens.day) != (2, 29) else OPENS
    found = Clock(day, opens, opens + length * DAY)
    order = [Stage.COMING, Stage.OPEN, Stage.WAITING, Stage.LATE]
    tomorrow = Clock(day + DAY, found.opens_on, found.closes_on)
    assert order.index(tomorrow.stage) - order.index(found.stage) in (0, 1)
    assert found.days_late >= 0
    assert (found.stage == Stage.OPEN) == (found.opens_on <= day <= found.closes_on)


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "no days"), (1, "1 day"), (7, "1 week"), (80, "11 weeks and 3 days"), (84, "12 weeks")],
)
def test_days_in_weeks(days, words):
    assert in_weeks(days) == words


@pytest.fixture
def say(tree):
    return HaveYourSayPageFactory(parent=tree.home)


@pytest.mark.parametrize(
    ("opens", "closes", "more", "words"),
    [
        (3, 30, {}, ["3 days until it opens", "Tell me when it opens"]),
        (-2, 5, {}, ["5 days left", "Day 3 of 8", "Tell me when there is news"]),
        (-2, 0, {}, ["Last day closes at 11:59pm"]),
        (-40, -4, {}, ["80 days to the outcome", "11 weeks and 3 days"]),
        (-140, -94, {"late_because": "Half of us were ill."}, ["10 days late", "Why: Half of us were ill."]),
        (-140, -94, {}, ["10 days late", "We have not yet said why"]),
        (-140, -94, {"outcome": "<p>We listened.</p>", "outcome_on": -1}, ["We listened.", "93 days|13 weeks and 2"]),
    ],
)
def test_the_page_shows_it_at_one_address_from_opening_to_outcome(say, client, opens, closes, more, words):
    today = timezone.localdate()
    if "outcome_on" in more:
        more = more | {"outcome_on": today + more["outcome_on"] * DAY}
    page = ConsultationPageFactory(
        parent=say, slug="one", opens_on=today + opens * DAY, closes_on=today + closes * DAY, **more
    )
    text = " ".join(client.get("/have-your-say/one/").text.replace("<b>", "").replace("</b>", "").split())
    if "outcome" in more:
        assert "Outcome published</span>" in client.get(say.url).text
    for said in words:
        assert any(one in text for one in said.split("|")), said
    midnight = dt.datetime.combine(today + DAY, dt.time(), tzinfo=LONDON)
    assert (page.fresh_until(timezone.now()) == midnight) == ("outcome_on" not in more)


def test_what_was_held_elsewhere_has_no_clock(say, client):
    page = ConsultationPageFactory(
        parent=say, is_history=True, opens_on=None, closes_on=dt.date(2018, 5, 31), title="Old"
    )
    text = client.get(page.url).text
    assert 'class="clock' not in text
    assert "late" not in text
