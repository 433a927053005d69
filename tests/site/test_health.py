"""What load balancers and container engines ask."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def test_live_asks_nothing_of_the_database(client):
    """No database mark: pytest-django would fail the test if a query were made."""
    response = client.get("/healthz/live")
    assert (response.status_code, response.content) == (200, b"live\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_every_migration_is_applied(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        response = client.get("/healthz/ready")
    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client):
    MigrationRecorder(connection).record_unapplied("wagtailcore", "0090_remove_grouppagepermission_permission_type")
    response = client.get("/healthz/ready")
    assert (response.status_code, response.content) == (503, b"not ready: 1 migrations are not applied\n")


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_a_database_and_ready_again_with_it(client, settings, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", "no_such_database")
    response = client.get("/healthz/ready")
    assert (response.status_code, response.content) == (503, b"not ready: the database cannot be reached\n")
    monkeypatch.undo()
    connection.close()
    assert client.get("/healthz/ready").status_code == 200


def test_the_reason_is_plain_text_and_health_sets_no_cookie(client):
    response = client.get("/healthz/live")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
