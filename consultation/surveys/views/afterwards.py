"""After sending: what was sent, taking it back, and the equality questions. And the way back by an e-mailed link."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from consultation.participants.limits import allow
from consultation.participants.models import SignedLink
from consultation.participants.views import for_holder, sender_of
from consultation.surveys import equality as counting
from consultation.surveys.choices import ResponseState, State
from consultation.surveys.copies import copy_of, send_copy
from consultation.surveys.emails import RETURN, RETURN_DAYS
from consultation.surveys.forms import LinkForm, asked
from consultation.surveys.invitations import INVITED
from consultation.surveys.models import Response
from consultation.surveys.questionnaire.answers import read
from consultation.surveys.responses import ResponseRefused, hold, may_send, send_link, start
from consultation.surveys.submission import withdraw as take_back
from consultation.surveys.views.holding import Holder, held, show

_MAILS_PER_DAY = 10


@held
@require_safe
def sent(request: HttpRequest, holder: Holder) -> HttpResponse:
    """That it has arrived, and what happens next. It can be bookmarked."""
    response = holder.response
    if response.state == ResponseState.DRAFT:
        return holder.go()
    now = timezone.now()
    return show(
        request,
        holder,
        "sent",
        can_change=may_send(response, now),
        can_withdraw=holder.survey.state_at(now) not in (State.ANALYSING, State.OUTCOME),
        asks_equality=holder.survey.asks_equality and not response.was_asked_equality,
    )


@held
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, holder: Holder) -> HttpResponse:
    """What was typed, or what was sent: to keep, to print, or to have by e-mail."""
    copied = copy_of(holder.response, draft="draft" in request.GET)
    form = LinkForm(request.POST or None)
    sent_to = ""
    if request.method == "POST" and copied.sent and form.is_valid():
        now, email = timezone.now(), form.cleaned_data["email"]
        if _may_mail(request, email, now):
            send_copy(response=holder.response, email=email, now=now)
            sent_to = email
        else:
            form.add_error("email", "We have sent as much to this address today as we may. Try tomorrow.")
    return show(request, holder, "copy", parts=copied.parts, last=copied.sent, form=form, sent_to=sent_to)


@held
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Save and come back: everything is saved already; here an address is given for the link."""
    form = LinkForm(request.POST or None)
    sent_to = ""
    if request.method == "POST" and form.is_valid():
        now, email = timezone.now(), form.cleaned_data["email"]
        if _may_mail(request, email, now):
            send_link(response=holder.response, email=email, now=now)
            sent_to = email
        else:
            form.add_error("email", "We have sent as many links today as we may. Use the latest, or try tomorrow.")
    context: dict[str, Any] = {"form": form, "sent_to": sent_to, "days": RETURN_DAYS}
    until = timezone.now() + dt.timedelta(days=RETURN_DAYS)
    return show(request, holder, "save", until=until, **context)


def _may_mail(request: HttpRequest, email: str, now: dt.datetime) -> bool:
    day = dt.timedelta(days=1)
    by_address = allow("survey-link-to", email.lower(), _MAILS_PER_DAY, day, now)
    return by_address and allow("survey-link-from", sender_of(request), _MAILS_PER_DAY * 5, day, now)


@held
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Asks once more, then takes it back."""
    refused = ""
    if request.method == "POST":
        try:
            take_back(response=holder.response, now=timezone.now())
        except ResponseRefused as refusal:
            refused = str(refusal)
        else:
            return holder.go("sent")
    if holder.response.state != ResponseState.SUBMITTED:
        return holder.go("sent")
    return show(request, holder, "withdraw", refused=refused)


@held
@require_http_methods(["GET", "HEAD", "POST"])
def equality(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Asked once, counted and forgotten. Leaving them empty is an answer too."""
    response = holder.response
    if request.method == "POST":
        answers = {question.code: read(question, request.POST) for question in counting.QUESTIONS}
        if request.POST.get("then") == "skip":
            answers = {}
        try:
            counting.count(response=response, answers=answers)
        except ResponseRefused:
            return holder.go("sent")
        return redirect(f"{holder.address('sent')}?thanks")
    if response.was_asked_equality or response.state != ResponseState.SUBMITTED or not holder.survey.asks_equality:
        return holder.go("sent")
    return show(request, holder, "equality", fields=list(asked(counting.QUESTIONS, {})))


@csrf_exempt
@for_holder(RETURN)
@require_http_methods(["GET", "HEAD", "POST"])
def come_in(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Where an e-mailed link leads: a page with a button, because scanners of mail follow links."""
    response = Response.objects.select_related("survey__site").get(pk=str(link.target_id))
    if request.method == "POST":
        token = hold(response=response, now=timezone.now())
        return redirect(reverse("surveys:tasks", args=[token]))
    return render(request, "consultation/surveys/come_in.html", {"response": response, "survey": response.survey})


@csrf_exempt
@for_holder(INVITED)
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Where an invitation leads: it begins a response, or goes back to the one it began."""
    invitation, refused = link.target, ""
    assert invitation is not None  # noqa: S101 - for the types: a link without its target opens nothing
    survey = invitation.survey
    if request.method == "POST":
        try:
            _response, token = start(survey=survey, now=timezone.now(), invitation=invitation)
        except ResponseRefused as refusal:
            refused = str(refusal)
        else:
            return redirect(reverse("surveys:tasks", args=[token]))
    context = {"survey": survey, "invitation": invitation, "refused": refused}
    return render(request, "consultation/surveys/invited.html", context)
