"""Words in a drawing break where they fit."""

from hypothesis import given
from hypothesis import strategies as some

from strategy.lettering import fits, width_of, wrapped


@given(some.text(max_size=80), some.floats(40, 300), some.integers(1, 4))
def test_lines_fit_and_lose_nothing_without_saying_so(words, room, most):
    lines = wrapped(words, room, 15, most)
    assert len(lines) <= most
    assert all(width_of(line, 15) <= room for line in lines)
    letters = "".join(words.split())
    found = "".join("".join(lines).split())
    assert found == letters or (found.endswith("…") and letters.startswith(found[:-1]))


def test_what_fits_breaks_no_word():
    assert fits("Business Environment", 120, 15, 2)
    assert wrapped("Business Environment", 120, 15, 2) == ["Business", "Environment"]
    assert not fits("Environment", 60, 15, 3)
