"""The page of results. It sets no cookie and says the same to everyone."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from lis_site.search.finding import PER_PAGE, Answer, any_word_of, finds_anything, search, tidy
from lis_site.search.misses import note
from lis_site.search.near_words import did_you_mean
from lis_site.search.promotions import promoted
from strategy.freshness import CACHE_SECONDS


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """?q= the words, ?kind= one kind of thing, ?page= a page of results. At most 12 queries."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    typed = tidy(request.GET.get("q", ""))
    answer = search(site, typed, kind=request.GET.get("kind", ""), page=request.GET.get("page", ""))
    context: dict[str, Any] = {
        "answer": answer,
        "address": {"q": typed} | ({"kind": answer.kind.key} if answer.kind else {}),
        "numbers": Paginator(range(answer.pages * PER_PAGE), PER_PAGE).get_elided_page_range(
            answer.page, on_each_side=1, on_ends=1
        ),
        "promoted": promoted(site, typed) if typed and answer.page == 1 and not answer.kind else [],
    }
    if not answer.counts:
        context |= _instead(site, answer)
        if request.method == "GET":
            note(site, typed, timezone.now())
    response = render(request, "search/results.html", context)
    # Kept no longer than any public page. Robots have the pages themselves.
    patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
    response["X-Robots-Tag"] = "noindex"
    return response


def _instead(site: Site, answer: Answer) -> dict[str, Any]:
    """What may help where nothing was found: other words, and ways into the strategy."""
    meant = did_you_mean(site, answer.typed)
    any_word = "" if meant else any_word_of(answer.typed)
    home = site.root_page
    return {
        "meant": meant,
        "any_word": any_word if any_word and finds_anything(site, any_word) else "",
        "ways_in": Page.objects.live().in_menu().descendant_of(home).filter(depth=home.depth + 2).order_by("path")[:12],
    }
