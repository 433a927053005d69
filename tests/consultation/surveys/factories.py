"""Surveys for tests: open in November 2026, unless they say otherwise."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wagtail.models import Site

from consultation.dates import LONDON
from consultation.surveys.about_you import about_you
from consultation.surveys.models import QuestionnaireVersion, Response, Survey
from consultation.surveys.questionnaire.shape import Questionnaire
from consultation.surveys.responses import save_page, start
from consultation.surveys.submission import submit
from consultation.surveys.versions import note_privacy, questionnaire_of
from tests.consultation.surveys.questionnaires import SMALL

NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)

# What answers everything on the short way through SMALL.
GOOD: dict[str, dict[str, Any]] = {
    "business": {"choice": "no"},
    "matters": {"choices": ["red"]},
    "why": {"text": "Because."},
    "about-for": {"choice": "myself"},
    "about-publishing": {"choice": "no"},
}


def later(**units: float) -> dt.datetime:
    return NOW + dt.timedelta(**units)


def london(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=LONDON)


def make_survey(site: Site, **fields: Any) -> Survey:
    """A draft with all that it needs but questions."""
    given: dict[str, Any] = {
        "title": "What matters to you",
        "slug": "what-matters",
        "summary": "A short survey on what matters.",
        "introduction": "<p>We want to know.</p>",
        "privacy_notice": "<p>We read your answers and nobody else does.</p>",
        "lawful_basis": "public_task",
        "retention_months": 12,
        "other_ways": "<p>Ring us.</p>",
        "opens_on": dt.date(2026, 11, 1),
        "closes_on": dt.date(2026, 11, 30),
    }
    return Survey.objects.create(site=site, **(given | fields))


def open_survey(site: Site, questionnaire: Questionnaire = SMALL, **fields: Any) -> Survey:
    """One that is published with these questions, and the section about the person."""
    survey = make_survey(site, **fields)
    whole = Questionnaire((*questionnaire.sections, about_you()))
    note_privacy(survey=survey, now=NOW)
    survey.version = QuestionnaireVersion.objects.create(survey=survey, number=1, content=whole.plain(), made_at=NOW)
    survey.save(update_fields=["version"])
    return survey


def begin(survey: Survey, now: dt.datetime = NOW) -> Response:
    return start(survey=survey, now=now)[0]


def fill_in(response: Response, answers: dict[str, Any] | None = None, now: dt.datetime = NOW) -> Response:
    """Save answers page by page, as a browser would."""
    for section in questionnaire_of(response.version).sections:
        typed = {one.code: (answers or GOOD)[one.code] for one in section.questions if one.code in (answers or GOOD)}
        save_page(response=response, section_id=section.id, typed=typed, was={}, now=now)
    response.refresh_from_db()
    return response


def sent(survey: Survey, answers: dict[str, Any] | None = None, now: dt.datetime = NOW) -> Response:
    response = fill_in(begin(survey, now), answers, now)
    submit(response=response, now=now + dt.timedelta(minutes=5))
    response.refresh_from_db()
    return response
