"""What the templates say about dates, headings and links."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from wagtail.models import Site

from strategy import linked_data
from strategy.dates import ApproximateDate, Precision, clock_time
from strategy.file_facts import file_facts, with_alternatives
from strategy.freshness import changes_at
from strategy.library import listing as library
from strategy.library.chart import Chart
from strategy.models import District
from strategy.models.choices import Progress
from strategy.rich_text import tell_files
from strategy.tracker import listing as tracker

register = template.Library()


@register.filter
def day(moment: dt.date | dt.datetime | None) -> str:
    """ "17 May 2018", a datetime read in local time; "not stated" for None."""
    if isinstance(moment, dt.datetime):
        moment = timezone.localtime(moment).date()
    return str(ApproximateDate(moment, Precision.DAY))


@register.filter
def clock(moment: dt.datetime | dt.time) -> str:
    """ "10am", "1:30pm", "midday"; a datetime is read in local time."""
    return clock_time(timezone.localtime(moment) if isinstance(moment, dt.datetime) else moment)


@register.filter
def sections(body: Any) -> list[tuple[Any, str, str]]:
    """Each block of a body with the anchor of its heading, and the element that headings inside it are.

    The anchor is empty for a block that is no heading. Inside a block that has no heading before it, the element is
    "h2", so that no level is left out below the title of the page; else it is "h3".
    """
    taken: dict[str, int] = {}
    found = []
    inside = "h2"
    for block in body:
        anchor = ""
        if block.block_type == "heading":
            stem = slugify(block.value)[:60] or "section"
            taken[stem] = taken.get(stem, 0) + 1
            anchor = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
            inside = "h3"
        found.append((block, anchor, inside))
    return found


@register.filter
def headings(body: Any) -> list[tuple[str, str]]:
    """(words, anchor) of each heading of a body, for its contents list."""
    return [(str(block.value), anchor) for block, anchor, _ in sections(body) if anchor]


@register.filter
def counted(things: Any, names: str) -> str:
    """ "1 ambition", "5 ambitions", "no ambitions": `names` gives singular and plural, parted by a comma."""
    number = things if isinstance(things, int) else len(things)
    one, many = names.split(",")
    return f"{number or 'no'} {one if number == 1 else many}"


@register.inclusion_tag("components/districts.html", takes_context=True)
def districts(context: dict[str, Any]) -> dict[str, Any]:
    """The districts of the area as tiles. One query."""
    site = Site.find_for_request(context["request"])
    return {"districts": District.objects.filter(site=site)}


@register.inclusion_tag("components/icon.html")
def icon(name: str, size: int = 32) -> dict[str, Any]:
    """The drawn icon of that name. Decoration: the words beside it say what it means."""
    return {"shapes": f"components/icons/{name}.html", "size": size}


@register.inclusion_tag("components/progress.html", takes_context=True)
def progress(context: dict[str, Any], status: str, on: dt.date) -> dict[str, Any]:
    """A status as a tag. One that nobody has updated for as long as the area allows is grey, and says since when.

    What is complete stays complete.
    """
    area, label = context.get("area"), Progress(status).label
    holds = dt.timedelta(days=area.status_holds) if area else dt.timedelta.max
    is_old = status != Progress.COMPLETE and timezone.localdate() - on > holds
    if area and not is_old and status != Progress.COMPLETE and "request" in context:
        turns = dt.datetime.combine(on + holds + dt.timedelta(days=1), dt.time(), timezone.get_current_timezone())
        changes_at(context["request"], turns)
    return {"status": status, "label": label, "on": on, "is_old": is_old}


@register.filter
def lower_first(words: str) -> str:
    """The words with a small first letter, to stand within a sentence. A word of capitals is left alone."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


@register.inclusion_tag("components/cookies.html")
def cookies() -> dict[str, Any]:
    """Every cookie that the site can set, by the names in force: (name, what it is for, when it ends)."""
    hours = settings.SESSION_COOKIE_AGE // 3600
    return {
        "cookies": [
            (settings.SESSION_COOKIE_NAME, "keeps staff signed in", f"when they sign out, or after {hours} hours"),
            (settings.CSRF_COOKIE_NAME, "protects a form from being sent by another website", "after a year"),
        ]
    }


@register.inclusion_tag("components/sharing.html", takes_context=True)
def sharing(
    context: dict[str, Any], title: str = "", summary: str = "", *, service: str = "", has_card: bool = False
) -> dict[str, Any]:
    """What others show beside a link to the page, and what the page is in the words of schema.org. No query.

    What is no page of the tree says its `title` and `summary`, what `service` it is if the public takes part there,
    and whether it is a record that the search finds, which has a picture of its own.
    """
    request, area = context["request"], context.get("area")
    page: Any = context.get("page")
    around = context.get("surroundings")
    root = request.build_absolute_uri("/").rstrip("/")
    is_page = not title and bool(getattr(page, "url_path", None)) and bool(page.pk)
    if not area or not around or not (title or is_page):
        return {"area": area, "card": f"{root}/cards/area.png"}
    home_path = around.home.url_path

    def at(url_path: str) -> str:
        return f"{root}/{url_path.removeprefix(home_path)}"

    scripts: list[dict[str, Any]] = []
    if is_page:
        title, address = page.title, at(page.url_path)
        summary = getattr(page, "search_description", "") or getattr(page, "summary", "")
        service = str(page._meta.verbose_name).capitalize() if getattr(page, "is_public_service", False) else ""
        files = {kind: f"{root}{path}" for kind, path in getattr(page, "files_of_data", {}).items()}
        if files:
            found = linked_data.dataset(title, summary, area, root, address, files)
            scripts.append({"@context": "https://schema.org"} | found)
    else:
        address = f"{root}{request.path}"
    below = address.removeprefix(root).strip("/")
    if not below:
        scripts.append(linked_data.organisation(area, root))
    elif around.ancestors:
        trail = [("Home" if one.url_path == home_path else one.title, at(one.url_path)) for one in around.ancestors]
        scripts.append(linked_data.breadcrumbs([*trail, (title, address)]))
    if service:
        scripts.append(linked_data.service(service, title, summary, area, root, address))
    return {
        "area": area,
        "title": title,
        "summary": summary,
        "address": address,
        "is_article": bool(below),
        "card": f"{root}/cards/{below or 'area'}.png" if is_page or has_card else f"{root}/cards/area.png",
        "scripts": [linked_data.as_script(one) for one in scripts],
    }


@register.inclusion_tag("components/page_notices.html", takes_context=True)
def page_notices(context: dict[str, Any]) -> dict[str, Any]:
    """Corrections and notices on the page, whatever it is of; on an earlier version of it, what that is. No query."""
    area, request = context.get("area"), context["request"]
    page: Any = context.get("page")
    earlier = getattr(request, "earlier_version", None)
    if not area:
        return {}
    if not getattr(page, "url_path", None) or not page.pk:
        return {"notices": area.notices_on(None, request.path)}
    if earlier is not None:
        return {"earlier": earlier, "address": page.get_url(request)}
    return {"notices": area.notices_on(page, request.path)}


@register.simple_tag(takes_context=True)
def tracker_listing(context: dict[str, Any]) -> tracker.Listing:
    """The partnerships of the area as the address asks for them. Seven queries."""
    request = context["request"]
    return tracker.Listing.of(Site.find_for_request(request), request.GET)


@register.simple_tag(takes_context=True)
def library_listing(context: dict[str, Any]) -> library.Listing:
    """What stands below the page of the library, as the address asks for it. Five queries."""
    return library.Listing.of(context["page"], context["request"].GET)


@register.filter
def chart(indicator: Any, series: list[Any]) -> Chart | None:
    """The numbers of an indicator as a drawing; None for too few."""
    return Chart.of(series, target=indicator.target, is_stepped=indicator.is_stepped)


@register.filter
def with_files_told(html: str) -> str:
    """Rendered rich text with type, size and pages behind each link to a file."""
    return mark_safe(tell_files(html))  # noqa: S308 - what Wagtail has rendered, facts escaped


register.filter("file_facts", file_facts)
register.filter("with_alternatives", with_alternatives)
