"""What every test may use."""

import pytest

from tests.strategy.factories import Tree, make_area


@pytest.fixture
def area(db):
    """An area that answers at `localhost` and, being the default, at every other host."""
    return make_area()


@pytest.fixture
def tree(area):
    """A small strategy in that area."""
    return Tree(area)
