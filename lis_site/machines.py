"""What machines ask for by a fixed address: robots.txt, sitemap.xml, security.txt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from strategy.findable import kinds_of_records
from strategy.models import AreaSettings, ContactPage, TrackerPage
from strategy.restrictions import is_restricted

_DAY = 24 * 60 * 60  # seconds
# Not for search engines: what belongs to one person, and what only staff use.
_CLOSED = ("/admin/", "/accounts/", "/my/", "/review/", "/search/", "/suggest-a-correction/", "/other-formats/")
# How long a reader may trust what security.txt says: RFC 9116 asks for less than a year.
_SECURITY_HOLDS = dt.timedelta(days=180)
_MOST_ADDRESSES = 50_000  # of one file, says the protocol


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    site = _site_of(request)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), f"Sitemap: {site.root_url}/sitemap.xml"]
    return _text("\n".join(lines) + "\n")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Whom to tell of a weakness: the contact of the area, or its contact page."""
    site = _site_of(request)
    settings = AreaSettings.for_request(request)
    page = ContactPage.objects.child_of(site.root_page).live().public().first()
    contacts = [f"mailto:{settings.contact_email}"] if settings.contact_email else []
    contacts += [f"{site.root_url}/{page.slug}/"] if page else []
    if not contacts:
        raise Http404
    # By the day, so that a file that is asked for twice in a day is the same.
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + _SECURITY_HOLDS
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {expires.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {site.root_url}/.well-known/security.txt",
    ]
    return _text("\n".join(lines) + "\n")


@require_safe
def sitemap(request: HttpRequest) -> StreamingHttpResponse:
    """Every page and record that anyone may read, written as it is found."""
    response = StreamingHttpResponse(_sitemap(_site_of(request)), content_type="application/xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=60)
    return response


def _sitemap(site: Site) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for number, (path, changed) in enumerate(_addresses(site)):
        if number == _MOST_ADDRESSES:
            break
        when = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(site.root_url + path)}</loc>{when}</url>\n"
    yield "</urlset>\n"


def _addresses(site: Site) -> Iterator[tuple[str, dt.datetime | None]]:
    home = site.root_page
    pages = Page.objects.descendant_of(home, inclusive=True).live().filter(~is_restricted()).order_by("path")
    for url_path, changed in pages.values_list("url_path", "last_published_at").iterator():
        yield f"/{url_path.removeprefix(home.url_path)}", changed
    yield reverse("data:index"), None
    if TrackerPage.objects.child_of(home).live().public().exists():
        yield reverse("tracker:themes"), None
    now = timezone.now()
    for _, records in kinds_of_records():
        for record in records(site, now):
            yield record.url, None


def _text(content: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=_DAY)
    return response


def _site_of(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site
