"""The public pages and files of the tracker. They hold nothing about the visitor, so any cache may keep them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from strategy.freshness import CACHE_SECONDS
from strategy.models import AreaSettings
from strategy.models.partnership import Partnership, TrackerChange
from strategy.models.tracker import TrackerPage
from strategy.surroundings import Surroundings
from strategy.tracker.facts import Published, StrategyFacts
from strategy.tracker.matrix import ThemeMatrix
from strategy.tracker.tables import as_csv

_NEWEST = 50
_NEWEST_OF_ONE = 10


@require_safe
def partnership(request: HttpRequest, slug: str) -> HttpResponse:
    """One partnership. At most 12 queries, whatever it has published."""
    site, page = _tracker(request)
    found = get_object_or_404(Partnership.objects.with_all(), site=site, slug=slug)
    partners = Partnership.objects.filter(strategies__partnerships=found).exclude(pk=found.pk).distinct()
    context = {
        "tracker": page,
        "partnership": found,
        "strategies": [StrategyFacts.of(one) for one in found.strategies.all()],
        "published": Published(list(found.links.all())),
        "partners": partners.only("name", "slug"),
        "changes": list(found.changes.all()[:_NEWEST_OF_ONE]),
    }
    return _cacheable(render(request, "strategy/tracker/partnership.html", context))


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """The matrix of themes."""
    site, page = _tracker(request)
    context = {"tracker": page, "matrix": ThemeMatrix.of(site, request.GET)}
    return _cacheable(render(request, "strategy/tracker/themes.html", context))


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The whole tracker as CSV, in the form that staff import."""
    site, _ = _tracker(request)
    response = HttpResponse(as_csv(site), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="tracker.csv"'
    return _cacheable(response)


class ChangesFeed(Feed):
    """What changed in the tracker, as Atom."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _cacheable(super().__call__(request, *args, **kwargs))

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> tuple[Site, Page, str]:
        site, page = _tracker(request)
        settings = AreaSettings.for_request(request)
        return site, page, settings.organisation or settings.area_name

    def title(self, tracker: tuple[Site, Page, str]) -> str:
        return f"{tracker[1].title}: {tracker[2]}"

    def link(self, tracker: tuple[Site, Page, str]) -> str:
        return "/tracker/"

    def author_name(self, tracker: tuple[Site, Page, str]) -> str:
        return tracker[2]

    def items(self, tracker: tuple[Site, Page, str]) -> Any:
        return TrackerChange.objects.filter(site=tracker[0]).select_related("partnership")[:_NEWEST]

    def item_title(self, item: Any) -> str:
        return item.name

    def item_description(self, item: Any) -> str:
        return item.words

    def item_link(self, item: Any) -> str:
        return item.partnership.get_absolute_url() if item.partnership else "/tracker/"

    def item_guid(self, item: Any) -> str:
        return f"urn:tracker:{item.site_id}:{item.pk}"

    def item_updateddate(self, item: Any) -> dt.datetime:
        return item.at

    def item_pubdate(self, item: Any) -> dt.datetime:
        return item.at


def _tracker(request: HttpRequest) -> tuple[Site, Page]:
    """The area and its page of the tracker, with what stands around it; 404 while it is not public. Three queries."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    home = site.root_page
    page = TrackerPage.objects.child_of(home).live().public().first()
    if page is None:
        raise Http404
    around = Surroundings.of(home, page.url_path)
    around.ancestors = [home, page]
    around.section_menu = []
    request.surroundings = around  # type: ignore[attr-defined]
    return site, page


def _cacheable(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
    return response
