import pytest

from tests.consultation.round_tables.desk import staff_of
from tests.consultation.round_tables.factories import make_round_table
from tests.strategy.factories import make_area


@pytest.fixture
def table(area):
    """A round table with two seats in the room."""
    return make_round_table(area)


@pytest.fixture
def there(area):
    """Another area."""
    return make_area("there.localhost", "Thereshire", is_default=False)


@pytest.fixture
def officer(client, area):
    """A browser in which an events officer of the area is signed in."""
    client.force_login(staff_of(area))
    return client
