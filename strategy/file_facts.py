"""What readers are told of a document before they open it: type, size and pages, read from its file."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.template.defaultfilters import filesizeformat
from pypdf import PdfReader

logger = logging.getLogger(__name__)

_LARGEST = 25_000_000  # bytes of a file that is opened for this
_KEPT = 30 * 24 * 60 * 60  # seconds


def with_alternatives(documents: Any) -> list[Any]:
    """Those of `documents` that still exist, with what stands beside them. At most two queries, however many."""
    found = [document for document in documents if document is not None]
    prefetch_related_objects(found, "alternative_page", "alternative_document")
    return found


def file_facts(document: Any) -> str:
    """ "PDF, 316.0 KB, 3 pages". What can't be read from the file is said to be not known."""
    kind = document.file_extension.upper()
    size = document.get_file_size()
    facts = [kind or "type not known", filesizeformat(size) if size is not None else "size not known"]
    if kind == "PDF":
        pages = page_count(document)
        facts.append(f"{pages} {'page' if pages == 1 else 'pages'}" if pages else "number of pages not known")
    return ", ".join(facts)


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
    except Exception:  # a file that is no sound PDF breaks its reader in ways without number
        logger.info("document %s: its pages can't be counted", document.pk)
        return 0
