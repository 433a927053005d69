"""PDF files. What is packed inside a stream is not seen: that is why they are never shown, only given out."""

from __future__ import annotations

import re
import zipfile
from typing import IO

from consultation.files.kinds import HasMacros, HoldsFiles, Mixed, NotThatKind, PasswordProtected

_PIECE = 64 * 1024
_OVERLAP = 64
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")  # a name may be written with its letters as numbers
_LOCKED = re.compile(rb"/Encrypt[\s(<\[/]*(?:\d+\s+\d+\s+R|<<)")
_RUNS = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|XFA)(?=[\s(<\[/\d])")
_FILES = re.compile(rb"/(?:EmbeddedFiles?)(?=[\s(<\[/\d])")


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
    file.seek(0)
    before = b""
    while piece := file.read(_PIECE):
        seen = _HEX.sub(lambda found: bytes([int(found[1], 16)]), before + piece)
        if _LOCKED.search(seen):
            raise PasswordProtected
        if _RUNS.search(seen):
            raise HasMacros
        if _FILES.search(seen):
            raise HoldsFiles
        before = piece[-_OVERLAP:]
