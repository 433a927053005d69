"""How a link in editors' text becomes an address. Separate from `rich_text`, which models import."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from strategy.file_facts import file_facts
from strategy.rich_text import Fetched, fetched

_LARGEST_KEY = 18  # digits: more, and the database refuses the question


class SitePageLinkHandler(PageLinkHandler):
    """Wagtail's handler, asking first what `links_fetched_together` brought. A link to a draft is no link."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        together, numbers = _together(), _keys(attrs_list)
        together.fetch_pages(numbers)
        return [together.pages.get(number) for number in numbers]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        request = _together().request
        urls = [page.get_url(request) if page and page.live else None for page in cls.get_many(attrs_list)]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]


class FileLinkHandler(DocumentLinkHandler):
    """Wagtail's handler, with what `tell_files` says behind the link, of files that every reader may have."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        together, numbers = _together(), _keys(attrs_list)
        together.fetch_documents(numbers)
        return [together.documents.get(number) for number in numbers]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [_opening(document) for document in cls.get_many(attrs_list)]


def _opening(document: Any) -> str:
    if document is None:
        return "<a>"
    known = f' data-file="{escape(file_facts(document))}"' if document.is_open else ""
    return f'<a href="{escape(document.url)}"{known}>'


def _together() -> Fetched:
    """What is known here; where nobody said whose readers these are, nothing, and no area's files are described."""
    return fetched.get() or Fetched(site=None)


def _keys(attrs_list: list[dict[str, str]]) -> list[int]:
    """0, which nothing has, for what is no key."""
    ids = [attrs.get("id", "") for attrs in attrs_list]
    return [int(one) if one.isdecimal() and len(one) <= _LARGEST_KEY else 0 for one in ids]
