"""The clock: one works, the others wait; a broken job or a lost database does not end it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from lis_site.clock import LOCK, Clock
from strategy import clock as register

NOON = datetime(2018, 5, 17, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch):
    """Only the jobs that a test registers."""
    monkeypatch.setattr(register, "_jobs", {})


@pytest.fixture
def ran():
    """The times at which the job "note" ran."""
    times: list[datetime] = []
    register.register_job("note", MINUTE, times.append)
    return times


@pytest.fixture
def clocks():
    """Two clocks, as in two processes: each has a database session of its own."""
    pair = Clock(), Clock()
    yield pair
    for clock in pair:
        clock.close()


def test_a_job_runs_at_once_and_then_when_it_is_due(clocks, ran):
    clock, _ = clocks
    for seconds in (0, 30, 60, 90, 130):
        assert clock.tick(NOON + timedelta(seconds=seconds))
    assert ran == [NOON, NOON + timedelta(seconds=60), NOON + timedelta(seconds=130)]


def test_of_two_clocks_one_works(clocks, ran):
    first, second = clocks
    assert first.tick(NOON)
    assert not second.tick(NOON)
    assert first.tick(NOON + MINUTE)
    assert not second.tick(NOON + MINUTE)
    assert ran == [NOON, NOON + MINUTE]


def test_the_other_takes_over_when_the_first_ends(clocks, ran):
    first, second = clocks
    first.tick(NOON)
    first.close()
    assert second.tick(NOON + MINUTE)
    assert ran == [NOON, NOON + MINUTE]


def test_a_clock_whose_session_was_cut_off_waits_a_turn_and_works_again(clocks, ran):
    """As when the database restarts."""
    clock, _ = clocks
    clock.tick(NOON)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [LOCK]
        )
    assert not clock.tick(NOON + MINUTE)
    assert clock.tick(NOON + 2 * MINUTE)
    assert ran == [NOON, NOON + 2 * MINUTE]


def test_a_job_that_breaks_its_connection_leaves_the_clock_its_lock(clocks):
    first, second = clocks
    register.register_job("break", MINUTE, lambda now: connection.close())
    assert first.tick(NOON)
    assert not second.tick(NOON)


def test_a_failing_job_is_logged_and_the_others_run(clocks, caplog):
    def fail(now: datetime) -> str:
        raise ZeroDivisionError

    register.register_job("fail", MINUTE, fail)
    register.register_job("report", MINUTE, lambda now: "2 pages")
    register.register_job("rest", MINUTE, lambda now: None)
    with caplog.at_level("INFO", logger="lis_site.clock"):
        clocks[0].tick(NOON)
    assert [record.getMessage() for record in caplog.records] == ["fail: failed", "report: 2 pages"]


def test_two_jobs_of_one_name_are_a_mistake(ran):
    with pytest.raises(ValueError, match="two jobs called 'note'"):
        register.register_job("note", MINUTE, lambda now: None)


def test_the_command_runs_every_job_once_at_a_given_time(ran):
    call_command("run_jobs", "--once", "--now", "2018-05-17T12:00+00:00")
    assert ran == [NOON]


def test_the_command_says_so_when_another_clock_works(clocks, ran):
    clocks[0].tick(NOON)
    with pytest.raises(CommandError, match="another clock is working"):
        call_command("run_jobs", "--once")
    assert ran == [NOON]
