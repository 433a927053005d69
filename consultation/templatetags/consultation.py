"""What strategy's templates show of consultation, without importing it."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from consultation.dates import changes_after
from consultation.pages import ConsultationPage
from strategy.freshness import changes_at
from strategy.restrictions import is_restricted

register = template.Library()


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


@register.inclusion_tag("consultation/consultations_about.html", takes_context=True)
def consultations_about(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """The consultations about a page of the strategy, the latest first. One query."""
    found = list(ConsultationPage.objects.about(page))
    now = timezone.now()
    for consultation in found:
        changes_at(context["request"], changes_after(now, consultation.opens_on, consultation.closes_on))
    return {"request": context["request"], "consultations": found}


@register.inclusion_tag("consultation/formats/link.html", takes_context=True)
def other_formats(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """The way to ask for `page` in another format. No query."""
    return {"request": context["request"], "page": page}
