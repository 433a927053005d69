"""What strategy's templates show of consultation, without importing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import template
from django.db.models import prefetch_related_objects
from django.utils import timezone
from wagtail.models import Site

from consultation.analysis.models import Results
from consultation.clock import in_weeks
from consultation.dates import changes_after
from consultation.events.engagement import Ledger, ledger
from consultation.pages import ConsultationPage
from consultation.round_tables.choosing import offered
from consultation.round_tables.models import RoundTable
from consultation.taking_part import MOST_CONSULTATIONS, TakingPart
from strategy.freshness import changes_at
from strategy.linked_data import as_script
from strategy.restrictions import is_restricted

register = template.Library()
_FEW = 3  # sessions to choose from instead of one that is called off


@register.inclusion_tag("consultation/open_now.html", takes_context=True)
def open_now(context: dict[str, Any], home: Any) -> dict[str, Any]:
    """What takes answers now, and what is next, in the area of `home`. One query."""
    now = timezone.now()
    today = timezone.localdate(now)
    unfinished = (
        ConsultationPage.objects.descendant_of(home)
        .live()
        .filter(~is_restricted(), closes_on__gte=today)
        .order_by("closes_on")
    )
    found = list(unfinished)
    for page in found:
        changes_at(context["request"], changes_after(now, page.opens_on, page.closes_on))
    return {
        "request": context["request"],
        "open": [page for page in found if page.state_on(today) == "open"],
        "coming": [page for page in found if page.state_on(today) == "coming"],
        "have_your_say": next(
            (page for page in context["surroundings"].menu if page.specific_class.__name__ == "HaveYourSayPage"), None
        ),
    }


@register.inclusion_tag("consultation/taking_part.html", takes_context=True)
def taking_part(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """What is about a page of the strategy: consultations, events, the library, and what came of it. One query."""
    found = TakingPart.about(page)
    now = timezone.now()
    for consultation in found.consultations:
        changes_at(context["request"], changes_after(now, consultation.opens_on, consultation.closes_on))
    for event in found.events:
        for moment in (event.starts_at, event.ends_at):
            changes_at(context["request"], moment if moment > now else None)
    return {
        "request": context["request"],
        "page": page,
        "consultations": found.consultations,
        "events": found.events,
        "told": found.told,
        "items": found.library,
    }


@register.simple_tag(takes_context=True)
def all_consultations(context: dict[str, Any], page: Any, shown: Sequence[Any]) -> str:
    """Where the list of all that are about `page` is; empty where `shown` may hold them all. No query."""
    if len(shown) < MOST_CONSULTATIONS:
        return ""
    every = (shown[0].get_url(context.get("request")) or "").rstrip("/").rpartition("/")[0]
    return f"{every}/?about={page.pk}"


@register.inclusion_tag("consultation/formats/link.html", takes_context=True)
def other_formats(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """The way to ask for `page` in another format. No query."""
    return {"request": context["request"], "page": page}


@register.inclusion_tag("consultation/events/engagement.html", takes_context=True)
def engagement(context: dict[str, Any]) -> dict[str, Any]:
    """The ledger of engagement of the area asked for. One query for each source, and one for stated totals."""
    site = Site.find_for_request(context["request"])
    return {
        "ledger": ledger(site, timezone.now()) if site else Ledger(),
        "heading": context.get("heading", "h3"),
    }


@register.inclusion_tag("consultation/round_tables/booking_link.html", takes_context=True)
def booking_link(context: dict[str, Any], event: Any) -> dict[str, Any]:
    """The way to book a place at `event`, if one can be booked: its places as a band, and who comes and may be named.

    What is called off names others instead. At most three queries.
    """
    now = timezone.now()
    table = RoundTable.objects.filter(event=event.pk).first() if event.ends_at > now else None
    if table is None:
        return {}
    table.event = event
    if not event.goes_ahead:
        state, instead = table.state_at(now), _instead_of(table, context["request"], now)
        return {"table": table, "tag": state, "words": state.label, "instead": instead}
    prefetch_related_objects([table], "pools")
    changes_at(context["request"], table.turns_after(now))
    state, band = table.state_at(now), table.band_at(now)
    can_book = state in ("open", "full")
    shown = {"tag": band if can_book else state, "words": band.label if can_book else state.label}
    named = table.bookings.shown() if table.shows_who_comes else []
    who_comes = dict.fromkeys(one.in_public for one in named if one.in_public)  # an organisation once
    return {"table": table, "state": state, "can_book": can_book, "who_comes": list(who_comes), **shown}


@register.simple_tag
def published_results(survey: Any) -> bool:
    """Whether the tables of a survey are public. One query."""
    return Results.objects.filter(survey=survey.pk).exists()


def _instead_of(table: RoundTable, request: Any, now: dt.datetime) -> list[RoundTable]:
    """Where there is a place, for who meant to come to what is called off: the nearest in time. Two queries."""
    site = Site.find_for_request(request)
    others = [one.round_table for one in offered(site, now) if one.free] if site else []
    for other in others:
        changes_at(request, other.turns_after(now))
    starts_at = table.event.starts_at
    return sorted(dict.fromkeys(others), key=lambda other: abs(other.event.starts_at - starts_at))[:_FEW]


register.filter("in_weeks", in_weeks)


register.filter("as_linked_data", as_script)
