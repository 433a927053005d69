"""Counts of people that can be published: small ones are withheld, and so is what would give them away. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

# The smallest number of people that may be shown.
FEWEST = 5


def publishable[Key: Hashable](counts: Mapping[Key, int], total: int) -> dict[Key, int | None]:
    """`counts` with None for each number that must not be shown; empty when none can be.

    `total` is shown beside them and is at least their sum; who is in no count is a cell of its own, never shown. A
    count of nobody says nothing about anybody and stays 0. From the total and the counts shown, arithmetic leaves for
    each withheld count the whole range from 1 to at least FEWEST, so it does not even tell that a number is small.
    ValueError when the counts come to more than the total.
    """
    unknown = total - sum(counts.values())
    if unknown < 0:
        raise ValueError("The counts come to more than the total.")
    shown = sorted(((number, order) for order, number in enumerate(counts.values()) if number), reverse=True)
    withheld: list[tuple[int, int]] = []
    while shown and shown[-1][0] < FEWEST:
        withheld.append(shown.pop())
    while withheld and not _is_safe([number for number, _ in withheld], unknown):
        if not shown:
            return {}
        withheld.append(shown.pop())
    hidden = {order for _, order in withheld}
    return {key: None if order in hidden else number for order, (key, number) in enumerate(counts.items())}


def _is_safe(withheld: list[int], unknown: int) -> bool:
    """Whether any one of the withheld could be as large as FEWEST, the others being at least 1 and the unknown 0."""
    others = len(withheld) - 1
    return (others > 0 or unknown > 0) and sum(withheld) + unknown - others >= FEWEST


def publishable_together(rows: Sequence[Sequence[int]]) -> list[bool]:
    """For each row of a table whose columns add up too, whether it can be shown; a row is shown whole or not at all.

    For a ranking: a row for each option, a column for each place, so that the numbers of a place come to as many as
    ranked anything. All rows have the same sum, which is shown. Of the rows withheld, the columns come to what
    subtraction tells a reader: to nothing, or to enough that any number of them could be as large as FEWEST.
    """
    order = sorted(range(len(rows)), key=lambda at: min((number for number in rows[at] if number), default=FEWEST))
    withheld = [at for at in order if any(0 < number < FEWEST for number in rows[at])]
    while withheld and not all(_hides(column) for column in zip(*(rows[at] for at in withheld), strict=True)):
        if len(withheld) == len(rows):
            break
        withheld.append(order[len(withheld)])
    return [at not in withheld for at in range(len(rows))]


def _hides(column: Sequence[int]) -> bool:
    others = len(column) - 1
    return not any(column) or (others > 0 and sum(column) - others >= FEWEST)
