"""A drawn picture for each page, to stand beside a link to it elsewhere. It holds the page's title and nothing else."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import cast

import typst
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Site

from lis_site.search.models import SearchEntry
from strategy.editions.shades import shades_of
from strategy.models import AreaSettings
from strategy.surroundings import Surroundings

TEMPLATE = Path(__file__).with_name("card.typ")
HOME = "area"  # the name of the card of the home page, and of what is no page
_HOURS = 6 * 60 * 60  # seconds a drawn card is kept; one whose words changed has another key
_LONGEST = 140  # signs of a title


@require_safe
def card(request: HttpRequest, name: str) -> HttpResponse:
    """The card of the page or the record at `name`; 404 for one that not everybody may read."""
    site = Site.find_for_request(request)
    if site is None or "\x00" in name or len(name) > 255:
        raise Http404
    home, title = site.root_page, ""
    settings = AreaSettings.for_request(request)
    if name != HOME:
        around = Surroundings.of(home, f"{home.url_path}{name.strip('/')}/")
        title = around.page.title if around.page else _title_of_record(site, name)
        if not title or around.restricted:
            raise Http404
    words = {
        "area": f"{settings.area_name} {settings.strapline}" if title else settings.strapline,
        "title": _short(title or settings.area_name),
        "shades": shades_of(settings.palette),
    }
    text = json.dumps(words, ensure_ascii=False, sort_keys=True)
    key = sha256(text.encode()).hexdigest()
    response = get_conditional_response(request, quote_etag(key[:32]))
    if response is None:
        response = HttpResponse(_drawn(text, key), content_type="image/png", headers={"ETag": quote_etag(key[:32])})
    # Other sites show it: that is what it is for.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=_HOURS)
    return response


def _title_of_record(site: Site, name: str) -> str:
    """Of an event, a partnership or whatever else the search finds that is no page; empty for what it does not."""
    found = SearchEntry.objects.filter(site=site, page=None, url=f"/{name.strip('/')}/")
    return str(found.values_list("title", flat=True).first() or "")


def _drawn(words: str, key: str) -> bytes:
    content: bytes | None = cache.get(f"card:{key}")
    if content is None:
        compiler = typst.Compiler(TEMPLATE, ignore_system_fonts=True, sys_inputs={"words": words})
        content = cast(bytes, compiler.compile(format="png", ppi=72))
        cache.set(f"card:{key}", content, _HOURS)
    return content


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rstrip()}…"
