"""The public pages and files of events. They hold nothing about the visitor, so any cache may keep them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe
from wagtail.models import Site

from consultation.events import calendar
from consultation.events.calendar import Publisher
from consultation.events.models import Event
from consultation.events.small_numbers import publishable
from consultation.events.structured_data import structured
from strategy.freshness import changes_at, seconds_fresh
from strategy.models import AreaSettings
from strategy.rich_text import links_fetched_together
from strategy.surroundings import Surroundings

# A subscribed calendar keeps what is over for so long; the list on the site keeps it for ever.
_STAYS_IN_FEED = dt.timedelta(days=365)
_NEWEST = 50  # entries of the Atom feed


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event. At most 12 queries, whatever hangs on it."""
    site = _site(request)
    found = get_object_or_404(Event.objects.public().select_related("sector", "consultation"), site=site, slug=slug)
    now = timezone.now()
    request.surroundings = _around(site)  # type: ignore[attr-defined]
    decision = found.decisions.first() if found.sequence else None
    context = {
        "event": found,
        "decision": decision,
        "districts": found.districts.all(),
        "papers": [line.document for line in found.papers.select_related("document")],
        "subjects": [line.page for line in found.subjects.select_related("page") if line.page.live],
        "has_file": calendar.has_a_day(found),
        "structured": structured(found, _publisher(request, site), decision),
    } | _who_came(found)
    with links_fetched_together(found, request):
        response = render(request, "consultation/events/event.html", context)
    for moment in (found.starts_at, found.ends_at):
        changes_at(request, moment if moment > now else None)
    return _cacheable(response, request, now)


@require_safe
def event_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The calendar file of one event; 404 where not even its day is known."""
    site = _site(request)
    found = get_object_or_404(Event.objects.public(), site=site, slug=slug)
    if not calendar.has_a_day(found):
        raise Http404
    return _file(calendar.event_calendar(found, _publisher(request, site)), f"{found.slug}.ics", request)


@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The events of the area to subscribe to: those to come, and those of the last year."""
    site = _site(request)
    since = timezone.now() - _STAYS_IN_FEED
    found = Event.objects.public().filter(site=site, ends_at__gt=since).order_by("starts_at", "pk")
    return _file(calendar.feed_calendar(found, _publisher(request, site)), "events.ics", request)


class EventsFeed(Feed):
    """What is new or changed among the events of the area, as Atom."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _cacheable(super().__call__(request, *args, **kwargs), request, timezone.now())

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Publisher:
        return _publisher(request, _site(request))

    def title(self, publisher: Publisher) -> str:
        return f"Events: {publisher.name}"

    def link(self, publisher: Publisher) -> str:
        return "/events/"

    def author_name(self, publisher: Publisher) -> str:
        return publisher.name

    def items(self, publisher: Publisher) -> Any:
        return Event.objects.public().filter(site=publisher.site_id).order_by("-updated_at", "-pk")[:_NEWEST]

    def item_title(self, item: Any) -> str:
        return item.title if item.goes_ahead else f"{item.get_standing_display()}: {item.title}"

    def item_description(self, item: Any) -> str:
        return ". ".join(part for part in (item.when, calendar.place_of(item), item.summary) if part)

    def item_guid(self, item: Any) -> str:
        return f"urn:uuid:{item.uid}"

    def item_updateddate(self, item: Any) -> dt.datetime:
        return item.updated_at

    def item_pubdate(self, item: Any) -> dt.datetime:
        return item.made_at


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def _around(site: Site) -> Surroundings:
    """Home and the list of events stand above an event, whatever an editor calls that page. One query."""
    around = Surroundings.of(site.root_page, site.root_page.url_path)
    for page in (*around.menu, *around.footer):
        if page.cached_content_type.model == "eventspage":
            around.section = page
            around.ancestors = [site.root_page, page]
            return around
    around.ancestors = [site.root_page]
    return around


def _publisher(request: HttpRequest, site: Site) -> Publisher:
    settings = AreaSettings.for_request(request)
    return Publisher(
        name=settings.organisation or settings.area_name,
        root=site.root_url,
        email=settings.contact_email,
        site_id=site.pk,
    )


def _who_came(found: Event) -> dict[str, Any]:
    """The counts that may be published, each with what it counts; None stands for a withheld one."""
    if found.attendance is None:
        return {}
    kinds = {line.get_kind_display(): line.people for line in found.people_by_kind.all()}
    places = {line.district.name: line.people for line in found.people_by_district.select_related("district")}
    counts = {
        "people_by_kind": publishable(kinds, found.attendance) if sum(kinds.values()) <= found.attendance else {},
        "people_by_district": publishable(places, found.attendance) if sum(places.values()) <= found.attendance else {},
    }
    return counts | {"some_withheld": any(None in table.values() for table in counts.values())}


def _file(content: bytes, name: str, request: HttpRequest) -> HttpResponse:
    response = HttpResponse(content, content_type=calendar.CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return _cacheable(response, request, timezone.now())


def _cacheable(response: HttpResponse, request: HttpRequest, now: dt.datetime) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=seconds_fresh(request, now))
    return response
