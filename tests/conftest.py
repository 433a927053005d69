"""What every test may use."""

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.as_migrated import keep_what_migrations_made
from tests.ready_made import ready_made
from tests.strategy.factories import Tree, make_area


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every test begins with what migrations made: see `tests.as_migrated`."""
    with django_db_blocker.unblock():
        keep_what_migrations_made()
        connection.close()


@pytest.fixture
def area(db):
    """An area that answers at `localhost` and, being the default, at every other host."""
    return ready_made("area", make_area)


@pytest.fixture
def tree(area):
    """A small strategy in that area."""
    return ready_made("tree", lambda: Tree(area))
