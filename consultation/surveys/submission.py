"""Sending: what counts of what was typed. Once, however often the button is pressed; again, as a new version."""

from __future__ import annotations

import datetime as dt
from copy import copy
from typing import Any

from django.db import IntegrityError, transaction

from consultation.participants import consents, contacts, organisations
from consultation.participants.models import Organisation
from consultation.surveys import emails
from consultation.surveys.about_you import PERSONAL, TOLD_PURPOSE, TOLD_QUESTION, Respondent
from consultation.surveys.choices import Channel, ResponseState, State
from consultation.surveys.copies import drop_copies
from consultation.surveys.emptied import say_emptied
from consultation.surveys.models import Response, SentAnswers, Survey
from consultation.surveys.questionnaire.answers import Answer, Answers, is_blank, sent
from consultation.surveys.questionnaire.checks import problem
from consultation.surveys.questionnaire.routing import Route, problems, route
from consultation.surveys.responses import ResponseRefused, locked, may_send, refuse_unless_writable, why_not
from consultation.surveys.versions import delete_file, questionnaire_of

# Nobody reads and answers a whole survey in less.
LEAST_SECONDS = 5


class NotComplete(Exception):
    """Something on the route is missing or wrong: `problems` are words by code."""

    def __init__(self, found: dict[str, str]) -> None:
        super().__init__("Some answers are missing or need another look.")
        self.problems = found


class OrganisationRefused(ResponseRefused):
    """The organisation has sent all that it may. The text is for the public; `code` is the question to change."""

    def __init__(self, words: str, code: str) -> None:
        super().__init__(words)
        self.code = code


class _Overtaken(Exception):
    """The response was written to after it was read."""


def what_is_sent(found: Route, answers: dict[str, Answer]) -> dict[str, Answer]:
    """The answers on the route, without what is blank and without who gave them."""
    return {
        question.code: sent(question, answers[question.code])
        for question in found.questions
        if question.code not in PERSONAL and not is_blank(question, answers.get(question.code))
    }


@transaction.atomic
def submit(*, response: Response, suspect: str = "", now: dt.datetime) -> SentAnswers:
    """Send it. Sent again unchanged, it is the same submission, and no second receipt goes out.

    A draft is decided upon as it was read a moment ago, and the one statement that sends it finds out whether that
    still holds: a lock beforehand would cost every sender a query for what happens to few. Raises NotComplete,
    OrganisationRefused, or ResponseRefused when the survey takes no answers.
    """
    _refuse_unless_taken(response, now)
    if response.state == ResponseState.DRAFT:
        try:
            return _submit(copy(response), None, suspect=suspect, now=now, as_read=response)
        except _Overtaken:
            pass
    response = locked(response)
    _refuse_unless_taken(response, now)
    current = response.submissions.filter(is_current=True).first() if response.state != ResponseState.DRAFT else None
    return _submit(response, current, suspect=suspect, now=now)


def _refuse_unless_taken(response: Response, now: dt.datetime) -> None:
    refuse_unless_writable(response, now)
    if not may_send(response, now):
        raise ResponseRefused(_too_late(response, now))


@transaction.atomic
def admit_late(*, response: Response, why: str, now: dt.datetime) -> SentAnswers:
    """Staff: send a draft after closing, marked as late. Raises NotComplete and OrganisationRefused."""
    response = locked(response)
    if response.state != ResponseState.DRAFT:
        raise ResponseRefused("This response has been sent already, or withdrawn.")
    response.is_late, response.late_because = True, why.strip()[:250]
    return _submit(response, None, suspect="", now=now)


@transaction.atomic
def enter(
    *, survey: Survey, channel: Channel, received_on: dt.date, answers: Answers, by: Any, now: dt.datetime
) -> Response:
    """Staff: enter what came on paper or by telephone. It may be incomplete, as paper is.

    Raises NotComplete for what makes no sense, OrganisationRefused, and ResponseRefused when it came too late.
    """
    if survey.version is None or survey.opens_on is None or survey.closes_on is None:
        raise ResponseRefused("This survey has not been published.")
    if not survey.opens_on <= received_on <= survey.closes_on:
        raise ResponseRefused("It was not received while the survey was open.")
    response = Response.objects.create(
        site_id=survey.site_id,
        survey=survey,
        version=survey.version,
        privacy_notice=survey.privacy_notices.first(),
        channel=channel,
        received_on=received_on,
        entered_by=by,
        answers=dict(answers),
        started_at=now,
        saved_at=now,
        saves=1,
    )
    _submit(response, None, suspect="", now=now, may_miss=True)
    return response


@transaction.atomic
def check_entry(*, response: Response, by: Any, now: dt.datetime) -> None:
    """Staff: note that a second person compared the entry with the paper."""
    response = locked(response)
    if response.channel == Channel.ONLINE:
        raise ResponseRefused("Only what staff entered is checked.")
    if response.entered_by == by:
        raise ResponseRefused("Somebody else must check what you entered.")
    response.checked_by, response.checked_at = by, now
    response.save(update_fields=["checked_by", "checked_at"])


@transaction.atomic
def judge(*, response: Response, is_robot: bool) -> None:
    """Staff: set a response aside, or let it count after all. Raises OrganisationRefused when it cannot count."""
    response = locked(response)
    response.is_quarantined = is_robot
    response.quarantined_because = "by a member of staff" if is_robot else ""
    _save(response)


@transaction.atomic
def withdraw(*, response: Response, now: dt.datetime) -> None:
    """Take a response out of the count and delete what it said. Until the reading of answers begins."""
    response = locked(response)
    if response.state == ResponseState.WITHDRAWN:
        return
    if response.state != ResponseState.SUBMITTED:
        raise ResponseRefused("This response has not been sent.")
    if response.survey.state_at(now) in (State.ANALYSING, State.OUTCOME):
        raise ResponseRefused("The answers are being read by now, so yours cannot be withdrawn any more.")
    response.state, response.withdrawn_at = ResponseState.WITHDRAWN, now
    response.answers, response.set_aside = {}, []
    response.save(update_fields=["state", "withdrawn_at", "answers", "set_aside"])
    response.submissions.update(answers={}, is_current=False)
    for file in response.files.all():
        delete_file(file)
    say_emptied(response)
    drop_copies(response, now)


def _too_late(response: Response, now: dt.datetime) -> str:
    state = response.survey.state_at(now)
    return why_not(state) + " What you wrote is kept, and you can take a copy."


def _submit(
    response: Response,
    current: SentAnswers | None,
    *,
    suspect: str,
    now: dt.datetime,
    may_miss: bool = False,
    as_read: Response | None = None,
) -> SentAnswers:
    """Raises _Overtaken when the row is no longer `as_read`; without it, `response` must be locked."""
    found = route(questionnaire_of(response.version), response.answers)
    if found.leaves is not None:
        raise ResponseRefused("The survey ends early with the answers you gave, so there is nothing to send.")
    _refuse_problems(found, response.answers, may_miss=may_miss)
    answers = what_is_sent(found, response.answers)
    respondent = Respondent.of({code: response.answers[code] for code in found.codes if code in response.answers})
    was = response.organisation_id, response.contact_id
    _note_respondent(response, respondent, now)
    if current is not None and current.answers == answers and was == (response.organisation_id, response.contact_id):
        return current
    if response.state == ResponseState.DRAFT:
        quick = response.channel == Channel.ONLINE and (now - response.started_at).total_seconds() < LEAST_SECONDS
        _quarantine(response, suspect or ("sent too quickly" if quick else ""))
        response.state, response.sent_at = ResponseState.SUBMITTED, now
    _save(response, as_read)
    if current is not None:
        SentAnswers.objects.filter(pk=current.pk).update(is_current=False)
    submission = SentAnswers.objects.create(
        response=response,
        version=response.version,
        number=current.number + 1 if current else 1,
        answers=answers,
        sent_at=now,
    )
    if respondent.email and response.contact and not response.is_test:
        emails.send_receipt(response, submission, response.contact, now)
    return submission


def _refuse_problems(found: Route, answers: dict[str, Answer], *, may_miss: bool) -> None:
    wrong = problems(found, answers)
    if may_miss:
        by_code = {question.code: question for question in found.questions}
        wrong = {
            code: words
            for code, words in wrong.items()
            if not is_blank(by_code[code], answers.get(code)) and problem(by_code[code], answers.get(code))
        }
    if wrong:
        raise NotComplete(wrong)


def _quarantine(response: Response, why: str) -> None:
    if why and not response.is_test:
        response.is_quarantined = True
        response.quarantined_because = response.quarantined_because or why


def _note_respondent(response: Response, respondent: Respondent, now: dt.datetime) -> None:
    """Put who answers into its columns, if the organisation may send one more."""
    site = response.survey.site
    organisation = organisations.find_or_make(site=site, name=respondent.organisation, email=respondent.email)
    if organisation is not None and not response.is_test:
        _refuse_if_full(response, organisation)
    response.organisation = organisation
    response.is_official = organisation is not None and respondent.is_official
    response.represents = respondent.represents
    response.publishing = respondent.publishing
    if respondent.email:
        response.contact = contacts.remember(
            site=site, email=respondent.email, name=respondent.name, organisation=organisation, now=now
        )
        if respondent.wants_to_be_told and not response.is_test:
            words = consents.word(site=site, purpose=TOLD_PURPOSE, text=TOLD_QUESTION)
            consents.give(contact=response.contact, text=words, now=now)
        elif respondent.wants_to_be_told is False:
            consents.withdraw(contact=response.contact, site=site, purpose=TOLD_PURPOSE, now=now)


def _refuse_if_full(response: Response, organisation: Organisation) -> None:
    """Counted under a lock on the organisation, so that two at once cannot both be the last."""
    limit = response.survey.per_organisation
    if limit is None:
        return
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    others = Response.objects.counted().filter(survey=response.survey, organisation=organisation)
    if others.exclude(pk=response.pk).count() >= limit:
        people = "1 person" if limit == 1 else f"{limit} people"
        raise OrganisationRefused(
            f"{people} may answer for one organisation, and {organisation} has sent as many. "
            "Ask your colleagues, or answer for yourself.",
            "about-organisation",
        )


_DECIDED = (
    *("state", "sent_at", "contact_id", "organisation_id", "is_official", "represents", "publishing"),
    *("is_quarantined", "quarantined_because", "is_late", "late_because"),
)


def _save(response: Response, as_read: Response | None = None) -> None:
    """Save what sending decides. What was typed is saved already."""
    decided = {name: getattr(response, name) for name in _DECIDED}
    if as_read is not None:  # what is as it was need not be written: most answer for themselves, and give no address
        decided = {name: value for name, value in decided.items() if value != getattr(as_read, name)}
    row = Response.objects.filter(pk=response.pk)  # an update costs less than half of a save: nothing listens to it
    if as_read is not None:
        row = row.filter(state=as_read.state, saves=as_read.saves, contact=as_read.contact_id)
    count = _once_official(response, row, decided) if response.is_official else row.update(**decided)
    if not count:
        raise _Overtaken


def _once_official(response: Response, row: Any, decided: dict[str, Any]) -> int:
    try:
        with transaction.atomic():
            count: int = row.update(**decided)
    except IntegrityError as error:
        if "one_official_response" not in str(error):
            raise
        raise OrganisationRefused(
            f"{response.organisation} has sent its official response. Answer no here to send yours as the view of "
            "somebody who works there.",
            "about-official",
        ) from error
    return count
