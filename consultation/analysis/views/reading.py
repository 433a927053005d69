"""Reading answers in words: search, themes, notes, who has read what; the codebook; campaigns."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.log_actions import log

from consultation.analysis import campaigns, coding
from consultation.analysis.models import Campaign, CampaignMember, Code, CodeStep, Coding, Note, Reading
from consultation.analysis.views.numbers import frame
from consultation.analysis.views.rights import survey_to_read, survey_to_work_on
from consultation.analysis.words import answers_to, questions_of, search
from consultation.feedback.models import FeedbackRow
from consultation.surveys.models import Response, Survey
from consultation.surveys.questionnaire.shape import Question

_PER_PAGE = 20
_LONGEST_SEARCH = 200


def _question(survey: Survey, code: str) -> tuple[Question, list[Question]]:
    questions = questions_of(survey)
    found = next((one for one in questions if one.code == code), None)
    if found is None:
        raise Http404
    return found, questions


@never_cache
def answers(request: HttpRequest, pk: int, code: str = "") -> HttpResponse:
    """The answers to one question, a page at a time. That somebody read them is noted in the log of the survey."""
    survey = survey_to_read(request.user, pk)
    questions = questions_of(survey)
    if not questions:
        return render(request, "wagtailadmin/analysis/no_words.html", frame(request, survey, "answers"))
    if not code:
        return redirect("analysis:answers", survey.pk, questions[0].code)
    question = next((one for one in questions if one.code == code), None)
    if question is None:
        raise Http404
    rows = _narrowed(request, survey, question)
    columns = ("response_id", "words", "response__reference", "response__sent_at")
    page = Paginator(rows.values(*columns), _PER_PAGE).get_page(request.GET.get("p"))
    shown = list(page.object_list)
    codes = list(Code.objects.in_use().of(survey, code))
    _add_findings(shown, code, request.user)
    log(instance=survey, action="consultation.view_response", user=request.user)
    context = {
        "question": question,
        "questions": questions,
        "codes": codes,
        "answers": shown,
        "page": page,
        "asked": _asked(request),
        "is_frozen": coding.is_frozen(survey, timezone.now()),
        "reported_at": coding.reported_at(survey),
        "query": {name: request.GET[name] for name in ("q", "code", "read", "campaigns") if name in request.GET},
    }
    return render(request, "wagtailadmin/analysis/answers.html", frame(request, survey, "answers") | context)


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "")[:_LONGEST_SEARCH]


def _narrowed(request: HttpRequest, survey: Survey, question: Question) -> Any:
    rows = search(answers_to(survey, question), _asked(request))
    theme = request.GET.get("code", "")
    if theme.isdecimal() and len(theme) < 10:
        rows = rows.filter(response__in=Coding.objects.filter(code=int(theme)).values("response"))
    own = Reading.objects.filter(question=question.code, by=request.user.pk).values("response")
    match request.GET.get("read"):
        case "no":
            rows = rows.exclude(response__in=own)
        case "yes":
            rows = rows.filter(response__in=own)
    if request.GET.get("campaigns") == "without":
        rows = rows.exclude(response__in=CampaignMember.objects.filter(campaign__survey=survey).values("response"))
    return rows


def _add_findings(shown: list[dict[str, Any]], code: str, user: Any) -> None:
    """To each answer its themes by all, one's own, who has read it, notes and campaigns. Four queries."""
    by_response = {row["response_id"]: row for row in shown}
    for row in shown:
        row |= {"themes": [], "own": set(), "readers": [], "notes": [], "campaign": ""}
    of = {"response__in": by_response}
    for one in Coding.objects.filter(code__question=code, code__ended_at=None, **of).select_related("code", "by"):
        row = by_response[one.response_id]
        row["themes"].append(one)
        if one.by_id == user.pk:
            row["own"].add(one.code_id)
    for reading in Reading.objects.filter(question=code, **of).select_related("by"):
        by_response[reading.response_id]["readers"].append(reading.by.get_username())
    for note in Note.objects.filter(question=code, **of).select_related("by"):
        by_response[note.response_id]["notes"].append(note)
    for member in CampaignMember.objects.filter(campaign__question=code, **of).select_related("campaign"):
        by_response[member.response_id]["campaign"] = member.campaign.name


@require_POST
def read(request: HttpRequest, pk: int, code: str, response_id: int) -> HttpResponse:
    """Note themes, and a note if one was written, for one answer; then back to the list."""
    survey = survey_to_work_on(request.user, pk)
    question, _questions = _question(survey, code)
    response = get_object_or_404(Response, pk=response_id, survey=survey)
    get_object_or_404(answers_to(survey, question), response=response)
    wanted = {int(one) for one in request.POST.getlist("codes") if one.isdecimal() and len(one) < 10}
    codes = list(Code.objects.in_use().of(survey, code).filter(pk__in=wanted))
    now = timezone.now()
    text = request.POST.get("note", "").replace("\x00", "")
    try:
        if text.strip():
            coding.note(response=response, question=code, text=text, by=request.user, now=now)
        if not (text.strip() and coding.is_frozen(survey, now)):
            coding.read(response=response, question=code, codes=codes, by=request.user, now=now)
    except coding.CodingRefused as refusal:
        messages.error(request, str(refusal))
    kept = {name: request.POST[name] for name in ("q", "code", "read", "campaigns", "p") if request.POST.get(name)}
    address = reverse("analysis:answers", args=[survey.pk, code])
    return redirect(f"{address}?{urlencode(kept)}#answer-{response.pk}")


@never_cache
def codebook(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The themes of one question: add, rename, merge, split, link to what was done; with every step ever taken."""
    survey = survey_to_work_on(request.user, pk)
    question, questions = _question(survey, code)
    if request.method == "POST":
        try:
            _change(request, survey, code)
        except coding.CodingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Noted.")
        return redirect("analysis:codebook", survey.pk, code)
    counted = Q(codings__response__state="submitted", codings__response__is_quarantined=False)
    codes = Code.objects.in_use().of(survey, code).select_related("answered_by")
    of_survey = FeedbackRow.objects.filter(site=survey.site)
    if survey.consultation_id:
        of_survey = of_survey.filter(consultation=survey.consultation_id)
    context = {
        "question": question,
        "questions": questions,
        "codes": codes.annotate(found=Count("codings__response", filter=counted, distinct=True)),
        "rows": list(of_survey.in_order()[:200]),
        "steps": CodeStep.objects.filter(code__survey=survey, code__question=code).select_related("by")[:200],
        "agreement": coding.agreement(survey, code),
        "is_frozen": coding.is_frozen(survey, timezone.now()),
    }
    return render(request, "wagtailadmin/analysis/codebook.html", frame(request, survey, "codebook") | context)


def _change(request: HttpRequest, survey: Survey, question: str) -> None:
    given, now = request.POST, timezone.now()
    words = given.get("words", "").replace("\x00", "")
    common: dict[str, Any] = {"by": request.user, "now": now}
    if given.get("act") == "add":
        meaning = given.get("meaning", "").replace("\x00", "")
        coding.add(survey=survey, question=question, words=words, meaning=meaning, **common)
        return
    code = _code(survey, question, given.get("theme", ""))
    match given.get("act"):
        case "rename":
            coding.rename(code=code, words=words, **common)
        case "merge":
            coding.merge(code=code, into=_code(survey, question, given.get("into", "")), **common)
        case "split":
            coding.split(code=code, words=words.splitlines()[:20], **common)
        case "answer":
            key = given.get("row", "")
            row = get_object_or_404(FeedbackRow, pk=int(key)) if key.isdecimal() and len(key) < 10 else None
            coding.answer_with(code=code, row=row, **common)


def _code(survey: Survey, question: str, key: str) -> Code:
    found = Code.objects.of(survey, question).filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None
    if found is None:
        raise coding.CodingRefused("Choose a theme of the codebook.")
    return found


@never_cache
def campaign_list(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Answers in almost the same words, grouped; looking again keeps names and notes."""
    survey = survey_to_work_on(request.user, pk)
    question, questions = _question(survey, code)
    if request.method == "POST":
        key = request.POST.get("campaign", "")
        if key.isdecimal() and len(key) < 10:
            campaign = get_object_or_404(Campaign, pk=int(key), survey=survey)
            name, note = (request.POST.get(part, "").replace("\x00", "") for part in ("name", "note"))
            campaigns.name(campaign=campaign, name=name, note=note)
        else:
            count = campaigns.look(survey=survey, question=code, now=timezone.now())
            messages.success(request, f"Found {count} groups of answers in almost the same words.")
        return redirect("analysis:campaigns", survey.pk, code)
    found = Campaign.objects.filter(survey=survey, question=code).annotate(size=Count("members")).order_by("-size")
    shown = list(found[:50])
    first = CampaignMember.objects.filter(campaign__in=shown).order_by("campaign_id", "pk").distinct("campaign_id")
    examples = dict(
        answers_to(survey, question)
        .filter(response__in=[member.response_id for member in first])
        .values_list("response_id", "words")
    )
    words = {member.campaign_id: examples.get(member.response_id, "") for member in first}
    context = {"question": question, "questions": questions, "found": [(one, words.get(one.pk, "")) for one in shown]}
    return render(request, "wagtailadmin/analysis/campaigns.html", frame(request, survey, "campaigns") | context)
