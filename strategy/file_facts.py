"""What readers are told of a document before they open it: type, size and pages, read from its file.

The file is read when somebody uploads it, and never while a page is made: what was read is kept on the document.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.template.defaultfilters import filesizeformat
from pypdf import PdfReader
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction

if TYPE_CHECKING:
    from wagtail.models import Site

logger = logging.getLogger(__name__)

_LARGEST = 25_000_000  # bytes of a file that is opened for this
_AT_ONCE = 50  # files that the clock reads in one go


def with_alternatives(documents: Any) -> list[Any]:
    """Those of `documents` that still exist, with what stands beside them. At most two queries, however many."""
    found = [document for document in documents if document is not None]
    prefetch_related_objects(found, "alternative_page", "alternative_document")
    return found


def open_documents(site: Site | None, ids: Iterable[int]) -> dict[int, Any]:
    """Documents by key, each with `is_open`: whether every reader of `site` may know its facts. One query.

    Those of a collection that is not for everybody are not open, nor those of another area; what belongs to no area
    is open to all.
    """
    held_in = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())

    def above(rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.annotate(held_in=held_in).filter(held_in__startswith=F("collection__path"))

    areas = above(apps.get_model("strategy", "AreaSettings").objects).order_by("-collection__depth")
    documents = get_document_model().objects.annotate(
        is_closed=Exists(above(CollectionViewRestriction.objects)), area_id=Subquery(areas.values("site")[:1])
    )
    found: dict[int, Any] = documents.in_bulk(list(ids))
    for document in found.values():
        document.is_open = not document.is_closed and document.area_id in (None, site and site.pk)
    return found


def file_facts(document: Any) -> str:
    """ "PDF, 316.0 KB, 3 pages", as kept on the document. What is not known is said to be. No query."""
    kind = document.file_extension.upper()
    size = document.file_size
    facts = [kind or "type not known", filesizeformat(size) if size is not None else "size not known"]
    if kind == "PDF":
        pages = document.pages
        facts.append(f"{pages} {'page' if pages == 1 else 'pages'}" if pages else "number of pages not known")
    return ", ".join(facts)


def count_pages(document: Any) -> int:
    """The pages of the document's file; 0 for what has none, and where nobody can tell."""
    if document.file_extension.lower() != "pdf":
        return 0
    try:
        if document.file.size > _LARGEST:
            return 0
        with document.open_file() as file:
            return len(PdfReader(file).pages)
    except Exception:  # a file that is no sound PDF breaks its reader in ways without number
        logger.info("document %s: its pages can't be counted", document.pk)
        return 0


def read_unread_files(now: dt.datetime) -> str | None:
    """For the clock: read the files that came otherwise than through a form. A lost one is looked for once."""
    documents = get_document_model().objects
    unread = list(documents.filter(pages=None).order_by("pk")[:_AT_ONCE])
    for document in unread:
        documents.filter(pk=document.pk).update(file_size=_size(document), pages=count_pages(document))
    return f"{len(unread)} read" if unread else None


def _size(document: Any) -> int | None:
    try:
        size: int = document.file.size
        return size
    except (OSError, ValueError):
        return None
