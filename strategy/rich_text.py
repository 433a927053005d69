"""Links in editors' text, looked up once for a whole page instead of once for each paragraph."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from strategy.file_facts import open_documents

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest

# Matches as stored in a RichTextField, and as escaped inside the JSON of a StreamField.
_LINK = re.compile(r"<a\b[^>]*\blinktype=\\?\"(page|document)\\?\"[^>]*>")
_ID = re.compile(r"\bid=\\?\"(\d{1,18})\\?\"")
# A link to a file with what is known of it, as the handler of such links writes it.
_FILE_LINK = re.compile(r'<a href="([^"]*)" data-file="([^"]*)">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Fetched:
    """What links lead to, for whom the text is rendered. None stands for what is not there."""

    site: Site | None
    request: HttpRequest | None = None
    pages: dict[int, Page | None] = field(default_factory=dict)
    documents: dict[int, Any] = field(default_factory=dict)

    def fetch_pages(self, ids: Iterable[int]) -> None:
        """One query, or none where all are known."""
        if missing := {number for number in ids if number not in self.pages}:
            self.pages.update(dict.fromkeys(missing) | Page.objects.in_bulk(missing))

    def fetch_documents(self, ids: Iterable[int]) -> None:
        """One query, or none where all are known."""
        if missing := {number for number in ids if number not in self.documents}:
            self.documents.update(dict.fromkeys(missing) | open_documents(self.site, missing))


fetched: ContextVar[Fetched | None] = ContextVar("fetched_link_targets", default=None)


@contextmanager
def links_fetched_together(holder: Model, request: HttpRequest) -> Iterator[None]:
    """While open, links in the text of `holder` cost one query for pages and one for files; what is not there, none."""
    together = Fetched(Site.find_for_request(request), request)
    linked: dict[str, set[int]] = {"page": set(), "document": set()}
    for kind, number in _linked(holder):
        linked[kind].add(number)
    together.fetch_pages(linked["page"])
    together.fetch_documents(linked["document"])
    with _kept(together):
        yield


@contextmanager
def links_of(site: Site) -> Iterator[None]:
    """While open, text is rendered for readers of that area, and what a link leads to is looked up once."""
    with _kept(Fetched(site)):
        yield


@contextmanager
def _kept(together: Fetched) -> Iterator[None]:
    token = fetched.set(together)
    try:
        yield
    finally:
        fetched.reset(token)


def tell_files(html: str) -> str:
    """Text with type, size and pages in brackets behind each link to a file, outside the words of the link."""
    return _FILE_LINK.sub(r'<a href="\1">\3</a> <span class="quiet file-facts">(\2)</span>', html)


def _linked(holder: Model) -> Iterator[tuple[str, int]]:
    """("page" or "document", key) of each link in the text of `holder` itself."""
    for one in holder._meta.get_fields():
        if isinstance(one, StreamField):
            text = json.dumps(one.get_prep_value(getattr(holder, one.name)), default=str)
        elif isinstance(one, RichTextField):
            text = getattr(holder, one.name) or ""
        else:
            continue
        for link in _LINK.finditer(text):
            for number in _ID.findall(link[0]):
                yield link[1], int(number)
