"""Production settings: nothing starts without its secrets, and Django's own review of a deployment finds nothing."""

import pytest

from tests.running import PRODUCTION, manage

DEMANDED = [name for name in PRODUCTION if name != "DJANGO_SETTINGS_MODULE"]


@pytest.mark.parametrize("name", DEMANDED)
def test_production_refuses_to_start_without_what_it_needs_and_names_it(name):
    environment = {key: value for key, value in PRODUCTION.items() if key != name}
    outcome = manage("check", environment=environment)
    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"{name} is not set.")
    assert len(outcome.stderr.splitlines()) == 1


def test_the_review_of_a_deployment_finds_nothing():
    outcome = manage("check", "--deploy", "--fail-level", "WARNING", environment=PRODUCTION)
    assert outcome.returncode == 0, outcome.stderr
    assert "hush-hush" not in outcome.stdout + outcome.stderr


def test_the_embedded_database_is_not_for_production():
    outcome = manage("check", environment={**PRODUCTION, "DATABASE_URL": "embedded:///lis"})
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("DATABASE_URL is not the address of a PostgreSQL database.")


def test_the_demo_does_not_start_with_production_settings():
    outcome = manage("run_site", environment=PRODUCTION)
    assert outcome.returncode == 1
    assert "run_site is for your own computer" in outcome.stderr
