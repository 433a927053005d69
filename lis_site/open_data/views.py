"""The addresses of the data. They stay the same for ever, and hold nothing about the visitor."""

from __future__ import annotations

from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Site

from lis_site.open_data import files
from strategy.freshness import CACHE_SECONDS
from strategy.library.datasets import INDICATORS, one_indicator
from strategy.linked_data import dataset
from strategy.models import AreaSettings
from strategy.open_data import LICENCE, LICENCE_ADDRESS, dataset_named, datasets, rooms


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """What there is, what each column means, and under which licence. No query for the sets themselves."""
    site = _site_of(request)
    settings = AreaSettings.for_request(request)
    context = {
        "rooms": rooms(),
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "structured": _structured(site, settings),
        "today": timezone.localdate(),
    }
    return _cacheable(render(request, "lis_site/data.html", context))


@require_safe
def as_csv(request: HttpRequest, key: str) -> HttpResponseBase:
    found = dataset_named(key)
    if found is None:
        raise Http404
    pieces = files.csv_lines(found, _site_of(request), timezone.now())
    return _file(StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8"), f"{key}.csv")


@require_safe
def indicator(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The series of one indicator, in the columns of the set of all. Two queries."""
    of_all, rows = dataset_named(INDICATORS), one_indicator(_site_of(request), slug)
    if of_all is None or rows is None:
        raise Http404
    pieces = files.lines_of(of_all, rows)
    return _file(StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8"), f"{slug}.csv")


@require_safe
def as_json(request: HttpRequest, key: str) -> HttpResponseBase:
    found = dataset_named(key)
    if found is None:
        raise Http404
    pieces = files.json_pieces(found, _site_of(request), timezone.now())
    return _cacheable(StreamingHttpResponse(pieces, content_type="application/json"))


@require_safe
def schema(request: HttpRequest) -> HttpResponseBase:
    return _cacheable(JsonResponse(files.schema(_site_of(request)), json_dumps_params={"ensure_ascii": False}))


@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    content = files.bundle(_site_of(request), timezone.now())
    return _cacheable(FileResponse(content, as_attachment=True, filename="open-data.zip"))


def _structured(site: Site, settings: AreaSettings) -> dict[str, Any]:
    """The catalogue as schema.org describes one."""
    root = f"{site.root_url}/data/"
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": f"Open data: {settings.area_name}",
        "description": f"Everything on the site of {settings.area_name} that is not personal, as files.",
        "url": root,
        "license": LICENCE_ADDRESS,
        "publisher": {
            "@type": "Organization",
            "name": settings.organisation or settings.area_name,
            "url": f"{site.root_url}/",
        },
        "dataset": [
            dataset(
                one.title,
                one.about,
                settings,
                site.root_url,
                f"{root}#{one.key}",
                {"text/csv": f"{root}{one.key}.csv", "application/json": f"{root}{one.key}.json"},
            )
            for one in datasets()
        ],
    }


def _site_of(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def _file(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _cacheable(response)


def _cacheable(response: HttpResponseBase) -> HttpResponseBase:
    patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
    return response
