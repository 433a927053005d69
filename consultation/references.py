"""References that people read out on the telephone. They tell things apart, and are the key to none."""

from __future__ import annotations

from django.utils.crypto import get_random_string

# Letters and digits that nobody takes for one another.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def make_reference(*lengths: int) -> str:
    """Groups of signs of these lengths, such as "F7KQ-2MXD" for 4 and 4."""
    return "-".join(get_random_string(length, _SIGNS) for length in lengths)
