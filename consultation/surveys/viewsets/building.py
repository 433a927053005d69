"""Building in the admin: the proof with its places, publishing, trying out, the library."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import PreviewOnEditView

from consultation.surveys import library
from consultation.surveys.building import compiled, minutes, proof_of
from consultation.surveys.models import Survey
from consultation.surveys.questionnaire.proof import Finding, prove
from consultation.surveys.responses import start_test
from consultation.surveys.staff_forms import AddSavedForm, KeepForm, PublishForm
from consultation.surveys.versions import NotReady, WhyMissing, pending
from consultation.surveys.versions import publish as publish_questions
from consultation.surveys.versions import try_out as make_trial
from consultation.surveys.viewsets.rights import survey_or_404


def address(name: str, survey: Survey) -> str:
    return reverse(f"wagtailsnippets_consultation_survey:{name}", args=[survey.pk])


def place_of(survey: Survey, finding: Finding) -> str:
    """The address of the field or block that a finding is about, in the editor."""
    edit = address("edit", survey)
    for section in survey.sections:
        if section.id == finding.place:
            return f"{edit}#:w:contentpath=sections.{section.id}"
        for item in section.value["items"]:
            if item.id == finding.place:
                return f"{edit}#:w:contentpath=sections.{section.id}.items.{item.id}"
    return f"{edit}#:w:contentpath={finding.place}" if finding.place else edit


@never_cache
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is wrong, each with its place, and every way through."""
    survey = survey_or_404(request.user, pk, "view", "change")
    questionnaire = compiled(survey)
    found = proof_of(survey, timezone.now(), questionnaire)
    return render(
        request,
        "wagtailadmin/surveys/proof.html",
        {
            "survey": survey,
            "proof": found,
            "findings": [(finding, place_of(survey, finding)) for finding in found.findings],
            "minutes": minutes(questionnaire),
            "links": links_of(survey),
        },
    )


@never_cache
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what publishing changes and how many drafts it touches; then publishes."""
    survey = survey_or_404(request.user, pk, "change")
    found = proof_of(survey, timezone.now())
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decision = publish_questions(
                survey=survey, why=form.cleaned_data["why"], by=request.user, now=timezone.now()
            )
        except NotReady:
            return redirect(address("proof", survey))
        except WhyMissing as refusal:
            form.add_error("why", str(refusal))
        else:
            if decision is not None:
                log(instance=survey, action="consultation.decide_survey", user=request.user)
                messages.success(request, f"{decision.get_decision_display()}.")
            return redirect(address("desk", survey))
    context = {"survey": survey, "form": form, "proof": found, "links": links_of(survey)}
    if found.is_good:
        context["pending"] = pending(survey)
    return render(request, "wagtailadmin/surveys/publish.html", context)


@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The working copy as it is saved, for who may look at it and not change it. On the form there is a live one."""
    survey = survey_or_404(request.user, pk, "view", "change")
    return render(request, "consultation/surveys/preview.html", {"object": survey})


class LivePreview(PreviewOnEditView):
    """What is on the form, saved or not: as the questions, or as the start page."""

    def get_object(self) -> Survey:
        return survey_or_404(self.request.user, self.kwargs["pk"], self.permission_required)


def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a test of what is built now. What is wrong with it stands in the way of opening, not of trying."""
    survey = survey_or_404(request.user, pk, "change")
    if request.method != "POST":
        return redirect(address("desk", survey))
    if not prove(compiled(survey)).is_good:
        messages.error(request, "The questions cannot be followed yet. This is what is wrong.")
        return redirect(address("proof", survey))
    now = timezone.now()
    version = make_trial(survey=survey, by=request.user, now=now)
    _response, token = start_test(survey=survey, version=version, now=now)
    return redirect(f"{survey.site.root_url}{reverse('surveys:tasks', args=[token])}")


@never_cache
def use_library(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a saved question into this survey, or keep one of its own."""
    survey = survey_or_404(request.user, pk, "change")
    adding = AddSavedForm(request.POST if "add" in request.POST else None, survey=survey)
    keeping = KeepForm(request.POST if "keep" in request.POST else None, survey=survey)
    if request.method == "POST" and adding.is_bound and adding.is_valid():
        given = adding.cleaned_data
        library.add(survey=survey, saved=given["saved"], section_id=given["section"])
        messages.success(request, f"“{given['saved']}” is now in the survey.")
        return redirect(address("library", survey))
    if request.method == "POST" and keeping.is_bound and keeping.is_valid():
        saved = library.keep(survey=survey, code=keeping.cleaned_data["code"], name=keeping.cleaned_data["name"])
        messages.success(request, f"“{saved}” is now in the library.")
        return redirect(address("library", survey))
    context = {"survey": survey, "adding": adding, "keeping": keeping, "links": links_of(survey)}
    return render(request, "wagtailadmin/surveys/library.html", context)


def links_of(survey: Survey) -> dict[str, str]:
    """Where everything about a survey is, by name."""
    names = ("edit", "desk", "proof", "publish", "preview", "try", "library", "decide", "invite", "enter", "export")
    return {name: address(name, survey) for name in names}
