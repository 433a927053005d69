"""What the pages behind the token of a response share. They set no cookie and need none.

The token in the address is what another site would have to know to forge a form, and it cannot: so there is no second
token in the form, and nothing that expires while somebody writes.
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

from consultation.participants import views as people
from consultation.surveys.about_you import SECTION
from consultation.surveys.choices import ResponseState, State
from consultation.surveys.models import Response, Survey
from consultation.surveys.models.survey import GRACE
from consultation.surveys.questionnaire.routing import Route, route
from consultation.surveys.questionnaire.shape import Questionnaire
from consultation.surveys.responses import held_by, may_send, somebody_else_at
from consultation.surveys.versions import questionnaire_of
from strategy.dates import clock_time
from strategy.rich_text import links_of

_SOON_MINUTES = 60


@dataclass(frozen=True)
class Holder:
    """Somebody who answers: their response, the token in their address, and what follows from both now."""

    response: Response
    token: str

    @property
    def survey(self) -> Survey:
        return self.response.survey

    @functools.cached_property
    def questionnaire(self) -> Questionnaire:
        return questionnaire_of(self.response.version)

    @functools.cached_property
    def route(self) -> Route:
        return route(self.questionnaire, self.response.answers)

    @property
    def seen(self) -> frozenset[str]:
        return frozenset(self.response.seen)

    @property
    def is_behind(self) -> bool:
        """Whether the questions have changed since the draft was begun."""
        response = self.response
        current = self.survey.version_id
        return response.state == ResponseState.DRAFT and not response.is_test and response.version_id != current

    def address(self, page: str = "") -> str:
        return reverse("surveys:page", args=[self.token, page]) if page else reverse("surveys:tasks", args=[self.token])

    def section_address(self, section_id: str) -> str:
        """Sections go by their number; the one about the person by its name."""
        if section_id == SECTION:
            return self.address(SECTION)
        ids = [section.id for section in self.questionnaire.sections]
        return self.address(f"section-{ids.index(section_id) + 1}")

    def go(self, page: str = "") -> HttpResponse:
        return redirect(self.address(page))

    @property
    def others_notice(self) -> str:
        """That somebody else is at it too; empty while nobody is."""
        at = somebody_else_at(self.response, self.token, timezone.now())
        if at is None:
            return ""
        return (
            f"Somebody else has these answers open: with another link, they were here at "
            f"{clock_time(timezone.localtime(at))}. It may be you, on another device. You can both go on. "
            "Where you both change an answer, both texts are kept and shown."
        )

    @property
    def is_too_late(self) -> bool:
        """Whether all that can be done with what was typed is to copy it."""
        is_paused = self.survey.state_at(timezone.now()) == State.PAUSED
        is_draft = self.response.state == ResponseState.DRAFT
        return is_draft and not is_paused and not may_send(self.response, timezone.now())

    @property
    def clock_notice(self) -> str:
        """What to know about the closing moment; empty while it is far."""
        now, survey, response = timezone.now(), self.survey, self.response
        if response.is_test or survey.closes_at is None:
            return ""
        state = survey.state_at(now)
        if state == State.PAUSED:
            return "This survey is paused for the moment. What you write is saved, and you can send it when it goes on."
        if not may_send(response, now):
            return (
                "This survey is closed. What you wrote is kept for 28 days, and you can take a copy. It is not sent. "
                "If something kept you from sending it in time, tell us with your reference: we may still admit it."
            )
        if state != State.OPEN:
            until = clock_time(timezone.localtime(survey.closes_at + GRACE))
            return f"This survey has closed. Because you had begun, you can still send until {until}."
        minutes = int((survey.closes_at - now).total_seconds() // 60)
        if minutes >= _SOON_MINUTES:
            return ""
        return (
            f"This survey closes in {minutes} minute{'' if minutes == 1 else 's'}. You have half an hour more to send."
        )


def held(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator of view(request, holder, …): gives it the response behind the token in the address.

    What is sent to an address that opens nothing is shown again, to be taken away: never lost without a word.
    """

    @people.opened_by(held_by)
    @functools.wraps(view)
    def opened(request: HttpRequest, response: Response, token: str, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, Holder(response, token), *args, **kwargs)

    return people.shown_again(opened, functools.partial(not_saved, status=404))


_DEAD = "The link of this page does not work any more. It may have expired, or been closed on this device."


def not_saved(request: HttpRequest, words: str = _DEAD, status: int = 403) -> HttpResponse:
    """What somebody typed, when it could not be saved."""
    typed = []
    for name, values in request.POST.lists():
        if name.startswith("q-"):
            typed += [str(value) for value in values if len(str(value)) > 1]
    return people.not_saved(request, typed, words=words, page="the survey", status=status)


def show(request: HttpRequest, holder: Holder, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of somebody's own."""
    shown = {"holder": holder, "survey": holder.survey, "response": holder.response, **context}
    with links_of(holder.survey.site):
        return render(request, f"consultation/surveys/{template}.html", shown, status=status)
