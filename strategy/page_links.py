"""How a link to a page in editors' text becomes an address. Separate from `rich_text`, which models import."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from strategy.rich_text import fetched


class SitePageLinkHandler(PageLinkHandler):
    """Wagtail's handler, asking first what `links_fetched_together` brought. A link to a draft is no link."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        together = fetched.get()
        numbers = [int(attrs["id"]) if attrs.get("id", "").isdigit() else 0 for attrs in attrs_list]
        known = together.pages if together else {}
        missing = {number for number in numbers if number and number not in known}
        pages = known | (Page.objects.in_bulk(missing) if missing else {})
        return [pages.get(number) for number in numbers]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        together = fetched.get()
        request = together.request if together else None
        urls = [page.get_url(request) if page and page.live else None for page in cls.get_many(attrs_list)]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]
