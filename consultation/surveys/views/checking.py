"""Looking over the answers and sending them; leaving early; other questions than before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.participants.bots import Verdict
from consultation.surveys.forms import Asked, SendForm
from consultation.surveys.questionnaire.answers import shown
from consultation.surveys.questionnaire.routing import Step, no_longer_asked, problems
from consultation.surveys.responses import ResponseRefused, bring_up_to_date, let_go, may_send
from consultation.surveys.submission import NotComplete, OrganisationRefused, submit
from consultation.surveys.views.answering import elsewhere, onwards
from consultation.surveys.views.holding import Holder, held, show


@held
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, holder: Holder) -> HttpResponse:
    """All answers, to look over and change; the button that sends them."""
    if away := elsewhere(holder, changing=True):
        return away
    if request.method == "POST":
        return _send(request, holder)
    return _check_page(request, holder)


def _send(request: HttpRequest, holder: Holder) -> HttpResponse:
    form = SendForm(request.POST, now=timezone.now())
    suspect = "filled in a hidden field" if form.is_valid() and form.verdict is Verdict.QUARANTINE else ""
    try:
        submit(response=holder.response, suspect=suspect, now=timezone.now())
    except NotComplete as refusal:
        return _check_page(request, holder, errors=refusal.problems)
    except OrganisationRefused as refusal:
        return _check_page(request, holder, errors={refusal.code: str(refusal)})
    except ResponseRefused as refusal:
        return _check_page(request, holder, refused=str(refusal))
    return holder.go("sent")


def _check_page(
    request: HttpRequest, holder: Holder, *, errors: Mapping[str, str] | None = None, refused: str = ""
) -> HttpResponse:
    rows = {step.section.id: _rows(holder, step, errors or {}) for step in holder.route.steps}
    return show(
        request,
        holder,
        "check",
        parts=[(step.section.title, rows[step.section.id]) for step in holder.route.steps],
        wrong=[row for part in rows.values() for row in part if row["error"]],
        refused=refused,
        left_out=no_longer_asked(holder.questionnaire, holder.route, holder.response.answers),
        form=SendForm(now=timezone.now()),
        can_send=may_send(holder.response, timezone.now()),
        leaves=holder.route.leaves,
    )


def _rows(holder: Holder, step: Step, errors: Mapping[str, str]) -> list[dict[str, Any]]:
    answers = holder.response.answers
    unfinished = problems(holder.route, answers)
    address = holder.section_address(step.section.id)
    return [
        {
            "question": question,
            "words": shown(question, answers.get(question.code)),
            "error": errors.get(question.code, ""),
            "is_missing": question.code in unfinished,
            "url": f"{address}?change#{Asked(question, {}, None).first_id}",
        }
        for question in step.questions
    ]


@held
@require_safe
def leave(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Whom the survey is not for. Nothing is sent; the answers can be changed."""
    if holder.route.leaves is None:
        return onwards(holder)
    last = holder.section_address(holder.route.leaves.id)
    return show(request, holder, "leave", words=holder.route.leaves.leave_words, back=last)


@held
@require_http_methods(["GET", "HEAD", "POST"])
def changed(request: HttpRequest, holder: Holder) -> HttpResponse:
    """The questions are others than when somebody began: what that means for the draft, and a button."""
    if request.method == "POST":
        again = bring_up_to_date(response=holder.response, now=timezone.now())
        return redirect(f"{holder.address()}?all" if again else holder.address())
    return show(request, holder, "changed") if holder.is_behind else onwards(holder)


@held
@require_POST
def close(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Make the address on this device worthless: somebody else will sit here."""
    let_go(token=holder.token, now=timezone.now())
    return redirect(holder.survey.get_absolute_url())
