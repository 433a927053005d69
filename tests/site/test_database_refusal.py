"""A database that cannot be reached: one clear line, exit code 1, no password, no traceback."""

import pytest
from django.db import OperationalError

from lis_site.database_refusal import describe_refusal
from tests.running import manage

UNREACHABLE = {
    "DJANGO_SETTINGS_MODULE": "lis_site.settings.local",
    "DATABASE_URL": "postgresql://bob:hush-hush@127.0.0.1:9/lis",
}


@pytest.mark.parametrize("command", [["migrate"], ["run_site", "--port", "8765"]], ids=" ".join)
def test_an_unreachable_database_is_one_line(command):
    outcome = manage(*command, environment=UNREACHABLE)
    assert outcome.returncode == 1
    assert outcome.stderr.splitlines() == [
        "The database lis at 127.0.0.1:9 (user bob) cannot be reached: Connection refused. Check DATABASE_URL."
    ]
    assert "hush-hush" not in outcome.stdout


def test_a_wrong_address_is_one_line():
    outcome = manage("migrate", environment={**UNREACHABLE, "DATABASE_URL": "mysql://bob:hush-hush@db/lis"})
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("DATABASE_URL is not the address of a PostgreSQL database.")
    assert len(outcome.stderr.splitlines()) == 1
    assert "hush-hush" not in outcome.stderr


def test_an_error_that_the_server_itself_reports_is_not_mistaken_for_a_missing_server():
    class Deadlock(Exception):
        pgcode = "40P01"

    error = OperationalError("deadlock detected")
    error.__cause__ = Deadlock()
    assert describe_refusal(error) is None
