"""What staff decide about a published survey. Each decision is logged with who, when and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from consultation.surveys import emails
from consultation.surveys.choices import Decision, Standing, State
from consultation.surveys.models import Response, Survey, SurveyDecision
from consultation.surveys.versions import WhyMissing

_CLOSED = frozenset({State.CLOSED, State.ANALYSING, State.OUTCOME})


class DecisionRefused(Exception):
    """It makes no sense as things stand. The text is for staff."""


@transaction.atomic
def extend(*, survey: Survey, until: dt.date, why: str, by: Any, now: dt.datetime) -> SurveyDecision:
    """Give people longer. The reason stands on the start page, and whoever asked for a link to come back is told."""
    survey = _locked(survey, why, needs_why=True)
    _refuse_unless(survey.state_at(now) not in {State.DRAFT, *_CLOSED}, "It is closed. Open it again instead.")
    _refuse_unless(survey.closes_on is not None and until > survey.closes_on, "Choose a day after the closing day.")
    was, survey.closes_on = survey.closes_on, until
    survey.save(update_fields=["closes_on"])
    decision = _log(survey, Decision.EXTENDED, why, by, now, was=was)
    emails.tell_drafts(survey, "consultation/surveys/mail/extended", {"why": why.strip()}, decision, now)
    return decision


@transaction.atomic
def reopen(*, survey: Survey, until: dt.date, why: str, by: Any, now: dt.datetime) -> SurveyDecision:
    """Take answers again after closing. Nothing but this ever opens a closed survey."""
    survey = _locked(survey, why, needs_why=True)
    _refuse_unless(survey.state_at(now) in _CLOSED and not survey.is_history, "It is not closed.")
    _refuse_unless(until >= timezone.localdate(now), "Choose today or a later day.")
    was, survey.closes_on = survey.closes_on, until
    survey.closed_at, survey.standing = None, Standing.AS_DATED
    survey.save(update_fields=["closes_on", "closed_at", "standing"])
    return _log(survey, Decision.REOPENED, why, by, now, was=was)


@transaction.atomic
def close_early(*, survey: Survey, why: str, by: Any, now: dt.datetime) -> SurveyDecision:
    """Close now. The decision notes how many people were answering; they may still send for a short time."""
    survey = _locked(survey, why, needs_why=True)
    _refuse_unless(survey.state_at(now) in (State.OPEN, State.PAUSED), "It is not open.")
    survey.closed_at, survey.standing = now, Standing.AS_DATED
    survey.save(update_fields=["closed_at", "standing"])
    return _log(survey, Decision.CLOSED_EARLY, why, by, now, was=survey.closes_on)


@transaction.atomic
def pause(*, survey: Survey, why: str, by: Any, now: dt.datetime) -> SurveyDecision:
    """Take no answers for a while. What people type is still saved."""
    survey = _locked(survey, why, needs_why=True)
    _refuse_unless(survey.state_at(now) in (State.OPEN, State.COMING), "It is not open.")
    return _stand(survey, Standing.PAUSED, Decision.PAUSED, why, by, now)


@transaction.atomic
def resume(*, survey: Survey, why: str = "", by: Any, now: dt.datetime) -> SurveyDecision:
    survey = _locked(survey, why)
    _refuse_unless(survey.standing == Standing.PAUSED, "It is not paused.")
    return _stand(survey, Standing.AS_DATED, Decision.RESUMED, why, by, now)


@transaction.atomic
def begin_analysis(*, survey: Survey, why: str = "", by: Any, now: dt.datetime) -> SurveyDecision:
    """From now on nobody can change or withdraw what they sent. After the outcome it needs a reason: themes change."""
    survey = _locked(survey, why, needs_why=survey.state_at(now) == State.OUTCOME)
    _refuse_unless(survey.state_at(now) in (State.CLOSED, State.OUTCOME), "It has to be closed first.")
    return _stand(survey, Standing.ANALYSING, Decision.ANALYSING, why, by, now)


@transaction.atomic
def publish_outcome(*, survey: Survey, why: str = "", by: Any, now: dt.datetime) -> SurveyDecision:
    survey = _locked(survey, why)
    _refuse_unless(survey.state_at(now) in (State.CLOSED, State.ANALYSING), "It has to be closed first.")
    _refuse_unless(bool(survey.outcome), "Write the outcome first: what people said, and what changes.")
    return _stand(survey, Standing.OUTCOME, Decision.OUTCOME, why, by, now)


@transaction.atomic
def note_dates(*, survey: Survey, was_closing_on: dt.date | None, by: Any, now: dt.datetime) -> SurveyDecision:
    """Log other dates of a published survey that has not opened."""
    return _log(survey, Decision.DATED, "", by, now, was=was_closing_on)


def drafts_of(survey: Survey) -> int:
    """How many people have begun to answer and not sent. One query."""
    count: int = Response.objects.drafts().filter(survey=survey, saves__gt=0).count()
    return count


def _locked(survey: Survey, why: str, *, needs_why: bool = False) -> Survey:
    if needs_why and not why.strip():
        raise WhyMissing
    locked: Survey = Survey.objects.select_for_update(of=("self",)).select_related("site").get(pk=survey.pk)
    return locked


def _refuse_unless(is_so: bool, words: str) -> None:
    if not is_so:
        raise DecisionRefused(words)


def _stand(
    survey: Survey, standing: Standing, decision: Decision, why: str, by: Any, now: dt.datetime
) -> SurveyDecision:
    survey.standing = standing
    survey.save(update_fields=["standing"])
    return _log(survey, decision, why, by, now)


def _log(
    survey: Survey, decision: Decision, why: str, by: Any, now: dt.datetime, was: dt.date | None = None
) -> SurveyDecision:
    return SurveyDecision.objects.create(
        survey=survey,
        decision=decision,
        why=why.strip(),
        decided_by=by,
        decided_at=now,
        was_closing_on=was,
        drafts=drafts_of(survey),
    )
