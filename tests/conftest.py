"""What every test may use."""

import pytest
from wagtail.permissions import policy_registry

from lis_site.area_start import make_base_rows
from tests.ready_made import ready_made
from tests.strategy.factories import Tree, make_area


@pytest.fixture(autouse=True)
def base_rows(request: pytest.FixtureRequest) -> None:
    """The rows that every area stands on, which migrations make and which the end of a journey or a race removes.

    Only where a test asks for a database; `demo_site`, and tests that load the demo, bring these rows.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"}.intersection(request.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")):
        request.getfixturevalue("transactional_db")
    elif marker or "db" in request.fixturenames:
        request.getfixturevalue("db")
    else:
        return
    make_base_rows()
    # Emptying the database gives content types other keys, which these policies would remember.
    for policy in policy_registry.values_by_exact_class.values():
        vars(policy).pop("_content_type", None)


@pytest.fixture
def area(db):
    """An area that answers at `localhost` and, being the default, at every other host."""
    return ready_made("area", make_area)


@pytest.fixture
def tree(area):
    """A small strategy in that area."""
    return ready_made("tree", lambda: Tree(area))
