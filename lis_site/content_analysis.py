"""Publishes the results of a closed demonstration: tables, words that its made-up people allow, and themes with counts.

A survey of `surveys.yaml` that has `themes` is read in full, once: what has results already stays as it is.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from wagtail.models import Site

from consultation.analysis import coding, moderation, results
from consultation.analysis.models import Code, Coding, Results
from consultation.analysis.words import answers_to
from consultation.dates import LONDON
from consultation.feedback.models import FeedbackRow, FeedbackTheme
from consultation.models import Response, Survey
from consultation.surveys.choices import Publishing

type Entry = dict[str, Any]


def add_analysis(site: Site, content: Entry, *, today: dt.date) -> None:
    """Publish what is missing. The rows of "you said, we did" that answer a theme are there already."""
    now = dt.datetime.combine(today, dt.time(9), tzinfo=LONDON)
    done = set(Results.objects.filter(survey__site=site).values_list("survey__slug", flat=True))
    for entry in content.get("surveys") or []:
        if "themes" in entry and entry["slug"] not in done:
            _read(Survey.objects.get(site=site, slug=entry["slug"]), entry["themes"], now)


def _read(survey: Survey, themes: dict[str, list[Entry]], now: dt.datetime) -> None:
    results.publish(survey=survey, by=None, now=now)
    reader = _nobody()
    for question, entries in themes.items():
        for entry in entries:
            code = coding.add(survey=survey, question=question, words=entry["words"], by=reader, now=now)
            found = answers_to(survey, question).filter(words__in=entry["found_in"])
            keys = list(found.values_list("response", flat=True))
            Coding.objects.bulk_create([Coding(code=code, response_id=key, by=reader, at=now) for key in keys])
            _answer(code, len(keys), entry, now)
        _publish_words(survey, question, now)


def _nobody() -> User:
    """Whoever finds themes has an account. This one opens nothing: it is not active, and no password fits it."""
    user, is_new = User.objects.get_or_create(username="demonstration", defaults={"is_active": False})
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _answer(code: Code, count: int, entry: Entry, now: dt.datetime) -> None:
    row = FeedbackRow.objects.filter(site=code.survey.site_id, themes__words=entry["words"]).first()
    coding.answer_with(code=code, row=row, by=None, now=now)
    FeedbackTheme.objects.filter(row=row, words=entry["words"]).update(count=count)


def _publish_words(survey: Survey, question: str, now: dt.datetime) -> None:
    """Each text once, of somebody who allows it: made-up people repeat one another."""
    told: set[str] = set()
    agreed = answers_to(survey, question).exclude(response__publishing=Publishing.NO)
    for key, words in agreed.values_list("response", "words"):
        if words not in told:
            told.add(words)
            response = Response.objects.get(pk=key)
            moderation.decide(
                response=response, question=question, words=words, reason="", withhold=False, by=None, now=now
            )
