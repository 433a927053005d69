import pytest

from tests.consultation.round_tables.factories import make_round_table


@pytest.fixture
def table(area):
    """A round table with two seats in the room."""
    return make_round_table(area)
