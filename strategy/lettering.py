"""Words in a drawing: how much room they take, and where they break. Estimates, since no browser is asked."""

from __future__ import annotations

# Ems, as in the widest of the sans that systems bring; other letters are as wide as an "n", or a capital "D".
_EMS = dict.fromkeys("ijlI.,:;'’|![] ", 0.4) | dict.fromkeys("frt()-/s", 0.55) | dict.fromkeys("mwMW@%&—…", 1.05)


def width_of(words: str, size: float) -> float:
    """About how wide `words` are in a bold sans of `size`; rather too wide than too narrow."""
    return sum(_EMS.get(one, 0.82 if one.isupper() else 0.71 if one.isascii() else 1.05) for one in words) * size


def wrapped(words: str, room: float, size: float, most: int) -> list[str]:
    """`words` in at most `most` lines that fit `room`. A word too long is broken; what is left over becomes "…"."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        if line and width_of(f"{line} {word}", size) <= room:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, room, size)
        lines += whole
    if line:
        lines.append(line)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(f"{last}…", size) > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def _broken(word: str, room: float, size: float) -> list[str]:
    """The word in pieces that fit, of one letter at least."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def fits(words: str, room: float, size: float, most: int) -> bool:
    """Whether `words` go into `most` lines of `room` with no word broken."""
    return (
        all(width_of(word, size) <= room for word in words.split())
        and len(wrapped(words, room, size, most + 1)) <= most
    )
