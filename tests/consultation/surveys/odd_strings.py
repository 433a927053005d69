"""What people, robots and programs type that nobody thought of: the strings of all tests, and what only a survey knows.

`STRINGS` can be sent by a browser. `UNSENDABLE` are half characters, which only a program sends.
"""

from __future__ import annotations

from tests.naughty import NAUGHTY

# The names of options and of the parts of an answer, and what JSON means by them.
_KEYS = ["other", "none", "prefer-not", "yes", "no", "red", "on", "[]", '{"text": "x"}', "__proto__", "constructor"]
# Numbers beside their bounds, days that are none, and postcodes in other dress.
_BOUNDS = ["1" * 15, "1" * 16, "9" * 400, "0." + "0" * 400 + "1", "-1e999", "£5", "29", "31", "32", "13", "0000"]
_BOUNDS += ["10000", "2026-02-30", "31/2/2026", "999999999-99-99", "LS1 4AP", "ls14ap"]
# As long as an answer may be, and one more; signs that are counted as one and stored as many.
_LENGTHS = ["x" * 250, "x" * 251, "x" * 20_000, "x" * 20_001, "word " * 9000, "\n" * 5000, "[" * 5000]
_LENGTHS += ["💥" * 2000, "🇬🇧" * 300, "👩‍👩‍👧‍👦" * 60, "a" + "\u0301" * 2000]
_NO_CHARACTERS = [chr(code) for code in (*range(0xFDD0, 0xFDF0), *(plane * 0x10000 + 0xFFFE for plane in range(17)))]


def _is_sendable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


_ALL = dict.fromkeys(
    ["", *NAUGHTY, *_KEYS, *_BOUNDS, *_LENGTHS, *_NO_CHARACTERS, *(f"a{sign}b" for sign in _NO_CHARACTERS)]
)
STRINGS = tuple(text for text in _ALL if _is_sendable(text))
UNSENDABLE = tuple(text for text in _ALL if not _is_sendable(text))
