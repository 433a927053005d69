"""What every test may use."""

import pytest

from tests.ready_made import ready_made
from tests.strategy.factories import Tree, make_area


@pytest.fixture
def area(db):
    """An area that answers at `localhost` and, being the default, at every other host."""
    return ready_made("area", make_area)


@pytest.fixture
def tree(area):
    """A small strategy in that area."""
    return ready_made("tree", lambda: Tree(area))
