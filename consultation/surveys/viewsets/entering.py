"""Entering what came on paper or by telephone, in the order of the paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from consultation.surveys.choices import Channel
from consultation.surveys.forms import asked
from consultation.surveys.models import Response
from consultation.surveys.questionnaire.answers import Answer, read
from consultation.surveys.questionnaire.shape import Kind
from consultation.surveys.responses import ResponseRefused
from consultation.surveys.staff_forms import EntryForm
from consultation.surveys.submission import NotComplete, OrganisationRefused
from consultation.surveys.submission import enter as enter_response
from consultation.surveys.versions import questionnaire_of
from consultation.surveys.viewsets.building import address, links_of
from consultation.surveys.viewsets.rights import survey_or_404


@never_cache
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole form on one page. What is refused is shown with everything that was typed."""
    survey = survey_or_404(request.user, pk, "change")
    if survey.version is None:
        messages.error(request, "Publish the survey first.")
        return redirect(address("desk", survey))
    questionnaire = questionnaire_of(survey.version)
    form = EntryForm(request.POST or None)
    typed: dict[str, Answer] = {}
    errors: dict[str, str] = {}
    refused = ""
    if request.method == "POST":
        typed = {one.code: read(one, request.POST) for one in questionnaire.questions if one.kind != Kind.FILE}
        if form.is_valid():
            saved, errors, refused = _entered(request, survey, typed, form.cleaned_data)
            if saved is not None:
                messages.success(
                    request, f"Entered as {saved.reference}. Write that on the paper: somebody else checks it."
                )
                return redirect(address("enter", survey))
    numbers = {question.code: at for at, question in enumerate(questionnaire.questions, 1)}
    parts = [
        (section, [(numbers[field.question.code], field) for field in asked(section.questions, typed, errors=errors)])
        for section in questionnaire.sections
    ]
    context = {"survey": survey, "form": form, "parts": parts, "refused": refused, "links": links_of(survey)}
    return render(request, "wagtailadmin/surveys/enter.html", context)


def _entered(
    request: HttpRequest, survey: Any, typed: dict[str, Answer], given: dict[str, Any]
) -> tuple[Response | None, dict[str, str], str]:
    """The response; or what is wrong with which answers, or why it is refused."""
    try:
        response = enter_response(
            survey=survey,
            channel=Channel(given["channel"]),
            received_on=given["received_on"],
            answers=typed,
            by=request.user,
            now=timezone.now(),
        )
    except NotComplete as refusal:
        return None, refusal.problems, ""
    except OrganisationRefused as refusal:
        return None, {refusal.code: str(refusal)}, ""
    except ResponseRefused as refusal:
        return None, {}, str(refusal)
    return response, {}, ""
