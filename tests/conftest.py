"""What every test may use."""

import gc

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

import tests.quick_migrations  # noqa: F401 - before the database is made
from tests.as_migrated import keep_what_migrations_made
from tests.strategy.factories import make_area, make_tree


def pytest_collection_finish() -> None:
    """What is imported by now stays; looking through it again and again for rubbish takes a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every test begins with what migrations made: see `tests.as_migrated`."""
    with django_db_blocker.unblock():
        keep_what_migrations_made()
        connection.close()


@pytest.fixture
def area(db):
    """An area that answers at `localhost` and, being the default, at every other host."""
    return make_area()


@pytest.fixture
def tree(area):
    """A small strategy in that area."""
    return make_tree(area)
