"""How many pages a document has, read from its file."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import cache
from pypdf import PdfReader
from pypdf.errors import PyPdfError

logger = logging.getLogger(__name__)

_LARGEST = 25_000_000  # bytes of a file that is opened for this
_KEPT = 30 * 24 * 60 * 60  # seconds


def page_count(document: Any) -> int | None:
    """None for what has no pages, or can't be read. The file is opened once, and its number kept by its contents."""
    if document.file_extension.lower() != "pdf":
        return None
    key = f"pages:{document.file_hash or document.pk}"
    known: int | None = cache.get(key)
    if known is None:
        known = _read(document)
        cache.set(key, known, _KEPT)
    return known or None


def _read(document: Any) -> int:
    """0 where nobody can tell."""
    try:
        if document.file.size > _LARGEST:
            return 0
        with document.file.open("rb") as file:
            return len(PdfReader(file).pages)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        logger.info("document %s: its pages can't be counted", document.pk)
        return 0
