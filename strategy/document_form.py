"""The form of staff for a document, wherever Wagtail shows it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents.forms import BaseDocumentForm
from wagtail.documents.widgets import AdminDocumentChooser

from strategy.areas import area_of_collection, area_of_page

_CHOSEN = ("alternative_page", "alternative_document")


class DocumentForm(BaseDocumentForm):
    """What is chosen belongs to the area of the document's collection.

    Where documents are uploaded into another window or several at once, the form has a prefix and no choosers: a
    chooser within a chooser does not open. They are on the page of each document.
    """

    class Meta(BaseDocumentForm.Meta):
        widgets = BaseDocumentForm.Meta.widgets | {
            "alternative_page": AdminPageChooser,
            "alternative_document": AdminDocumentChooser,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.prefix:
            for name in _CHOSEN:
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        # Who may use one collection only is not asked for it, and is given it when the document is saved.
        collection = cleaned.get("collection") or self.collections.first()
        home = area_of_collection(collection) if collection else None
        page, document = (cleaned.get(name) for name in _CHOSEN)
        if page and home != area_of_page(page):
            self.add_error("alternative_page", ValidationError("Choose a page of the document's own area."))
        if document and home != area_of_collection(document.collection):
            self.add_error("alternative_document", ValidationError("Choose a document of the same area."))
        return cleaned
