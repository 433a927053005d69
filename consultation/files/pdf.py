"""PDF files: what they run or hold is looked for in the open, and where it is packed together with other objects.

Read in pieces, and unpacked in pieces up to a limit: a PDF from a stranger must cost neither memory nor minutes.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from consultation.files.kinds import (
    MEGABYTE,
    FileRefused,
    HasMacros,
    HoldsFiles,
    Mixed,
    NotThatKind,
    PasswordProtected,
    TooBigInside,
)

_PIECE = 64 * 1024
_OVERLAP = 64
_MOST_UNPACKED = 50 * MEGABYTE  # of objects that are packed together, not counting pictures: more than any document has
_DICTIONARY = 4096  # bytes before and behind its type in which the description of a stream stands

_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")  # a name may be written with its letters as numbers
_LOCKED = re.compile(rb"/Encrypt[\s(<\[/]*(?:\d+\s+\d+\s+R|<<)")
_RUNS = re.compile(rb"/(?:JavaScript|Launch|RichMedia)(?=[\s(<\[/\d])")
_FILES = re.compile(rb"/(?:EmbeddedFiles?)(?=[\s(<\[/\d])")
# So short that pictures of some megabytes hold them by chance: they count where words stand around them.
_RUNS_SHORT = re.compile(rb"[\s\x20-\x7e]{24}/(?:JS|XFA)(?=[\s(<\[/\d])[\s\x20-\x7e]{8}")
_PACKED = re.compile(b"/" + b"".join(b"(?:%c|#%x|#%X)" % (sign, sign, sign) for sign in b"ObjStm"))
_FLATE = re.compile(rb"/Filter\s*(?:\[\s*)?/(?:FlateDecode|Fl)\s*(?:\]\s*)?(?=[/>])")


class PackedOddly(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            "The selected file is packed in a way that we cannot look into. "
            "Open it, save or print it as a PDF again, and select the new file"
        )


def check(file: IO[bytes]) -> None:
    """Raise FileRefused for what is no PDF, or is locked, runs something or holds other files. Little memory."""
    file.seek(0)
    if not file.read(5).startswith(b"%PDF-"):
        raise NotThatKind("pdf")
    size = file.seek(0, 2)
    file.seek(max(0, size - 2048))
    tail = file.read()
    if b"%%EOF" not in tail:
        raise NotThatKind("pdf")  # or cut off on its way
    file.seek(max(0, size - 70_000))
    if b"PK\x05\x06" in file.read() and zipfile.is_zipfile(file):
        raise Mixed
    packed = list(_look(_pieces(file)))
    left = _MOST_UNPACKED
    for at in dict.fromkeys(packed):
        left -= _look_into(file, at, left)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


def _look(pieces: Iterator[bytes]) -> Iterator[int]:
    """Raise FileRefused for what must not be there; where objects are packed together, for a closer look."""
    before, at = b"", 0
    for piece in pieces:
        raw = before + piece
        seen = _HEX.sub(lambda found: bytes([int(found[1], 16)]), raw)
        if _LOCKED.search(seen):
            raise PasswordProtected
        if _RUNS.search(seen) or _RUNS_SHORT.search(seen):
            raise HasMacros
        if _FILES.search(seen):
            raise HoldsFiles
        yield from (at - len(before) + found.start() for found in _PACKED.finditer(raw))
        at += len(piece)
        before = raw[-_OVERLAP:]


def _look_into(file: IO[bytes], at: int, most: int) -> int:
    """Look at objects that are packed together, described around `at`; return how many bytes they unpack to."""
    begin = max(0, at - _DICTIONARY)
    file.seek(begin)
    around = file.read(at - begin + _DICTIONARY)
    found = re.compile(rb"stream\r?\n").search(around, at - begin)
    if found is None:
        return 0  # only the words, in a text
    described = around[max(around.rfind(b"obj", 0, at - begin), 0) : found.start()]
    described = _HEX.sub(lambda one: bytes([int(one[1], 16)]), described)
    if b"/Filter" not in described:
        return 0  # it lies in the open, and was looked at
    if not _FLATE.search(described) or b"/Predictor" in described:
        raise PackedOddly
    return sum(map(len, _watched(_unpacked(file, begin + found.end(), most))))


def _unpacked(file: IO[bytes], start: int, most: int) -> Iterator[bytes]:
    file.seek(start)
    unpacker, count = zlib.decompressobj(), 0
    rest = file.read(_PIECE)
    while rest and not unpacker.eof:
        try:
            piece = unpacker.decompress(rest, _PIECE)
        except zlib.error:
            raise NotThatKind("pdf") from None
        count += len(piece)
        if count > most:
            raise TooBigInside
        yield piece
        rest = unpacker.unconsumed_tail or file.read(_PIECE)


def _watched(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces as they go by, each looked at together with the end of the one before."""
    before = b""
    for piece in pieces:
        for _packed in _look(iter([before + piece])):
            pass  # objects packed in objects: the format knows no such thing, and no reader looks there
        yield piece
        before = piece[-_OVERLAP:]
