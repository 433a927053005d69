"""Pages that not everybody may read are left out of lists, so that no list tells what the page itself would not."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction


def is_restricted(path: str = "path") -> Exists:
    """Whether the page whose tree path is in `path`, or one above it, is restricted. Part of its query: none more."""
    listed = ExpressionWrapper(OuterRef(path), output_field=CharField())
    return Exists(PageViewRestriction.objects.annotate(listed=listed).filter(listed__startswith=F("page__path")))
