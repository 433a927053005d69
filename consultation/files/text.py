"""Plain text and CSV: words and numbers, and nothing that another program would take for its own."""

from __future__ import annotations

import codecs
import re
from typing import IO

from consultation.files.kinds import FileRefused, Mixed, NotThatKind

_PIECE = 64 * 1024
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Browsers and shells know these by how they begin.
_OTHERS = re.compile(r"(?i)^\s*(<!doctype|<\?|<html|<head|<body|<script|<svg|<iframe|#!|mz\x90|%pdf|\{\\rtf|gif8)")
# A cell that a spreadsheet would run: a formula, not a number such as -5 or a name such as @somebody.
_FORMULA = re.compile(r"""(?:^|[,;\t\n\r])\s*["']?\s*(?:=|[+\-@][A-Za-z][\w.]*\s*[(|!])""")


def check(file: IO[bytes], ending: str) -> None:
    """Raise FileRefused for what is not text, or is text of another kind. Little memory, whatever the size."""
    file.seek(0)
    begins = file.read(4)
    encoding = "utf-16" if begins[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    try:
        _read(file, ending, encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise NotThatKind(ending) from None
        try:
            _read(file, ending, "cp1252")  # what spreadsheets on Windows write
        except UnicodeDecodeError:
            raise NotThatKind(ending) from None


def _read(file: IO[bytes], ending: str, encoding: str) -> None:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    before, is_first = "", True
    while piece := file.read(_PIECE):
        text = decoder.decode(piece)
        if _CONTROL.search(text):
            raise NotThatKind(ending)
        if is_first and _OTHERS.search(text):
            raise Mixed
        if ending == "csv" and _FORMULA.search(before + text):
            raise FileRefused(
                "The selected file must not contain formulas. Save its values only, and select the new file"
            )
        before, is_first = f"…{text[-64:]}" if text else before, False  # the sign in front: no line begins there
    decoder.decode(b"", final=True)
