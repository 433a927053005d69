"""The documents of the content files (`documents.yaml`): files of the folder `documents/`. What exists stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Page, Site

from strategy.models import AreaSettings, SiteDocument

type Entry = dict[str, Any]


def add_documents(site: Site, content: list[Entry], folder: Path) -> dict[str, SiteDocument]:
    """Each by the name of its file, in the collection of the area; one of that title there is the same."""
    collection = AreaSettings.plainly_of(site).collection
    found = {}
    for entry in content:
        document = SiteDocument.objects.filter(collection=collection, title=entry["title"]).first()
        if document is None:
            file = ContentFile((folder / entry["file"]).read_bytes(), entry["file"])
            document = SiteDocument(title=entry["title"], file=file, collection=collection)
            document.no_alternative = entry.get("no_alternative", "")
            document._set_document_file_metadata()
            document.save()
        found[entry["file"]] = document
    return found


def name_alternatives(
    documents: Mapping[str, SiteDocument], content: list[Entry], *, find: Callable[[str], Page]
) -> None:
    """Name the page that says the same, now that there are pages; a document that has an alternative keeps it."""
    for entry in content:
        document = documents[entry["file"]]
        if "page" in entry and not document.has_stated_alternative:
            document.alternative_page = find(entry["page"])
            document.save(update_fields=["alternative_page"])
