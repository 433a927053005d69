"""Finished drafts of a survey with 20 questions, for the bench that sends them."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Site

from consultation.participants.models import SignedLink
from consultation.surveys.about_you import about_you
from consultation.surveys.models import QuestionnaireVersion, Response, Survey
from consultation.surveys.questionnaire.shape import Kind, Option, Question, Questionnaire, Section
from consultation.surveys.responses import HOLDS
from consultation.surveys.versions import note_privacy
from lis_site.area_start import NewArea, start_area

_OPTIONS = tuple(Option(key, key.title()) for key in ("red", "green", "blue", "black"))


def _question(number: int) -> Question:
    kind = (Kind.ONE, Kind.SEVERAL, Kind.SCALE, Kind.LONG_TEXT)[number % 4]
    return Question(f"q{number}", kind, f"Question {number}?", required=True, options=_OPTIONS)


_QUESTIONS = tuple(_question(number) for number in range(20))
_ANSWERS = {
    **{one.code: {"choice": "red"} for one in _QUESTIONS if one.kind == Kind.ONE},
    **{one.code: {"choices": ["red", "blue"]} for one in _QUESTIONS if one.kind == Kind.SEVERAL},
    **{one.code: {"choice": "3"} for one in _QUESTIONS if one.kind == Kind.SCALE},
    **{one.code: {"text": "We would like better buses. " * 10} for one in _QUESTIONS if one.kind == Kind.LONG_TEXT},
    "about-for": {"choice": "myself"},
    "about-publishing": {"choice": "no"},
}


def _survey() -> Survey:
    """Made once, and found again."""
    found = Survey.objects.filter(slug="bench").first()
    if found is not None:
        return found
    site = Site.objects.filter(hostname="localhost").first()
    if site is None or site.root_page.depth < 2 or not hasattr(site.root_page.specific, "heading"):
        site = start_area(NewArea("localhost", "Testshire", "Testshire Strategy", port=80, is_default=True))
    today = timezone.localdate()
    survey: Survey = Survey.objects.create(
        site=site, title="Bench", slug="bench", privacy_notice="<p>x</p>", opens_on=today, closes_on=today
    )
    note_privacy(survey=survey, now=timezone.now())
    sections = tuple(Section(f"s{at}", f"Section {at}", _QUESTIONS[at * 5 : at * 5 + 5]) for at in range(4))
    content = Questionnaire((*sections, about_you())).plain()
    survey.version = QuestionnaireVersion.objects.create(
        survey=survey, number=1, content=content, made_at=timezone.now()
    )
    survey.save()
    return survey


def make_drafts(number: int, now: dt.datetime) -> list[tuple[int, str]]:
    """(key, token) of so many drafts that can be sent, written straight into the tables."""
    survey = _survey()
    begun = now - dt.timedelta(hours=1)
    drafts = Response.objects.bulk_create(
        Response(
            site_id=survey.site_id,
            survey=survey,
            version=survey.version,
            answers=_ANSWERS,
            seen=["s0", "s1", "s2", "s3", "about-you"],
            saves=5,
            started_at=begun,
            saved_at=now,
        )
        for _ in range(number)
    )
    kind = ContentType.objects.get_for_model(Response)
    tokens = [secrets.token_urlsafe(32) for _ in drafts]
    SignedLink.objects.bulk_create(
        SignedLink(
            site_id=survey.site_id,
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            purpose=HOLDS,
            target_type=kind,
            target_id=draft.pk,
            made_at=now,
            expires_at=now + dt.timedelta(days=1),
        )
        for draft, token in zip(drafts, tokens, strict=True)
    )
    return [(draft.pk, token) for draft, token in zip(drafts, tokens, strict=True)]
