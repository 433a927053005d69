"""What everybody may read of a survey: its tables, and the words that people allowed us to publish."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Site

from consultation.analysis.models import Results
from consultation.analysis.moderation import public_answers
from consultation.analysis.results import OVER, as_csv, share_of
from consultation.analysis.words import questions_of
from consultation.surveys.choices import Publishing
from consultation.surveys.models import Survey
from strategy.freshness import seconds_fresh
from strategy.surroundings import Surroundings

_PER_PAGE = 20


def _results(request: HttpRequest, slug: str) -> Results:
    """The published results of a survey of this area. None while it takes answers: opened again, they are hidden."""
    site = Site.find_for_request(request)
    rows = Results.objects.select_related("survey__site__root_page", "survey__consultation")
    found: Results = get_object_or_404(rows, survey__site=site, survey__slug=slug)
    if found.survey.state_at(timezone.now()) not in OVER:
        raise Http404
    return found


@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """The tables as they were published, each with a chart. The same for everybody, so any cache may keep it."""
    found = _results(request, slug)
    tables = [one | {"bars": _bars(one, found.responses)} for one in found.tables]
    has_words = public_answers(found.survey).exists()
    return _page(request, found, "results", {"tables": tables, "has_words": has_words})


def _bars(one: dict[str, Any], total: int) -> list[dict[str, Any]]:
    """A bar for each answer; a withheld one has none."""
    return [{"words": words, "count": number, "percent": share_of(number, total)} for words, number in one["lines"]]


@require_safe
def tables(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    found = _results(request, slug)
    response = StreamingHttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.survey.slug}-results.csv"'
    patch_cache_control(response, public=True, max_age=seconds_fresh(request, timezone.now()))
    return response


@require_safe
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    """What people wrote and allowed us to publish, a page of people at a time, under their public numbers."""
    found = _results(request, slug)
    words = public_answers(found.survey)
    people = Paginator(words.order_by("response__public_id").values_list("response", flat=True).distinct(), _PER_PAGE)
    page = people.get_page(request.GET.get("page"))
    rows = words.filter(response__in=list(page.object_list)).select_related("response__organisation")
    questions = {one.code: one for one in questions_of(found.survey)}
    order = list(questions)
    shown = []
    for response, group in groupby(rows.order_by("response__public_id"), key=lambda one: one.response):
        known = sorted((one for one in group if one.question in questions), key=lambda one: order.index(one.question))
        named = response.publishing == Publishing.NAMED and response.organisation is not None
        shown.append(
            {
                "public_id": response.public_id,
                "name": response.organisation.name if named else "",
                "answers": [(questions[one.question].label, one) for one in known],
            }
        )
    context = {
        "people": shown,
        "page": page,
        "numbers": list(people.get_elided_page_range(page.number)),
        "address": request.GET,
        "total": people.count,
    }
    return _page(request, found, "answers", context)


def _page(request: HttpRequest, found: Results, name: str, context: dict[str, Any]) -> HttpResponse:
    survey: Survey = found.survey
    home = survey.site.root_page
    around = Surroundings.of(home, home.url_path)
    around.ancestors = [home]
    for page in (*around.menu, *around.footer):
        if page.cached_content_type.model == "haveyoursaypage":
            around.section, around.ancestors = page, [home, page]
    request.surroundings = around  # type: ignore[attr-defined]
    context |= {"results": found, "survey": survey}
    response = render(request, f"consultation/analysis/{name}.html", context)
    patch_cache_control(response, public=True, max_age=seconds_fresh(request, timezone.now()))
    return response
