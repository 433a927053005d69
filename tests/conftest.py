"""What every test may use."""

import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

import tests.quick_migrations  # noqa: F401 - before the database is made
from tests import html_checker
from tests.as_migrated import keep_what_migrations_made
from tests.strategy.factories import make_area, make_tree
from tests.taking_turns import Turns, longest_first


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Turns:
    return Turns(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: longest_first(item.nodeid))


def pytest_collection_finish() -> None:
    """What is imported by now stays; looking through it again and again for rubbish takes a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every test begins with what migrations made: see `tests.as_migrated`.

    At the end nobody may look at the database any more, or it could not be dropped: a server that a journey started
    keeps its connections.
    """
    with django_db_blocker.unblock():
        keep_what_migrations_made()
        connection.close()
    yield
    others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"{others} AND pid <> pg_backend_pid()")


@pytest.fixture(scope="session", autouse=True)
def every_page_seen_is_sound() -> Iterator[None]:
    """At the end of the run (of each worker) the checker of HTML reads what all tests were shown."""
    yield
    found = html_checker.PAGES_SEEN.errors()
    assert not found, "\n".join(["pages with errors in their HTML:", *found])


@pytest.fixture
def area(db):
    """An area that answers at `localhost` and, being the default, at every other host."""
    return make_area()


@pytest.fixture
def tree(area):
    """A small strategy in that area."""
    return make_tree(area)
