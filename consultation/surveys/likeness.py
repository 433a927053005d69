"""Responses that may be one person's twice: a hint for who analyses them, and never a reason to refuse any.

Looked for in what was sent and in the address that was given. No network address, no cookie: a household is not one
person, and neither is an office.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from consultation.surveys.models import Response, SentAnswers
from consultation.surveys.questionnaire.answers import Answer

# Fewer characters are alike by chance: "More buses, please."
_LONG_ENOUGH = 60
_MOST = 20


@dataclass(frozen=True)
class Alike:
    """Another response, and why it is taken for one that may be from the same hand."""

    response: Response
    why: str


def alike(sent: SentAnswers) -> list[Alike]:
    """Others of the survey with the same words in a long answer, or from the same e-mail address. At most two queries.

    Whose address it is stays untold.
    """
    response = sent.response
    others = Response.objects.counted().filter(survey=response.survey_id).exclude(pk=response.pk)
    found: dict[int, Alike] = {}
    if response.contact_id is not None:
        for other in others.filter(contact=response.contact_id)[:_MOST]:
            found[other.pk] = Alike(other, "the same e-mail address")
    if words := _long_words(sent.answers):
        for other in _with_any(others, words)[:_MOST]:
            found.setdefault(other.pk, Alike(other, "the same words"))
    return list(found.values())


def _long_words(answers: dict[str, Answer]) -> dict[str, Answer]:
    return {code: answer for code, answer in answers.items() if len(str(answer.get("text", ""))) >= _LONG_ENOUGH}


def _with_any(others: QuerySet[Response], words: dict[str, Answer]) -> QuerySet[Response]:
    same = Q()
    for code, answer in words.items():
        same |= Q(answers__contains={code: answer})
    return others.filter(pk__in=SentAnswers.objects.filter(same, is_current=True).values("response"))
