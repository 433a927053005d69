"""Production settings: nothing starts without its secrets, and Django's own review of a deployment finds nothing."""

from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from tests.running import PRODUCTION, manage

DEMANDED = [name for name in PRODUCTION if name != "DJANGO_SETTINGS_MODULE"]


@pytest.mark.parametrize("name", DEMANDED)
def test_production_refuses_to_start_without_what_it_needs_and_names_it(name):
    environment = {key: value for key, value in PRODUCTION.items() if key != name}
    outcome = manage("check", environment=environment)
    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"{name} is not set.")
    assert len(outcome.stderr.splitlines()) == 1


@pytest.mark.django_db
def test_the_review_of_a_deployment_finds_nothing():
    """Asked of a database that answers: Django asks the server whether it knows generated columns."""
    server = connection.get_connection_params()
    secret = server.get("password") or "hush-hush"
    where = urlencode({"host": server.get("host", "localhost"), "port": server.get("port", 5432)})
    address = f"postgresql://{quote(server['user'])}:{quote(secret, safe='')}@/{server['dbname']}?{where}"
    environment = {**PRODUCTION, "DATABASE_URL": address}
    outcome = manage("check", "--deploy", "--fail-level", "WARNING", environment=environment)
    assert outcome.returncode == 0, outcome.stderr
    assert secret not in outcome.stdout + outcome.stderr


def test_the_embedded_database_is_not_for_production():
    outcome = manage("check", environment={**PRODUCTION, "DATABASE_URL": "embedded:///lis"})
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("DATABASE_URL is not the address of a PostgreSQL database.")


def test_the_demo_does_not_start_with_production_settings():
    outcome = manage("run_site", environment=PRODUCTION)
    assert outcome.returncode == 1
    assert "run_site is for your own computer" in outcome.stderr
