"""Running a survey in the admin: where it stands, what was decided, whom it asks, what came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.log_actions import log

from consultation.surveys import decisions, exports, invitations
from consultation.surveys.choices import Channel, Decision, ResponseState
from consultation.surveys.equality import QUESTIONS, counts
from consultation.surveys.models import Response, Survey, WordingCorrection
from consultation.surveys.staff_forms import DecisionForm, InviteForm
from consultation.surveys.versions import WhyMissing
from consultation.surveys.viewsets.building import address, links_of
from consultation.surveys.viewsets.rights import may, survey_or_404, what_may_be_decided


@never_cache
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a survey stands, in numbers, and everything that can be done with it."""
    survey = survey_or_404(request.user, pk, "view", "change", "decide")
    state = survey.state_at(timezone.now())
    return render(
        request,
        "wagtailadmin/surveys/desk.html",
        {
            "survey": survey,
            "state": state,
            "links": links_of(survey),
            "numbers": _numbers(survey),
            "decisions": survey.decisions.select_related("decided_by"),
            "versions": survey.versions.published(),
            "corrections": WordingCorrection.objects.filter(version__survey=survey).select_related("corrected_by"),
            "can_change": may(request.user, "change", survey),
            "can_decide": bool(what_may_be_decided(request.user, survey, state)),
            "equality": _equality(survey),
        },
    )


def _numbers(survey: Survey) -> dict[str, int]:
    """How many of what; no more of drafts than their number. One query."""
    sent = Q(state=ResponseState.SUBMITTED, is_test=False)
    counted = sent & Q(is_quarantined=False, is_synthetic=False)
    found: dict[str, int] = survey.responses.aggregate(
        counted=Count("pk", filter=counted),
        organisations=Count("organisation", filter=counted, distinct=True),
        entered=Count("pk", filter=counted & ~Q(channel=Channel.ONLINE)),
        to_check=Count("pk", filter=counted & ~Q(channel=Channel.ONLINE) & Q(checked_by=None)),
        set_aside=Count("pk", filter=sent & Q(is_quarantined=True)),
        made_up=Count("pk", filter=sent & Q(is_synthetic=True)),
        drafts=Count("pk", filter=Q(state=ResponseState.DRAFT, is_test=False, saves__gt=0)),
        withdrawn=Count("pk", filter=Q(state=ResponseState.WITHDRAWN)),
        tests=Count("pk", filter=Q(is_test=True)),
    )
    return found


def _equality(survey: Survey) -> list[tuple[str, list[tuple[str, int | str]]]]:
    """The counted answers, small ones as "fewer than 5"."""
    found = counts(survey.pk) if survey.asks_equality else {}
    shown = []
    for question in QUESTIONS:
        rows = [(option.label, found.get((question.code, option.key), 0)) for option in question.choices]
        if any(number for _label, number in rows):
            shown.append((question.label, [(label, n if n == 0 or n >= 5 else "fewer than 5") for label, n in rows]))
    return shown


@never_cache
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Extend, pause, close, open again …: with a reason, noted, and with the number of people who are answering."""
    survey = survey_or_404(request.user, pk, "change", "decide")
    possible = what_may_be_decided(request.user, survey, survey.state_at(timezone.now()))
    form = DecisionForm(request.POST or None, possible=possible)
    if request.method == "POST" and form.is_valid():
        try:
            taken = _take(survey, request.user, timezone.now(), **form.cleaned_data)
        except (decisions.DecisionRefused, WhyMissing) as refusal:
            form.add_error(None, str(refusal))
        else:
            log(instance=survey, action="consultation.decide_survey", user=request.user)
            messages.success(request, f"{taken.get_decision_display()}.")
            return redirect(address("desk", survey))
    context = {"survey": survey, "form": form, "drafts": decisions.drafts_of(survey), "links": links_of(survey)}
    return render(request, "wagtailadmin/surveys/decide.html", context)


def _take(survey: Survey, by: Any, now: dt.datetime, *, decision: str, why: str, until: dt.date | None = None) -> Any:
    common: dict[str, Any] = {"survey": survey, "why": why, "by": by, "now": now}
    dated: dict[str, Callable[..., Any]] = {
        Decision.EXTENDED: decisions.extend,
        Decision.REOPENED: decisions.reopen,
    }
    if decision in dated:
        return dated[decision](until=until, **common)
    plain: dict[str, Callable[..., Any]] = {
        Decision.PAUSED: decisions.pause,
        Decision.RESUMED: decisions.resume,
        Decision.CLOSED_EARLY: decisions.close_early,
        Decision.ANALYSING: decisions.begin_analysis,
        Decision.OUTCOME: decisions.publish_outcome,
    }
    return plain[decision](**common)


@never_cache
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite people by a list of addresses, and remind those who have sent nothing."""
    survey = survey_or_404(request.user, pk, "change")
    reminds = "remind" in request.POST
    form = InviteForm(request.POST if request.method == "POST" and not reminds else None)
    now = timezone.now()
    refused = ""
    if request.method == "POST" and (reminds or form.is_valid()):
        try:
            if reminds:
                count = invitations.remind(survey=survey, now=now)
            else:
                people = invitations.read_list(form.cleaned_data["people"])
                count = invitations.invite(survey=survey, people=people, by=request.user, now=now)
        except invitations.InvitationRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"{count} people {'reminded' if reminds else 'invited'}.")
            return redirect(address("invite", survey))
    numbers = survey.invitations.aggregate(
        invited=Count("pk"),
        begun=Count("pk", filter=Q(response__isnull=False)),
        sent=Count("pk", filter=Q(response__state=ResponseState.SUBMITTED)),
    )
    context = {"survey": survey, "form": form, "numbers": numbers, "refused": refused, "links": links_of(survey)}
    return render(request, "wagtailadmin/surveys/invite.html", context)


@never_cache
def export(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """What was sent, as a file: without names and addresses."""
    survey = survey_or_404(request.user, pk, "change")
    if not may(request.user, "view", Response(site=survey.site)):
        raise Http404
    log(instance=survey, action="consultation.export_responses", user=request.user)
    lines = exports.as_csv(survey, with_synthetic="all" in request.GET)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{survey.slug}.csv"'
    return response
