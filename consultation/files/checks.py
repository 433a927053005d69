"""One question to every file: is it what its name says, and no more than that?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from consultation.files import containers, pdf, pictures, text
from consultation.files.kinds import LARGEST, MEGABYTE, FileRefused, HasMalware, Mixed
from consultation.files.names import ending_of, tidy

_PIECE = 64 * 1024
_PICTURES = frozenset({"jpg", "jpeg", "png"})
_CONTAINERS = frozenset({"docx", "xlsx", "odt", "ods"})
# Where a page would begin that a browser might show.
_MARKUP = (b"<script", b"<html", b"<!doctype", b"<svg", b"<iframe", b"<?php")
# The harmless file that every scanner takes for malware, to be tried out with: refused even where there is no scanner.
# In two halves, so that no scanner takes this file for it.
_EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: as it is in `content`, under `name`. `sha256` and `size` are of what was sent."""

    name: str
    size: int
    sha256: str
    kept_sha256: str
    content: IO[bytes]


def too_large() -> FileRefused:
    return FileRefused(f"The selected file must be smaller than {LARGEST // MEGABYTE}MB")


def check(file: IO[bytes], name: str, size: int, folder: Path | None = None) -> Checked:
    """What is to be kept of `file`. Raises FileRefused, in words that say how to mend it.

    Reads in small pieces. A picture comes back as a copy without what it tells of place and camera, made in `folder`.
    """
    shown = tidy(name)
    ending = ending_of(shown)
    if not size:
        raise FileRefused("The selected file is empty")
    if size > LARGEST:
        raise too_large()
    _refuse_test_file(file)
    if ending in _PICTURES or ending == "pdf":
        _refuse_markup(file)
    if ending in _PICTURES:
        pictures.check(file, ending)
        kept: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115 - the caller keeps it
        pictures.without_traces(file, kept, ending)
        return Checked(shown, size, _hash(file), _hash(kept), kept)
    if ending == "pdf":
        pdf.check(file)
    elif ending in _CONTAINERS:
        containers.check(file, ending)
    else:
        text.check(file, ending)
    found = _hash(file)
    return Checked(shown, size, found, found, file)


def _refuse_test_file(file: IO[bytes]) -> None:
    file.seek(0)
    if file.read(128).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_EICAR):
        raise HasMalware


def _refuse_markup(file: IO[bytes]) -> None:
    file.seek(0)
    begins = file.read(1024).lower()
    if any(words in begins for words in _MARKUP):
        raise Mixed


def _hash(file: IO[bytes]) -> str:
    file.seek(0)
    found = hashlib.sha256()
    while piece := file.read(_PIECE):
        found.update(piece)
    file.seek(0)
    return found.hexdigest()
