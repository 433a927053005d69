"""Two wordings of one text, word by word: what stayed, what went and what came. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Comparing takes time that grows with the square of the words. Above this both texts are given whole.
_MOST_WORDS = 1500
_WORD = re.compile(r"\s*\S+")


@dataclass(frozen=True)
class Piece:
    """`change` is "same", "out" or "in"."""

    change: str
    words: str


def compare(before: str, after: str) -> list[Piece]:
    """The pieces of both in reading order: what goes stands before what comes in its place."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        return [Piece(change, words) for change, words in (("out", before), ("in", after)) if words]
    pieces = []
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[j1:j2])))
            continue
        if i1 < i2:
            pieces.append(Piece("out", "".join(old[i1:i2])))
        if j1 < j2:
            pieces.append(Piece("in", "".join(new[j1:j2])))
    return [Piece(piece.change, piece.words.strip()) for piece in pieces]
