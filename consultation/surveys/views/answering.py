"""The pages on which somebody answers: the list of sections, a section, what to check, sending."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from consultation.files.kinds import FileRefused
from consultation.files.views import close, receive
from consultation.surveys.about_you import SECTION
from consultation.surveys.choices import ResponseState
from consultation.surveys.forms import Asked, asked
from consultation.surveys.information import Shown, shown
from consultation.surveys.questionnaire.answers import Answer, is_blank, read
from consultation.surveys.questionnaire.checks import problem
from consultation.surveys.questionnaire.routing import (
    Step,
    first_unfinished,
    how_many_steps,
)
from consultation.surveys.questionnaire.shape import Information, Kind, Section
from consultation.surveys.responses import ResponseRefused, Saved, mark, save_page
from consultation.surveys.views.attaching import take_files
from consultation.surveys.views.holding import Holder, held, not_saved, show
from strategy.dates import clock_time

LONG = 5  # sections, from which on somebody begins with the list of them
AUTOSAVE = "autosave"  # what static/js/survey.js sends in the place of a button


@dataclass(frozen=True)
class Part:
    """Something to read, if there is, and the questions beside it."""

    information: Shown | None
    questions: list[Asked]


@held
@require_safe
def tasks(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Every section with how far it is, in any order."""
    if away := elsewhere(holder):
        return away
    if holder.response.saves == 0 and len(holder.questionnaire.sections) <= LONG and "all" not in request.GET:
        return redirect(holder.section_address(holder.route.steps[0].section.id))
    return show(request, holder, "tasks", tasks=[_task(holder, step) for step in holder.route.steps])


def _task(holder: Holder, step: Step) -> dict[str, Any]:
    answers = holder.response.answers
    is_wrong = any(problem(one, answers.get(one.code)) for one in step.questions)
    begun = any(not is_blank(one, answers.get(one.code)) for one in step.questions)
    seen = step.section.id in holder.response.seen
    status = "Completed" if seen and not is_wrong else "In progress" if begun or seen else "Not yet started"
    return {"title": step.section.title, "url": holder.section_address(step.section.id), "status": status}


@held
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, holder: Holder, page: str) -> HttpResponse:
    """One section. Every button saves; only Continue looks whether it is right."""
    if request.method == "POST":
        return _save(request, holder, page)
    if away := elsewhere(holder, changing="change" in request.GET):
        return away
    here = _section_of(holder, page)
    step = holder.route.step(here.id) if here else None
    if step is None:
        return onwards(holder)
    return _section_page(request, holder, step)


def _section_of(holder: Holder, page: str) -> Section | None:
    """The section that an address means, whether or not it is on the route; None for an address of nothing."""
    sections = holder.questionnaire.sections
    if page == SECTION:
        return holder.questionnaire.section(SECTION)
    found = re.fullmatch(r"section-([0-9]{1,3})", page)
    at = int(found[1]) - 1 if found else -1
    return sections[at] if 0 <= at < len(sections) else None


def elsewhere(holder: Holder, *, changing: bool = False) -> HttpResponse | None:
    """Where to go instead of a page on which one answers: what has changed, or what was sent."""
    if holder.is_behind:
        return holder.go("changed")
    if holder.response.state == ResponseState.WITHDRAWN or (
        holder.response.state == ResponseState.SUBMITTED and not changing
    ):
        return holder.go("sent")
    return None


def onwards(holder: Holder) -> HttpResponse:
    """To the first section that is not done; with all of them done, to the page to check."""
    step = first_unfinished(holder.route, holder.response.answers, holder.seen)
    return redirect(holder.section_address(step.section.id)) if step else holder.go("check")


def _save(request: HttpRequest, holder: Holder, page: str) -> HttpResponse:
    here = _section_of(holder, page)
    try:
        arrivals = receive(request)
    except FileRefused as refusal:
        return _too_much(request, holder, here, str(refusal))
    if here is None:
        return not_saved(request, status=404)
    there = set(request.POST.getlist("asked"))
    questions = [question for question in here.questions if question.code in there]
    before = holder.response.answers
    typed = {one.code: read(one, request.POST, before.get(one.code)) for one in questions if one.kind != Kind.FILE}
    was = {one.code: str(request.POST[f"was-{one.code}"]) for one in questions if f"was-{one.code}" in request.POST}
    by_itself = request.POST.get("then") == AUTOSAVE
    seen = "" if by_itself else here.id
    now = timezone.now()
    try:
        saved = save_page(response=holder.response, section_id=seen, typed=typed, was=was, token=holder.token, now=now)
        if by_itself:
            return _saved_by_itself(saved, typed)
        file_errors = take_files(request, holder, questions, arrivals)
    except ResponseRefused as refusal:
        return not_saved(request, str(refusal))
    finally:
        close(arrivals)
    if len(typed) < len(questions):  # there are files
        saved.response.refresh_from_db(fields=["answers"])
    holder = Holder(saved.response, holder.token)
    step = holder.route.step(here.id)
    clashes = dict.fromkeys(saved.conflicts, "Somebody else changed this answer meanwhile. Both are shown: keep one")
    if clashes and step is not None:
        return _section_page(request, holder, step, typed=typed, errors=clashes)
    return _after_saving(request, holder, step, there, file_errors, typed)


def _saved_by_itself(saved: Saved, typed: Mapping[str, Answer]) -> JsonResponse:
    """What a page that saves while somebody types needs to know: the marks of what is kept as this page has it."""
    answers = saved.response.answers
    was = {code: mark(answer) for code, answer in typed.items() if mark(answers.get(code)) == mark(answer)}
    at = clock_time(timezone.localtime(saved.response.saved_at))
    return JsonResponse({"was": was, "conflicts": len(saved.conflicts), "at": at})


def _after_saving(
    request: HttpRequest,
    holder: Holder,
    step: Step | None,
    there: set[str],
    file_errors: dict[str, str],
    typed: dict[str, Answer],
) -> HttpResponse:
    """Where each button leads once everything is saved."""
    if away := _by_button(request, holder, step):
        return away
    if step is None:
        return onwards(holder)
    answers = holder.response.answers
    errors = {one.code: problem(one, answers.get(one.code)) for one in step.questions if one.code in there}
    errors = {code: words for code, words in (errors | file_errors).items() if words}
    if errors:
        return _section_page(request, holder, step, typed=typed, errors=errors)
    changing = "?change" if request.POST.get("changing") else ""
    if any(question.code not in there for question in step.questions):
        # The answers just given lead to more questions of this section.
        return redirect(f"{holder.section_address(step.section.id)}{changing}#more")
    if holder.route.leaves == step.section:
        return holder.go("leave")
    following = holder.route.after(step.section.id)
    if changing:
        following = first_unfinished(holder.route, answers, holder.seen)
    return redirect(f"{holder.section_address(following.section.id)}{changing}") if following else holder.go("check")


def _by_button(request: HttpRequest, holder: Holder, step: Step | None) -> HttpResponse | None:
    """Where another button than Continue leads."""
    match request.POST.get("then"):
        case "back":
            before = holder.route.before(step.section.id) if step else None
            return redirect(holder.section_address(before.section.id) if before else f"{holder.address()}?all")
        case "later":
            return holder.go("save")
        case "tasks":
            return redirect(f"{holder.address()}?all")
    return None


def _too_much(request: HttpRequest, holder: Holder, here: Section | None, words: str) -> HttpResponse:
    """The answer to a form that was too large to be read: what is kept, with what is wrong at the first file."""
    step = holder.route.step(here.id) if here else None
    asks_files = [one.code for one in step.questions if one.kind == Kind.FILE] if step else []
    if step is None or not asks_files:
        return not_saved(request, words, status=413)
    return _section_page(request, holder, step, errors={asks_files[0]: words}, status=413)


def _section_page(
    request: HttpRequest,
    holder: Holder,
    step: Step,
    *,
    typed: Mapping[str, Answer] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    answers = holder.response.answers
    fields = list(asked(step.questions, answers, typed=typed, errors=errors, set_aside=holder.response.set_aside))
    least, most = how_many_steps(holder.questionnaire, answers, holder.seen | {step.section.id})
    number = [one.section.id for one in holder.route.steps].index(step.section.id) + 1
    return show(
        request,
        holder,
        "section",
        status=status,
        step=step,
        parts=_parts(step, fields),
        wrong=[field for field in fields if field.error],
        has_files=any(field.question.kind == Kind.FILE for field in fields),
        action=holder.section_address(step.section.id),
        number=number,
        of=str(most) if least == most else f"{max(least, number)} to {most}",
        is_changing=bool(request.GET.get("change") is not None or request.POST.get("changing")),
        is_first=number == 1,
    )


def _parts(step: Step, fields: list[Asked]) -> list[Part]:
    """The questions in order, each under the information that stands before it."""
    live = shown(item for item in step.section.items if isinstance(item, Information))
    by_code = {field.question.code: field for field in fields}
    parts: list[Part] = []
    waiting: Shown | None = None
    for item in step.section.items:
        if isinstance(item, Information):
            if waiting:
                parts.append(Part(waiting, []))
            waiting = live[item.id] or None
        elif item.code in by_code:
            if waiting or not parts:
                parts.append(Part(waiting, []))
            elif parts[-1].information:
                parts.append(Part(None, []))
            parts[-1].questions.append(by_code[item.code])
            waiting = None
    return [*parts, Part(waiting, [])] if waiting else parts
