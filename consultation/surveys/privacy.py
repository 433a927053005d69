"""What surveys keep about people, and how it goes: on request, when its time is over, and drafts that nobody sent.

What can be counted stays. What somebody wrote, and who it was, does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from consultation.files.keeping import delete_file
from consultation.participants.models import Contact, Hold
from consultation.participants.privacy import Keeper, Overdue, Plain
from consultation.surveys.choices import Channel, Publishing, ResponseState
from consultation.surveys.emptied import say_emptied
from consultation.surveys.models import Response, Survey, SurveyInvitation
from consultation.surveys.questionnaire.answers import shown, without_words
from consultation.surveys.questionnaire.shape import Questionnaire
from consultation.surveys.stopping import note_stops
from consultation.surveys.versions import delete_responses, questionnaire_of, wipe_tests

# A draft can be taken away, or sent if the survey opens again, for so long after closing.
DRAFTS_KEPT = dt.timedelta(days=28)
# Begun, and nothing saved.
EMPTY_KEPT = dt.timedelta(days=2)


def held(contact: Contact) -> list[Plain]:
    """Each response of a person in words they can read, and what they were invited to."""
    responses = Response.objects.filter(contact=contact).select_related("survey", "version").order_by("pk")
    found = [_in_words(response) for response in responses]
    invitations = SurveyInvitation.objects.filter(contact=contact).select_related("survey")
    return [*found, *({"invited to": one.survey.title, "on": _day(one.invited_at)} for one in invitations)]


def _in_words(response: Response) -> Plain:
    questions = questionnaire_of(response.version).by_code
    answers = {
        questions[code].label: "\n".join(shown(questions[code], answer))
        for code, answer in response.answers.items()
        if code in questions
    }
    told = {"survey": response.survey.title, "reference": response.reference, "state": response.get_state_display()}
    return told | {
        "begun": _day(response.started_at),
        "publishing": response.get_publishing_display(),
        "answers": {label: words for label, words in answers.items() if words},
    }


def erase(contact: Contact, now: dt.datetime) -> int:
    """Empty the responses of a person; drafts go altogether."""
    responses = Response.objects.filter(contact=contact)
    drafts = responses.filter(state=ResponseState.DRAFT, channel=Channel.ONLINE)
    for survey in Survey.objects.filter(pk__in=drafts.values("survey")):
        note_stops(survey, drafts)
    count = delete_responses(responses.filter(state=ResponseState.DRAFT))
    count += empty(responses.exclude(state=ResponseState.DRAFT), now)
    return count


@transaction.atomic
def empty(responses: models.QuerySet[Any], now: dt.datetime) -> int:
    """Take the person and every word out of responses that were sent; return how many. Counts survive."""
    count = 0
    for response in responses.filter(erased_at=None).select_related("version").prefetch_related("submissions", "files"):
        asked = questionnaire_of(response.version)
        for submission in response.submissions.all():
            submission.answers = _countable(questionnaire_of(submission.version), submission.answers)
            submission.save(update_fields=["answers"])
        for file in response.files.all():
            delete_file(file)
        response.answers, response.set_aside = _countable(asked, response.answers), []
        response.contact, response.erased_at = None, now
        response.save(update_fields=["answers", "set_aside", "contact", "erased_at"])
        say_emptied(response)
        count += 1
    return count


def _countable(asked: Questionnaire, answers: dict[str, Any]) -> dict[str, Any]:
    questions = asked.by_code
    left = {code: without_words(questions[code], answer) for code, answer in answers.items() if code in questions}
    return {code: answer for code, answer in left.items() if answer}


def overdue(now: dt.datetime) -> Iterator[Overdue]:
    """The people in surveys whose retention is over."""
    for survey in _past_retention(now):
        responses = Response.objects.filter(survey=survey, contact__isnull=False)
        people = set(responses.values_list("contact_id", flat=True))

        def empty_those(contacts: Collection[int], now: dt.datetime, responses: Any = responses) -> int:
            return empty(responses.filter(contact__in=contacts), now)

        yield Overdue(survey, people, empty_those)


def _past_retention(now: dt.datetime) -> list[Survey]:
    surveys = Survey.objects.filter(version__isnull=False, retention_months__isnull=False).select_related("site")
    return [survey for survey in surveys if survey.closes_at and _months_after(survey) < now]


def _months_after(survey: Survey) -> dt.datetime:
    """In months of thirty days: a day or two early or late harms nobody."""
    assert survey.closes_at is not None  # noqa: S101 - for the types: the caller has looked
    return survey.closes_at + dt.timedelta(days=30 * (survey.retention_months or 0))


def tidy_up(now: dt.datetime) -> str | None:
    """Job: wipe tests of surveys that have opened, delete old drafts, and empty nameless responses past their time."""
    done = {"test answers": 0, "old drafts": 0, "responses emptied": 0}
    for survey in Survey.objects.filter(version__isnull=False).select_related("site"):
        if survey.opens_at and survey.opens_at <= now:
            before_opening = Response.objects.filter(survey=survey, is_test=True, started_at__lt=survey.opens_at)
            done["test answers"] += wipe_tests(survey=survey) if before_opening.exists() else 0
        if _is_held(survey, now):
            continue
        done["old drafts"] += _forget_drafts(survey, now)
    for survey in _past_retention(now):
        if not _is_held(survey, now):
            nameless = Response.objects.filter(survey=survey, contact=None).exclude(state=ResponseState.DRAFT)
            done["responses emptied"] += empty(nameless, now)
    return ", ".join(f"{count} {name}" for name, count in done.items() if count) or None


@transaction.atomic
def _forget_drafts(survey: Survey, now: dt.datetime) -> int:
    drafts = Response.objects.drafts().filter(survey=survey)
    old = drafts.filter(saves=0, started_at__lt=now - EMPTY_KEPT)
    if survey.closes_at and survey.closes_at + DRAFTS_KEPT < now:
        old = drafts
    left = old.filter(has_left=True).count()
    if left:
        Survey.objects.filter(pk=survey.pk).update(not_eligible=models.F("not_eligible") + left)
    note_stops(survey, old)
    return delete_responses(old)


def _is_held(survey: Survey, now: dt.datetime) -> bool:
    return bool(Hold.objects.standing(timezone.localdate(now)).of_activity(survey).exists())


def _day(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y}"


def _contacts() -> models.QuerySet[Any, Any]:
    answered = Response.objects.filter(contact__isnull=False).values("contact")
    return answered.union(SurveyInvitation.objects.values("contact"))


def unpublish(contact: Contact) -> int:
    """Nothing that they wrote may be published any more."""
    given = Response.objects.filter(contact=contact).exclude(publishing=Publishing.NO)
    return int(given.update(publishing=Publishing.NO))


KEEPER = Keeper(
    name="survey responses", contacts=_contacts, held=held, erase=erase, overdue=overdue, unpublish=unpublish
)
