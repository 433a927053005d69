"""Staff decide what becomes public: the tables, and answers in words one by one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.log_actions import log

from consultation.analysis import moderation, results
from consultation.analysis.models import Results, WordsStep
from consultation.analysis.models.published import Reason
from consultation.analysis.views.numbers import frame
from consultation.analysis.views.rights import survey_to_work_on
from consultation.analysis.words import questions_of
from consultation.surveys.choices import Publishing
from consultation.surveys.models import Response

_PER_PAGE = 10


@never_cache
def publication(request: HttpRequest, pk: int, code: str = "") -> HttpResponse:
    """What is public, and the answers that wait for somebody to read them, a page at a time."""
    survey = survey_to_work_on(request.user, pk)
    questions = questions_of(survey)
    question = next((one for one in questions if one.code == code), None)
    if code and question is None:
        raise Http404
    if question is None and questions:
        return redirect("analysis:publication", survey.pk, questions[0].code)
    page = None
    if question is not None:
        columns = ("response_id", "words", "response__reference", "response__publishing")
        rows = moderation.waiting(survey, code).values(*columns)
        page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "question": question,
        "questions": questions,
        "page": page,
        "reasons": Reason.choices,
        "gap": moderation.GAP,
        "consents": dict(Publishing.choices),
        "results": Results.objects.filter(survey=survey).select_related("published_by").first(),
        "log": WordsStep.objects.filter(words__response__survey=survey).select_related("by", "words__response")[:50],
    }
    return render(request, "wagtailadmin/analysis/publication.html", frame(request, survey, "publication") | context)


@require_POST
def publish_results(request: HttpRequest, pk: int) -> HttpResponse:
    survey = survey_to_work_on(request.user, pk)
    try:
        results.publish(survey=survey, by=request.user, now=timezone.now())
    except results.ResultsRefused as refusal:
        messages.error(request, str(refusal))
    else:
        log(instance=survey, action="consultation.publish_results", user=request.user)
        messages.success(request, "The tables are public.")
    return redirect("analysis:publication_start", survey.pk)


@require_POST
def moderate(request: HttpRequest, pk: int, code: str, response_id: int) -> HttpResponse:
    """One answer: whole, with gaps, or not at all. What is refused says why; the answer waits on."""
    survey = survey_to_work_on(request.user, pk)
    if code not in {one.code for one in questions_of(survey)}:
        raise Http404
    response = get_object_or_404(Response, pk=response_id, survey=survey)
    try:
        moderation.decide(
            response=response,
            question=code,
            words=request.POST.get("words", "").replace("\x00", ""),
            reason=request.POST.get("reason", ""),
            withhold=request.POST.get("act") == "withhold",
            by=request.user,
            now=timezone.now(),
        )
    except moderation.ModerationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Noted.")
    return redirect("analysis:publication", survey.pk, code)
