"""Answering: begin, save, come back. Whatever somebody types is kept, valid or not; `sending` decides what counts."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from consultation.participants import contacts
from consultation.participants.links import LinkRefused, make_link, of_token
from consultation.surveys import emails
from consultation.surveys.choices import ResponseState, State, WhoMayAnswer
from consultation.surveys.models import QuestionnaireVersion, Response, Survey, SurveyInvitation
from consultation.surveys.models.survey import GRACE
from consultation.surveys.questionnaire.answers import Answer, Answers
from consultation.surveys.questionnaire.changes import carried_over
from consultation.surveys.questionnaire.routing import Route, route
from consultation.surveys.versions import questionnaire_of

# What a browser holds while somebody answers. Longer than any draft is kept: nobody loses the key before the text.
HOLDS = "survey"
HOLDS_DAYS = 365

_MOST_SET_ASIDE = 60

# So long after somebody came in or saved, others are told that they may still be at it.
_STILL_THERE = dt.timedelta(minutes=15)

# Without what few pages show, and none needs to take what was sent to it.
_LONG = ("sections", "introduction", "other_ways", "privacy_notice", "outcome", "version__content")
_ROWS = Response.objects.select_related("site", "survey__version").defer(*(f"survey__{name}" for name in _LONG))


class ResponseRefused(Exception):
    """It cannot be done now. The text is for the public."""


@dataclass(frozen=True)
class Saved:
    """What came of saving a page: the response, its route, and the codes that somebody else changed meanwhile."""

    response: Response
    route: Route
    conflicts: tuple[str, ...] = ()


def mark(answer: Answer | None) -> str:
    """A short sign of what an answer was when a page was shown: the page sends it back, and so tells who changed it.

    All that say nothing have one: nobody overwrites anything by answering what was left empty.
    """
    if not answer or not any(answer.values()):
        return "-"
    plain = json.dumps(answer, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


@transaction.atomic
def start(
    *, survey: Survey, now: dt.datetime, invitation: SurveyInvitation | None = None, suspect: str = ""
) -> tuple[Response, str]:
    """Begin a response; return it with the token that opens it. `suspect` says why it is set aside, if it is.

    An invitation that has begun leads back to what it began. Raises ResponseRefused when the survey is not open, or is
    only for people who are invited.
    """
    state = survey.state_at(now)
    if survey.version is None or state != State.OPEN:
        raise ResponseRefused(why_not(state))
    if survey.who_may_answer == WhoMayAnswer.INVITED and invitation is None:
        raise ResponseRefused("This survey is for people who are invited. Use the link in your invitation.")
    if invitation is not None:
        invitation = SurveyInvitation.objects.select_for_update().get(pk=invitation.pk)
        if invitation.response is not None:
            return invitation.response, hold(response=invitation.response, now=now)
    response = _begin(survey, survey.version, now, suspect=suspect, contact=invitation.contact if invitation else None)
    if invitation is not None:
        invitation.response = response
        invitation.save(update_fields=["response"])
    return response, hold(response=response, now=now)


def why_not(state: State) -> str:
    """Why nobody can begin, in the state of a survey."""
    match state:
        case State.COMING:
            return "This survey is not open yet."
        case State.PAUSED:
            return "This survey is paused for the moment. Try again later."
    return "This survey is closed."


@transaction.atomic
def start_test(*, survey: Survey, version: QuestionnaireVersion, now: dt.datetime) -> tuple[Response, str]:
    """A response to try the questions out. It is marked, never counted, and wiped when the survey opens."""
    response = _begin(survey, version, now, is_test=True)
    return response, hold(response=response, now=now)


def _begin(
    survey: Survey, version: QuestionnaireVersion, now: dt.datetime, *, suspect: str = "", **fields: Any
) -> Response:
    return Response.objects.create(
        site_id=survey.site_id,
        survey=survey,
        version=version,
        privacy_notice=survey.privacy_notices.first(),
        started_at=now,
        saved_at=now,
        is_quarantined=bool(suspect),
        quarantined_because=suspect,
        **fields,
    )


def hold(*, response: Response, now: dt.datetime) -> str:
    """A token for one more browser that answers. Earlier ones keep working: a colleague may have one, and is told."""
    token = make_link(purpose=HOLDS, target=response, site=response.site, now=now, days=HOLDS_DAYS)
    Response.objects.filter(pk=response.pk).update(last_key=key_of(token), last_key_at=now)
    return token


def key_of(token: str) -> str:
    """A sign of a token that tells it from others and cannot be turned back into it."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()[:12]


def somebody_else_at(response: Response, token: str, now: dt.datetime) -> dt.datetime | None:
    """When somebody came in or saved with another token than this, if they may still be at it. No query."""
    at = response.last_key_at
    is_other = bool(response.last_key) and response.last_key != key_of(token)
    return at if at and is_other and now - at < _STILL_THERE else None


def held_by(token: str, now: dt.datetime) -> Response:
    """The response that a token opens, with its area, its survey and what that asks now. One query.

    Raises LinkRefused, as `links.resolve` does.
    """
    try:
        response: Response = _ROWS.get(pk__in=of_token(token, HOLDS, now).keys_of(Response))
    except Response.DoesNotExist:
        raise LinkRefused from None
    survey = response.survey
    survey.site = response.site
    if response.version_id == survey.version_id and survey.version is not None:
        response.version = survey.version
    return response


def let_go(*, token: str, now: dt.datetime) -> None:
    """Make a token worthless, on a device that others use. Other tokens of the response keep working."""
    of_token(token, HOLDS, now).update(revoked_at=now)


@transaction.atomic
def save_page(
    *, response: Response, section_id: str, typed: Answers, was: Mapping[str, str], token: str = "", now: dt.datetime
) -> Saved:
    """Keep what was typed on one page, right or wrong.

    `was` holds the marks of the answers as the page showed them. Where somebody else has changed an answer since, it
    stays, and what was typed now is set aside beside it, unless this page left it as it was; the codes are returned.
    The section counts as seen, unless none is named: then somebody is still at it. Who comes with another token than
    `token` is told for a while that somebody is there.
    Raises ResponseRefused when nothing can be written any more.
    """
    response = locked(response)
    refuse_unless_writable(response, now)
    conflicts = []
    for code, answer in typed.items():
        there = response.answers.get(code)
        if mark(there) in (mark(answer), was.get(code, mark(there))):
            response.answers[code] = answer
            continue
        if mark(answer) == was.get(code):
            continue
        conflicts.append(code)
        _set_aside(response, code, answer, now)
        _set_aside(response, code, there, now)
    if section_id and section_id not in response.seen:
        response.seen.append(section_id)
    response.saves += 1
    response.saved_at = now
    found = route(questionnaire_of(response.version), response.answers)
    response.has_left = found.leaves is not None
    if token:
        response.last_key, response.last_key_at = key_of(token), now
    response.save(update_fields=[*_SAVED])
    return Saved(response, found, tuple(conflicts))


_SAVED = ("answers", "seen", "saves", "saved_at", "set_aside", "has_left", "last_key", "last_key_at")


def _set_aside(response: Response, code: str, answer: Answer | None, now: dt.datetime) -> None:
    there = [mark(one["answer"]) for one in response.set_aside if one["code"] == code]
    if answer and mark(answer) not in there:
        response.set_aside.append({"code": code, "answer": answer, "at": now.isoformat()})
        del response.set_aside[:-_MOST_SET_ASIDE]


def locked(response: Response) -> Response:
    """The row as it is now, held until the end of the transaction; its survey as `response` had it. One query."""
    found: Response = Response.objects.select_for_update().get(pk=response.pk)
    found.survey = response.survey
    if found.version_id == response.version_id:
        found.version = response.version
    return found


def refuse_unless_writable(response: Response, now: dt.datetime) -> None:
    """A draft can be written for as long as it is there; what was sent, until the survey closes."""
    if response.state == ResponseState.WITHDRAWN:
        raise ResponseRefused("You have withdrawn this response, so it cannot be changed.")
    if response.state == ResponseState.SUBMITTED and not may_send(response, now):
        raise ResponseRefused("The survey is closed, so what you sent cannot be changed any more.")


def may_send(response: Response, now: dt.datetime) -> bool:
    """Whether it can be sent at `now`: while open, and for a short time after that if it was begun before."""
    if response.is_test:
        return True
    state, survey = response.survey.state_at(now), response.survey
    if state == State.OPEN:
        return True
    if state != State.CLOSED or survey.closes_at is None:
        return False
    return response.started_at < survey.closes_at and now < survey.closes_at + GRACE


@transaction.atomic
def bring_up_to_date(*, response: Response, now: dt.datetime) -> tuple[str, ...]:
    """Move a draft to the questions as they are now; return the codes of the answers to look at again.

    What a question can no longer hold is set aside. What was sent stays with the questions it answered.
    """
    response = locked(response)
    new = response.survey.version
    if response.state != ResponseState.DRAFT or new is None or new == response.version or response.is_test:
        return ()
    before, after = questionnaire_of(response.version), questionnaire_of(new)
    kept, again = carried_over(before, after, response.answers)
    for code, answer in response.answers.items():
        if code not in kept:
            _set_aside(response, code, answer, now)
    response.answers, response.version = kept, new
    sections = {after.section_of[code].id for code in again}
    response.seen = [section for section in response.seen if section not in sections]
    response.saves += 1
    response.save(update_fields=["answers", "version", "seen", "set_aside", "saves"])
    return again


@transaction.atomic
def send_link(*, response: Response, email: str, now: dt.datetime) -> None:
    """E-mail the way back to a draft, or to what was sent. The link in an earlier e-mail stops working."""
    response = locked(response)
    response.contact = contacts.remember(site=response.survey.site, email=email, now=now)
    response.save(update_fields=["contact"])
    emails.send_link(response, response.contact, now)


@transaction.atomic
def send_new_link(*, survey: Survey, email: str, now: dt.datetime) -> None:
    """E-mail a new way back to whoever has begun with that address. Says nothing of whether anybody has."""
    found = (
        Response.objects.filter(survey=survey, contact__email=contacts.same_email(email), is_test=False)
        .exclude(state=ResponseState.WITHDRAWN)
        .select_related("survey__site", "contact")
        .order_by("-saved_at")
        .first()
    )
    if found is not None and found.contact is not None:
        emails.send_link(found, found.contact, now)
