"""The pages on which somebody puts evidence together: the list, the questions, who they are, sending, the receipt."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from consultation.evidence.choices import State, SubmissionState
from consultation.evidence.emails import RETURN, RETURN_DAYS
from consultation.evidence.forms import AboutForm, AnswersForm, LinkForm, SendForm
from consultation.evidence.models import EvidenceSubmission
from consultation.evidence.submission import NotComplete, missing, problems, submit
from consultation.evidence.submission import withdraw as take_back
from consultation.evidence.views.holding import Holder, held, not_saved, show
from consultation.evidence.writing import SubmissionRefused, hold, save_about, save_answers, send_link
from consultation.files.kinds import MOST_FILES
from consultation.participants.bots import Verdict
from consultation.participants.limits import allow
from consultation.participants.models import SignedLink
from consultation.participants.views import for_holder, sender_of

_MAILS_PER_DAY = 10
_DAY = dt.timedelta(days=1)


@held
@require_safe
def mine(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Everything so far, with what each part still needs."""
    if holder.submission.state == SubmissionState.WITHDRAWN:
        return holder.go("sent")
    questions = list(holder.call.questions.all())
    answered = sum(bool(holder.submission.answers.get(str(one.pk))) for one in questions)
    new = [item for item in holder.items if item.sent_at is None]
    return show(
        request,
        holder,
        "mine",
        questions=questions,
        answered=answered,
        items=[(item, missing(item)) for item in new],
        sent_items=[item for item in holder.items if item.sent_at is not None],
        has_about=bool(holder.submission.name or holder.submission.email),
        most_files=MOST_FILES,
    )


@held
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, holder: Holder) -> HttpResponse:
    """The questions. What is typed is kept, too long or not."""
    if not holder.is_draft:
        return holder.go()
    form = AnswersForm(request.POST or None, submission=holder.submission)
    if request.method == "POST":
        is_good = form.is_valid()
        try:
            save_answers(submission=holder.submission, answers=form.answers(), now=timezone.now())
        except SubmissionRefused as refusal:
            return not_saved(request, str(refusal))
        if is_good:
            return holder.go()
    return show(request, holder, "answers", form=form)


@held
@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Who sends it."""
    if not holder.is_draft:
        return holder.go()
    form = AboutForm(request.POST or None, submission=holder.submission)
    if request.method == "POST" and form.is_valid():
        try:
            save_about(submission=holder.submission, given=form.cleaned_data, now=timezone.now())
        except SubmissionRefused as refusal:
            return not_saved(request, str(refusal))
        return holder.go()
    return show(request, holder, "about", form=form)


@held
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Everything once more, before it is sent."""
    submission = holder.submission
    if submission.state == SubmissionState.WITHDRAWN:
        return holder.go("sent")
    form = SendForm(request.POST or None, now=timezone.now())
    refused = ""
    if request.method == "POST":
        suspect = "" if form.is_valid() and form.verdict is Verdict.FINE else "the form looks filled in by a robot"
        try:
            submit(submission=submission, suspect=suspect, now=timezone.now())
        except NotComplete:
            pass  # the page says what is missing
        except SubmissionRefused as refusal:
            refused = str(refusal)
        else:
            return holder.go("sent")
    questions = [(one, submission.answers.get(str(one.pk), "")) for one in holder.call.questions.all()]
    return show(
        request,
        holder,
        "check",
        form=form,
        refused=refused,
        problems=problems(submission),
        questions=questions if holder.is_draft else [],
        items=[item for item in holder.items if item.sent_at is None],
    )


@held
@require_safe
def sent(request: HttpRequest, holder: Holder) -> HttpResponse:
    """The receipt: every file with its size and hash. It can be bookmarked and printed."""
    submission = holder.submission
    if submission.state == SubmissionState.DRAFT:
        return holder.go()
    is_read = holder.call.state_at(timezone.now()) in (State.READING, State.OUTCOME)
    return show(
        request,
        holder,
        "sent",
        items=[item for item in holder.items if item.sent_at is not None],
        not_sent=[item for item in holder.items if item.sent_at is None],
        answered=sum(bool(words) for words in submission.answers.values()),
        can_withdraw=not is_read,
    )


@held
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Come back later: everything is saved already; here an address is given for the link."""
    form = LinkForm(request.POST or None, initial={"email": holder.submission.email})
    sent_to = ""
    if request.method == "POST" and form.is_valid():
        now, email = timezone.now(), form.cleaned_data["email"]
        by_address = allow("evidence-link-to", email.lower(), _MAILS_PER_DAY, _DAY, now)
        if by_address and allow("evidence-link-from", sender_of(request), _MAILS_PER_DAY * 5, _DAY, now):
            send_link(submission=holder.submission, email=email, now=now)
            sent_to = email
        else:
            form.add_error("email", "We have sent as many links today as we may. Use the latest, or try tomorrow.")
    until = timezone.now() + dt.timedelta(days=RETURN_DAYS)
    return show(request, holder, "save", form=form, sent_to=sent_to, until=until)


@held
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Asks once more, then takes it back."""
    refused = ""
    if request.method == "POST":
        try:
            take_back(submission=holder.submission, now=timezone.now())
        except SubmissionRefused as refusal:
            refused = str(refusal)
        else:
            return holder.go("sent")
    if holder.submission.state != SubmissionState.SENT:
        return holder.go("sent")
    return show(request, holder, "withdraw", refused=refused)


@held
@require_safe
def elsewhere(request: HttpRequest, holder: Holder, page: str) -> HttpResponse:
    """An address below a submission where nothing is."""
    return holder.go()


@csrf_exempt
@for_holder(RETURN)
@require_http_methods(["GET", "HEAD", "POST"])
def come_in(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Where an e-mailed link leads: a page with a button, because scanners of mail follow links."""
    submission = EvidenceSubmission.objects.select_related("call__site", "site").get(pk=str(link.target_id))
    if request.method == "POST":
        token = hold(submission=submission, now=timezone.now())
        page = "evidence:mine" if submission.state == SubmissionState.DRAFT else "evidence:page"
        args = [token] if submission.state == SubmissionState.DRAFT else [token, "sent"]
        return redirect(reverse(page, args=args))
    context = {"submission": submission, "call": submission.call}
    return render(request, "consultation/evidence/come_in.html", context)
