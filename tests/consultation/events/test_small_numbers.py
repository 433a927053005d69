"""What is published of who was in the room gives nobody away: neither by itself nor by subtraction from the total."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consultation.events.small_numbers import FEWEST, publishable, publishable_together

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


# Tables whose rows all come to the same, as the options of a ranking do.
tables = some.integers(5, 12).flatmap(
    lambda total: some.lists(
        some.tuples(some.integers(0, total), some.integers(0, total)).map(
            lambda cut: (min(cut), max(cut) - min(cut), total - max(cut))
        ),
        min_size=1,
        max_size=3,
    )
)


@given(table=tables)
def test_rows_whose_columns_add_up_too_give_nothing_away(table):
    """Try every way to fill the rows withheld that agrees with the sums of rows and columns."""
    shown = publishable_together(table)
    assert not [
        row for row, is_shown in zip(table, shown, strict=True) if is_shown and any(0 < n < FEWEST for n in row)
    ]
    withheld = [row for row, is_shown in zip(table, shown, strict=True) if not is_shown]
    if not withheld or len(withheld) == len(table):
        return  # of a table that is withheld whole, not even the sums of its columns are known
    columns = [sum(column) for column in zip(*withheld, strict=True)]
    ways = list(_filled(columns, sum(table[0]), len(withheld)))
    for row, column in product(range(len(withheld)), range(len(columns))):
        values = {way[row][column] for way in ways}
        if columns[column]:
            assert len(values) >= 2
            assert max(values) >= FEWEST


def _filled(columns, total, rows):
    if rows == 1:
        yield (tuple(columns),)
        return
    for row in product(*(range(min(total, most) + 1) for most in columns)):
        if sum(row) == total:
            rest = [most - number for most, number in zip(columns, row, strict=True)]
            yield from ((row, *others) for others in _filled(rest, total, rows - 1))


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        (
            [(10, 8, 2), (5, 7, 8), (5, 5, 10)],
            [False, False, True],
        ),  # alone, the first would be what is left of columns
        ([(10, 10, 0), (5, 5, 10), (5, 5, 10)], [True, True, True]),
        ([(18, 2, 0), (2, 18, 0)], [False, False]),
        ([(19, 1, 0), (18, 1, 1), (10, 5, 5)], [False, False, False]),
        ([(3, 4)], [False]),
    ],
)
def test_examples_of_rows(table, shown):
    assert publishable_together(table) == shown
