"""The pages of a survey that everybody sees: what it is about, on paper, and the way back for who has lost a link."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Site

from consultation.participants.limits import allow
from consultation.participants.views import sender_of, too_many
from consultation.surveys import building
from consultation.surveys.choices import Decision, State, WhoMayAnswer
from consultation.surveys.forms import LinkForm
from consultation.surveys.models import Survey
from consultation.surveys.models.survey import GRACE
from consultation.surveys.questionnaire.paper import paper as on_paper
from consultation.surveys.responses import ResponseRefused, send_new_link, start
from consultation.surveys.versions import questionnaire_of
from strategy.freshness import changes_at, seconds_fresh
from strategy.rich_text import links_fetched_together
from strategy.surroundings import Surroundings

# Begun from one network address in an hour: past the first number set aside, for staff to look at; past the second
# refused for a while. A school or an office is behind one address, so both are high.
_SET_ASIDE_FROM, _REFUSED_FROM = 60, 600
_HOUR = dt.timedelta(hours=1)
_LINKS_PER_HOUR = 20

# Decisions that matter to whoever reads the page in such a state: the latest of them stands on it, with its reason.
_TOLD = {
    State.COMING: (Decision.EXTENDED,),
    State.OPEN: (Decision.EXTENDED, Decision.REOPENED),
    State.PAUSED: (Decision.PAUSED,),
    State.CLOSED: (Decision.CLOSED_EARLY, Decision.EXTENDED),
}


@require_safe
def start_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a survey is about, before anybody begins. The same for everybody, so any cache may keep it."""
    survey = _survey(request, slug)
    now = timezone.now()
    state = survey.state_at(now)
    context = {
        "survey": survey,
        "state": state,
        "can_begin": state == State.OPEN and survey.who_may_answer == WhoMayAnswer.ANYONE,
        "minutes": _minutes(survey),
        "decision": survey.decisions.filter(decision__in=_TOLD.get(state, ())).first(),
        "notice": survey.privacy_notices.first(),
        "grace_minutes": int(GRACE.total_seconds() // 60),
        "subjects": _subjects(survey),
    }
    _around(request, survey.site)
    with links_fetched_together(survey, request):
        response = render(request, "consultation/surveys/start.html", context)
    changes_at(request, survey.next_turn(now))
    patch_cache_control(response, public=True, max_age=seconds_fresh(request, now))
    return response


@csrf_exempt
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a response. Needs no token of a form: it does nothing in anybody's name."""
    survey = _survey(request, slug)
    now, sender = timezone.now(), sender_of(request)
    if not allow("survey-begin", sender, _REFUSED_FROM, _HOUR, now):
        return too_many(request, _HOUR)
    often = not allow("survey-begin-often", sender, _SET_ASIDE_FROM, _HOUR, now)
    try:
        _response, token = start(survey=survey, now=now, suspect="many from one address" if often else "")
    except ResponseRefused:
        return redirect(survey.get_absolute_url())
    return redirect(reverse("surveys:tasks", args=[token]))


@require_safe
def paper(request: HttpRequest, slug: str, size: str = "") -> HttpResponse:
    """The questions to print, of the version that is answered now."""
    survey = _survey(request, slug)
    if survey.version is None:
        raise Http404
    now = timezone.now()
    context = {
        "survey": survey,
        "sheets": on_paper(questionnaire_of(survey.version)),
        "is_large": size == "large-print",
        "version": survey.version,
    }
    _around(request, survey.site)
    with links_fetched_together(survey, request):
        response = render(request, "consultation/surveys/paper.html", context)
    patch_cache_control(response, public=True, max_age=seconds_fresh(request, now))
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, slug: str) -> HttpResponse:
    """A new link for who has lost theirs. The answer is the same whether anybody has begun with that address or not."""
    survey = _survey(request, slug)
    form = LinkForm(request.POST or None)
    is_asked = False
    if request.method == "POST" and form.is_valid():
        now, email = timezone.now(), form.cleaned_data["email"]
        if allow("survey-come-back", sender_of(request), _LINKS_PER_HOUR, _HOUR, now) and allow(
            "survey-link-to", email.lower(), 10, dt.timedelta(days=1), now
        ):
            send_new_link(survey=survey, email=email, now=now)
        is_asked = True
    context = {"survey": survey, "form": form, "is_asked": is_asked}
    response = render(request, "consultation/surveys/come_back.html", context)
    response["X-Robots-Tag"] = "noindex"
    if request.method == "POST":
        add_never_cache_headers(response)
    else:
        patch_cache_control(response, public=True, max_age=seconds_fresh(request, timezone.now()))
    return response


def _survey(request: HttpRequest, slug: str) -> Survey:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    surveys = Survey.objects.public().select_related("site__root_page", "version", "consultation")
    found: Survey = get_object_or_404(surveys, site=site, slug=slug)
    return found


def _minutes(survey: Survey) -> int | None:
    if survey.minutes or survey.version is None:
        return survey.minutes
    return building.minutes(questionnaire_of(survey.version))


def _subjects(survey: Survey) -> list[object]:
    """The pages of the strategy that its consultation is about."""
    if survey.consultation is None or not survey.consultation.live:
        return []
    return [line.page for line in survey.consultation.subjects.select_related("page") if line.page.live]


def _around(request: HttpRequest, site: Site) -> None:
    """Home and the list of consultations stand above a survey, whatever an editor calls that page. One query."""
    around = Surroundings.of(site.root_page, site.root_page.url_path)
    around.ancestors = [site.root_page]
    for page in (*around.menu, *around.footer):
        if page.cached_content_type.model == "haveyoursaypage":
            around.section = page
            around.ancestors = [site.root_page, page]
    request.surroundings = around  # type: ignore[attr-defined]
