"""The feed of the library: what is new in it, of all kinds or of one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Site

from strategy.dates import Precision
from strategy.freshness import CACHE_SECONDS
from strategy.models import AreaSettings
from strategy.models.library import KINDS, public_library

_NEWEST = 50
_NAMES = {"all": "", "news": "newspage", "publications": "publicationpage"}


class LibraryFeed(Feed):
    """Atom. `which` is "all", "news" or "publications"."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
        return response

    def get_object(self, request: HttpRequest, which: str) -> tuple[Site, str, str]:
        site = Site.find_for_request(request)
        if site is None or which not in _NAMES:
            raise Http404
        settings = AreaSettings.for_request(request)
        return site, _NAMES[which], settings.organisation or settings.area_name

    def title(self, asked: tuple[Site, str, str]) -> str:
        return f"{KINDS[asked[1]] if asked[1] else 'Library'}: {asked[2]}"

    def link(self, asked: tuple[Site, str, str]) -> str:
        return "/"

    def author_name(self, asked: tuple[Site, str, str]) -> str:
        return asked[2]

    def items(self, asked: tuple[Site, str, str]) -> Any:
        found = public_library(asked[0])
        if asked[1]:
            found = found.filter(content_type__model=asked[1])
        home = asked[0].root_page
        newest = list(found.order_by("-last_published_at", "-pk")[:_NEWEST])
        for item in newest:
            item.address = f"/{item.url_path.removeprefix(home.url_path)}"
        return newest

    def item_title(self, item: Any) -> str:
        return item.title

    def item_description(self, item: Any) -> str:
        return item.summary

    def item_link(self, item: Any) -> str:
        return item.address

    def item_guid(self, item: Any) -> str:
        return f"urn:uuid:{item.translation_key}"

    def item_updateddate(self, item: Any) -> dt.datetime | None:
        return item.last_published_at

    def item_pubdate(self, item: Any) -> dt.datetime | None:
        """The day the thing itself came out, where that is known to the day; else when its page did."""
        if item.date_precision == Precision.DAY:
            return dt.datetime.combine(item.date_on, dt.time(), timezone.get_current_timezone())
        return item.first_published_at
