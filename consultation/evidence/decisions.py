"""What staff decide about a call. Each decision is logged with who, when and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.html import strip_tags

from consultation.evidence.choices import Decision, Standing, State
from consultation.evidence.models import CallDecision, CallForEvidence


class DecisionRefused(Exception):
    """It makes no sense as things stand. The text is for staff."""


def lacking(call: CallForEvidence) -> list[str]:
    """What a call needs before it can be published, in words."""
    wanted: dict[str, Any] = {
        "the day it opens": call.opens_on,
        "the day it closes": call.closes_on,
        "what you want to know": strip_tags(call.introduction).strip(),
        "what counts as evidence": strip_tags(call.what_counts).strip(),
        "other ways to send evidence": strip_tags(call.other_ways).strip(),
        "the privacy notice": strip_tags(call.privacy_notice).strip(),
        "the lawful basis": call.lawful_basis,
        "how long files and personal data are kept": call.retention_months,
    }
    return [words for words, value in wanted.items() if not value]


@transaction.atomic
def publish(*, call: CallForEvidence, by: Any, now: dt.datetime) -> CallDecision:
    """Let the public see it. From then on its dates change by decisions only."""
    call = _locked(call)
    _refuse_unless(call.published_at is None, "It is published already.")
    _refuse_unless(not call.is_history, "It was held elsewhere, and shows as it is.")
    if missing := lacking(call):
        raise DecisionRefused(f"It still needs {', '.join(missing)}.")
    call.published_at = now
    call.save(update_fields=["published_at"])
    return _log(call, Decision.PUBLISHED, "", by, now)


@transaction.atomic
def extend(*, call: CallForEvidence, until: dt.date, why: str, by: Any, now: dt.datetime) -> CallDecision:
    """Give people longer. The reason stands on its page."""
    call = _locked(call)
    _refuse_unless(bool(why.strip()), "Say why. The public reads it.")
    _refuse_unless(call.state_at(now) in (State.COMING, State.OPEN), "It is closed.")
    _refuse_unless(call.closes_on is not None and until > call.closes_on, "Choose a day after the closing day.")
    was, call.closes_on = call.closes_on, until
    call.save(update_fields=["closes_on"])
    return _log(call, Decision.EXTENDED, why, by, now, was=was)


@transaction.atomic
def close_early(*, call: CallForEvidence, why: str, by: Any, now: dt.datetime) -> CallDecision:
    """Close now. Whoever has begun may still send for a short time."""
    call = _locked(call)
    _refuse_unless(bool(why.strip()), "Say why. The public reads it.")
    _refuse_unless(call.state_at(now) == State.OPEN, "It is not open.")
    call.closed_at = now
    call.save(update_fields=["closed_at"])
    return _log(call, Decision.CLOSED_EARLY, why, by, now, was=call.closes_on)


@transaction.atomic
def begin_reading(*, call: CallForEvidence, why: str = "", by: Any, now: dt.datetime) -> CallDecision:
    """From now on nobody can withdraw what they sent."""
    call = _locked(call)
    _refuse_unless(call.state_at(now) in (State.CLOSED, State.OUTCOME), "It has to be closed first.")
    return _stand(call, Standing.READING, Decision.READING, why, by, now)


@transaction.atomic
def publish_outcome(*, call: CallForEvidence, why: str = "", by: Any, now: dt.datetime) -> CallDecision:
    call = _locked(call)
    _refuse_unless(call.state_at(now) in (State.CLOSED, State.READING), "It has to be closed first.")
    written = strip_tags(call.outcome).strip()
    _refuse_unless(bool(written), "Write the outcome first: what came, what was used, and what is missing.")
    return _stand(call, Standing.OUTCOME, Decision.OUTCOME, why, by, now)


def _locked(call: CallForEvidence) -> CallForEvidence:
    found: CallForEvidence = CallForEvidence.objects.select_for_update(of=("self",)).get(pk=call.pk)
    return found


def _refuse_unless(is_so: bool, words: str) -> None:
    if not is_so:
        raise DecisionRefused(words)


def _stand(
    call: CallForEvidence, standing: Standing, decision: Decision, why: str, by: Any, now: dt.datetime
) -> CallDecision:
    call.standing = standing
    call.save(update_fields=["standing"])
    return _log(call, decision, why, by, now)


def _log(
    call: CallForEvidence, decision: Decision, why: str, by: Any, now: dt.datetime, was: dt.date | None = None
) -> CallDecision:
    return CallDecision.objects.create(
        call=call, decision=decision, why=why.strip(), decided_by=by, decided_at=now, was_closing_on=was
    )
