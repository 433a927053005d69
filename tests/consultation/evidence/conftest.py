import pytest

from tests.consultation.evidence.factories import make_call


@pytest.fixture
def call(area):
    return make_call(area)


@pytest.fixture(autouse=True)
def empty_store(private):
    """An empty private store for each test."""
