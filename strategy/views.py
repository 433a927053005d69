"""The files of the whole strategy, at addresses that stay the same; and pages as they were before a correction."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Site

from strategy.editions.words import clean
from strategy.freshness import CACHE_SECONDS
from strategy.models import AreaSettings, PageNotice, StrategyEdition, WholeStrategyPage
from strategy.models.edition import MEDIA_TYPES, EditionFormat
from strategy.surroundings import Surroundings


@require_safe
def edition(request: HttpRequest, form: str) -> HttpResponse:
    """The area's whole strategy as a file; a page that says what to do instead (404) while there is none."""
    site = Site.find_for_request(request)
    if form not in EditionFormat or site is None:
        raise Http404
    response = _file(request, site, EditionFormat(form)) or _not_made_yet(request, site, EditionFormat(form))
    patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
    return response


def _file(request: HttpRequest, site: Site, form: EditionFormat) -> HttpResponse | None:
    row = StrategyEdition.objects.available().filter(site=site, format=form).first()
    if row is None:
        return None
    try:
        content = row.path.read_bytes()
    except OSError:  # the press removed it a moment ago, or the media folder is not what it was
        return None
    area = AreaSettings.for_site(site)
    name = re.sub(r"[/\\:]", "-", clean(f"{area.area_name} {area.strapline}, version {row.version}"))
    # One version may be made anew after its file was lost; the time tells the two apart.
    etag = quote_etag(f"{row.fingerprint[:16]}-{int(row.made_at.timestamp())}")
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
        or "attachment",
        "ETag": etag,
        "Last-Modified": http_date(row.made_at.timestamp()),
    }
    whole = HttpResponse(content, content_type=MEDIA_TYPES[form], headers=headers)
    answer = get_conditional_response(request, etag, int(row.made_at.timestamp()), whole)
    return answer or whole


def _not_made_yet(request: HttpRequest, site: Site, form: EditionFormat) -> HttpResponse:
    page = WholeStrategyPage.objects.descendant_of(site.root_page).live().public().first()
    return render(request, "strategy/edition_missing.html", {"format": form.label, "whole": page}, status=404)


@require_safe
def earlier_version(request: HttpRequest, notice: int) -> HttpResponse:
    """A page as it was before a correction, for whoever may read the page as it is. 404 where nothing was kept."""
    site = Site.find_for_request(request)
    found: Any = get_object_or_404(
        PageNotice.objects.select_related("page", "earlier").exclude(earlier=None), site=site, pk=notice
    )
    around = Surroundings.of(site.root_page, found.page.url_path)
    if around.page is None or around.restricted:
        raise Http404
    request.surroundings = around  # type: ignore[attr-defined]
    request.earlier_version = found  # type: ignore[attr-defined]
    response = found.earlier.as_object().serve(request)
    response["X-Robots-Tag"] = "noindex"
    return response
