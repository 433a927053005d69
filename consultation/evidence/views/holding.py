"""What the pages behind the token of a submission share. They set no cookie and need none.

The token in the address is what another site would have to know to forge a form, and it cannot: so there is no second
token in the form, and nothing that expires while somebody writes or a slow line uploads.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from consultation.evidence.choices import Channel, State, SubmissionState
from consultation.evidence.models import CallForEvidence, EvidenceItem, EvidenceSubmission
from consultation.evidence.models.call import GRACE
from consultation.evidence.writing import HOLDS, may_send, why_not
from consultation.participants import views as people
from consultation.participants.models import SignedLink
from strategy.dates import clock_time
from strategy.rich_text import links_of

_SOON_MINUTES = 60


@dataclass(frozen=True)
class Holder:
    """Somebody who sends evidence: their submission, the token in their address, and what follows from both now."""

    submission: EvidenceSubmission
    token: str
    link: SignedLink

    @property
    def call(self) -> CallForEvidence:
        return self.submission.call

    @property
    def is_draft(self) -> bool:
        return self.submission.state == SubmissionState.DRAFT

    def address(self, page: str = "") -> str:
        name, args = ("page", [self.token, page]) if page else ("mine", [self.token])
        return reverse(f"evidence:{name}", args=args)

    def go(self, page: str = "") -> HttpResponse:
        return redirect(self.address(page))

    @functools.cached_property
    def items(self) -> list[EvidenceItem]:
        return list(self.submission.items.select_related("file", "entry", "bears_on"))

    @functools.cached_property
    def can_send(self) -> bool:
        return self.submission.state != SubmissionState.WITHDRAWN and may_send(self.submission, timezone.now())

    @property
    def clock_notice(self) -> str:
        """What to know about the closing moment; empty while it is far."""
        now, call = timezone.now(), self.call
        if call.closes_at is None or self.submission.channel != Channel.ONLINE:
            return ""
        state = call.state_at(now)
        if not self.can_send:
            kept = " What you added is kept for 28 days. It is not sent." if self.is_draft else ""
            return f"{why_not(state)}{kept}"
        if state != State.OPEN:
            until = clock_time(timezone.localtime(call.closes_at + GRACE))
            return f"This call for evidence has closed. Because you had begun, you can still send until {until}."
        minutes = int((call.closes_at - now).total_seconds() // 60)
        if minutes >= _SOON_MINUTES:
            return ""
        many = "" if minutes == 1 else "s"
        return f"This call for evidence closes in {minutes} minute{many}. You have half an hour more to send."


def held(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator of view(request, holder, …): gives it the submission behind the token in the address.

    What is sent to an address that opens nothing is shown again, to be taken away: never lost without a word.
    """

    @people.for_holder(HOLDS)
    @functools.wraps(view)
    def opened(request: HttpRequest, link: SignedLink, token: str, *args: object, **kwargs: object) -> HttpResponse:
        submission = link.target
        assert isinstance(submission, EvidenceSubmission)  # noqa: S101 - for the types: nothing else has this purpose
        submission.call = CallForEvidence.objects.select_related("site__root_page").get(pk=submission.call_id)
        submission.site = submission.call.site
        return view(request, Holder(submission, token, link), *args, **kwargs)

    return people.shown_again(opened, functools.partial(not_saved, status=404))


_DEAD = "The link of this page does not work any more. It may have expired."


def not_saved(request: HttpRequest, words: str = _DEAD, status: int = 403) -> HttpResponse:
    """What somebody typed, when it could not be saved."""
    typed = [str(value) for _name, values in request.POST.lists() for value in values if len(str(value)) > 12]
    return people.not_saved(request, typed, words=words, page="the call for evidence", status=status)


def show(request: HttpRequest, holder: Holder, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of somebody's own."""
    shown = {"holder": holder, "call": holder.call, "submission": holder.submission, **context}
    with links_of(holder.call.site):
        return render(request, f"consultation/evidence/{template}.html", shown, status=status)
