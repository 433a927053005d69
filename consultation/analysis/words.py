"""Answers in words: which questions have them, and the texts of one, searched and narrowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models.fields.json import KeyTextTransform

from consultation.analysis.tallies import answers_of
from consultation.surveys.about_you import PERSONAL
from consultation.surveys.models import Survey
from consultation.surveys.questionnaire.shape import OTHER, Kind, Question
from consultation.surveys.versions import questionnaire_of

_WORDED = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT})


def questions_of(survey: Survey) -> list[Question]:
    """The questions that were answered in words, of every version, the latest first. One query."""
    found: dict[str, Question] = {}
    for version in survey.versions.published():
        for question in questionnaire_of(version).questions:
            if question.code not in PERSONAL and (question.kind in _WORDED or question.has_other):
                found.setdefault(question.code, question)
    return list(found.values())


def answers_to(survey: Survey, question: Question | str) -> models.QuerySet[Any]:
    """What was sent last, each with its `words`, those without any left out; in the order of sending."""
    code = question if isinstance(question, str) else question.code
    part = OTHER if isinstance(question, Question) and question.kind not in _WORDED else "text"
    words = KeyTextTransform(part, KeyTextTransform(code, "answers"))
    return answers_of(survey).annotate(words=words).exclude(words=None).exclude(words="").order_by("pk")


def texts_of(survey: Survey, question: str) -> Iterator[tuple[int, str]]:
    """(key of the response, its words), a few at a time."""
    yield from answers_to(survey, question).values_list("response_id", "words").iterator(chunk_size=1000)


def search(answers: models.QuerySet[Any], asked: str) -> models.QuerySet[Any]:
    """Those with every word of `asked` somewhere in them, capitals or not."""
    for word in asked.replace("\x00", " ").split()[:10]:
        answers = answers.filter(words__icontains=word)
    return answers
