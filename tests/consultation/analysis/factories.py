"""Sent responses for tests of analysis: quick to make by the thousand, and told apart by what they say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from consultation.surveys.choices import ResponseState
from consultation.surveys.models import Response, SentAnswers
from consultation.surveys.questionnaire.routing import route
from consultation.surveys.submission import what_is_sent
from consultation.surveys.versions import questionnaire_of
from tests.consultation.surveys.factories import NOW


def said(business: str = "no", matters: Any = ("red",), why: str = "", **more: Any) -> dict[str, Any]:
    answers: dict[str, Any] = {"business": {"choice": business}, "matters": {"choices": list(matters)}}
    answers |= {"about-for": {"choice": "myself"}, "about-publishing": {"choice": "anonymous"}}
    return answers | ({"why": {"text": why}} if why else {}) | more


def send(survey: Any, *many: dict[str, Any], at: dt.datetime = NOW, **fields: Any) -> list[Response]:
    """Responses with these answers, as sending leaves them. Three statements for all."""
    version = survey.version
    found = [
        Response(
            site_id=survey.site_id,
            survey=survey,
            version=version,
            state=ResponseState.SUBMITTED,
            answers=answers,
            saves=1,
            started_at=at,
            saved_at=at,
            sent_at=at,
            **({"publishing": answers.get("about-publishing", {}).get("choice", "no")} | fields),
        )
        for answers in many
    ]
    Response.objects.bulk_create(found)
    sent = [
        SentAnswers(
            response=response,
            version=version,
            number=1,
            answers=what_is_sent(route(questionnaire_of(version), response.answers), response.answers),
            sent_at=at,
        )
        for response in found
    ]
    SentAnswers.objects.bulk_create(sent)
    return found
