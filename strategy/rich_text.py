"""Links in editors' text, looked up once for a whole page instead of once for each paragraph."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

if TYPE_CHECKING:
    from django.http import HttpRequest

# Matches as stored in a RichTextField, and as escaped inside the JSON of a StreamField.
_PAGE_LINK = re.compile(r"<a\b[^>]*\blinktype=\\?\"page\\?\"[^>]*>")
_ID = re.compile(r"\bid=\\?\"(\d+)\\?\"")


@dataclass(frozen=True)
class Fetched:
    request: HttpRequest
    pages: dict[int, Page]


fetched: ContextVar[Fetched | None] = ContextVar("fetched_link_targets", default=None)


@contextmanager
def links_fetched_together(page: Page, request: HttpRequest) -> Iterator[None]:
    """While open, links to pages in the text of `page` cost one query in all, or none when it has no links."""
    ids = _linked_page_ids(page)
    token = fetched.set(Fetched(request, Page.objects.in_bulk(ids) if ids else {}))
    try:
        yield
    finally:
        fetched.reset(token)


def _linked_page_ids(page: Page) -> set[int]:
    found: set[int] = set()
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            text = json.dumps(field.get_prep_value(getattr(page, field.name)), default=str)
        elif isinstance(field, RichTextField):
            text = getattr(page, field.name) or ""
        else:
            continue
        for link in _PAGE_LINK.findall(text):
            found.update(int(number) for number in _ID.findall(link))
    return found
