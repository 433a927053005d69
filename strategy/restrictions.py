"""Pages that not everybody may read are left out of lists, so that no list tells what the page itself would not."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import Page, PageViewRestriction, Site


def is_restricted(path: str = "path") -> Exists:
    """Whether the page whose tree path is in `path`, or one above it, is restricted. Part of its query: none more."""
    listed = ExpressionWrapper(OuterRef(path), output_field=CharField())
    return Exists(PageViewRestriction.objects.annotate(listed=listed).filter(listed__startswith=F("page__path")))


def open_pages(site: Site) -> Any:
    """The pages of an area that everybody may read, its home page among them: a queryset, to narrow further."""
    return Page.objects.descendant_of(site.root_page, inclusive=True).live().filter(~is_restricted())
