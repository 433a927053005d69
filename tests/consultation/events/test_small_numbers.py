"""What is published of who was in the room gives nobody away: neither by itself nor by subtraction from the total."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consultation.events.small_numbers import FEWEST, publishable

counts = some.dictionaries(some.text("abcdefgh", min_size=1, max_size=1), some.integers(0, 12), max_size=5)


@given(counts=counts, unknown=some.integers(0, 6))
def test_no_small_number_is_shown(counts, unknown):
    shown = publishable(counts, sum(counts.values()) + unknown)
    assert all(number is None or number == 0 or number >= FEWEST for number in shown.values())
    assert all(shown[key] in (None, counts[key]) for key in shown)


@given(counts=counts, unknown=some.integers(0, 3))
def test_arithmetic_does_not_tell_that_a_withheld_number_is_small(counts, unknown):
    """Try every way to fill the gaps that agrees with the total: for each gap there is one with FEWEST or more."""
    total = sum(counts.values()) + unknown
    shown = publishable(counts, total)
    gaps = [key for key, number in shown.items() if number is None]
    left = total - sum(number for number in shown.values() if number)
    room = range(1, min(left, 12) + 1)
    ways = [way for way in product(room, repeat=len(gaps)) if sum(way) <= left]
    if not unknown:  # the reader may know that everybody is counted
        ways = [way for way in ways if sum(way) == left]
    for at in range(len(gaps)):
        values = {way[at] for way in ways}
        assert max(values) >= FEWEST
        assert len(values) >= 2


@given(counts=some.dictionaries(some.text("abcdef", min_size=1, max_size=1), some.integers(FEWEST, 90)))
def test_nothing_is_withheld_without_need(counts):
    assert publishable(counts, sum(counts.values())) == counts


@pytest.mark.parametrize(
    ("counts", "total", "shown"),
    [
        ({"a": 3, "b": 20, "c": 30}, 53, {"a": None, "b": None, "c": 30}),  # alone, a would be total minus the rest
        ({"a": 3, "b": 20}, 33, {"a": None, "b": 20}),  # ten whose kind nobody knows hide it
        ({"a": 1, "b": 1, "c": 9}, 11, {"a": None, "b": None, "c": None}),  # two, and both at least one
        ({"a": 1, "b": 1}, 2, {}),
        ({"a": 3}, 3, {}),
        ({"a": 0, "b": 8}, 8, {"a": 0, "b": 8}),
        ({}, 40, {}),
    ],
)
def test_examples(counts, total, shown):
    assert publishable(counts, total) == shown


def test_counts_beyond_the_total_are_a_mistake():
    with pytest.raises(ValueError, match="more than the total"):
        publishable({"a": 5}, 4)
