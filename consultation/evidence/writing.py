"""Writing a submission: begin, save, describe, come back. Whatever somebody types is kept; `submission` sends it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from consultation.evidence import emails
from consultation.evidence.choices import Channel, State, SubmissionState
from consultation.evidence.models import CallForEvidence, EvidenceItem, EvidenceSubmission
from consultation.evidence.models.call import GRACE
from consultation.participants import contacts
from consultation.participants.links import make_link

# What a browser holds while somebody writes. Longer than any draft is kept.
HOLDS = "evidence"
HOLDS_DAYS = 365

MOST_ITEMS = 40


class SubmissionRefused(Exception):
    """It cannot be done now. The text is for the public."""


@transaction.atomic
def start(*, call: CallForEvidence, now: dt.datetime, suspect: str = "") -> tuple[EvidenceSubmission, str]:
    """Begin a submission; return it with the token that opens it. Raises SubmissionRefused unless it is open."""
    state = call.state_at(now)
    if state != State.OPEN:
        raise SubmissionRefused(why_not(state))
    submission = EvidenceSubmission.objects.create(
        site_id=call.site_id,
        call=call,
        started_at=now,
        saved_at=now,
        is_quarantined=bool(suspect),
        quarantined_because=suspect,
    )
    return submission, hold(submission=submission, now=now)


@transaction.atomic
def begin_for(
    *, call: CallForEvidence, channel: Channel, received_on: dt.date, by: Any, now: dt.datetime
) -> tuple[EvidenceSubmission, str]:
    """Staff: begin a submission for somebody whose evidence came another way. They get the same receipt.

    Evidence that came after closing is marked so. Raises SubmissionRefused when the call was not open yet by then.
    """
    if call.published_at is None or call.opens_on is None or call.closes_on is None or received_on < call.opens_on:
        raise SubmissionRefused("It was received before the call opened.")
    if call.state_at(now) == State.OUTCOME:
        raise SubmissionRefused("The outcome is published: nothing more is taken.")
    submission = EvidenceSubmission.objects.create(
        site_id=call.site_id,
        call=call,
        channel=channel,
        received_on=received_on,
        entered_by=by,
        is_late=received_on > call.closes_on,
        started_at=now,
        saved_at=now,
    )
    return submission, hold(submission=submission, now=now)


def why_not(state: State) -> str:
    """Why nothing is taken, in the state of a call."""
    return "This call for evidence is not open yet." if state == State.COMING else "This call for evidence is closed."


def hold(*, submission: EvidenceSubmission, now: dt.datetime) -> str:
    """A token for one more browser that writes. Earlier ones keep working: a colleague may have one."""
    return make_link(purpose=HOLDS, target=submission, site=submission.site, now=now, days=HOLDS_DAYS)


def locked(submission: EvidenceSubmission) -> EvidenceSubmission:
    """The row as it is now, held until the end of the transaction; its call as `submission` had it. One query."""
    found: EvidenceSubmission = EvidenceSubmission.objects.select_for_update().get(pk=submission.pk)
    found.call, found.site = submission.call, submission.site
    return found


def may_send(submission: EvidenceSubmission, now: dt.datetime) -> bool:
    """While the call is open, and for a short time after that if it was begun before; staff until the outcome."""
    call, state = submission.call, submission.call.state_at(now)
    if submission.channel != Channel.ONLINE:
        return state in (State.OPEN, State.CLOSED, State.READING)
    if state == State.OPEN:
        return True
    if state != State.CLOSED or call.closes_at is None:
        return False
    return submission.started_at < call.closes_at and now < call.closes_at + GRACE


def refuse_unless_open(submission: EvidenceSubmission, now: dt.datetime) -> None:
    """Raise SubmissionRefused when nothing can be added to it at `now`."""
    if submission.state == SubmissionState.WITHDRAWN:
        raise SubmissionRefused("You have withdrawn this evidence, so nothing can be added to it.")
    if not may_send(submission, now):
        raise SubmissionRefused(why_not(submission.call.state_at(now)) + " Nothing more can be added.")


def _refuse_unless_draft(submission: EvidenceSubmission, now: dt.datetime) -> None:
    refuse_unless_open(submission, now)
    if submission.state != SubmissionState.DRAFT:
        raise SubmissionRefused("This has been sent, so it cannot be changed. You can still add to it.")


@transaction.atomic
def save_answers(*, submission: EvidenceSubmission, answers: dict[str, str], now: dt.datetime) -> EvidenceSubmission:
    """Keep what was typed under the questions, by the number of each question's row."""
    submission = locked(submission)
    _refuse_unless_draft(submission, now)
    submission.answers, submission.saved_at = submission.answers | answers, now
    submission.save(update_fields=["answers", "saved_at"])
    return submission


_ABOUT = ("name", "email", "organisation_name", "may_be_named", "confidential")


@transaction.atomic
def save_about(*, submission: EvidenceSubmission, given: dict[str, Any], now: dt.datetime) -> EvidenceSubmission:
    """Keep who sends it."""
    submission = locked(submission)
    _refuse_unless_draft(submission, now)
    for name in _ABOUT:
        setattr(submission, name, given[name])
    submission.saved_at = now
    submission.save(update_fields=[*_ABOUT, "saved_at"])
    return submission


_DESCRIBED = ("title", "author", "year", "geography", "bears_on_id", "kind", "publishing", "rights")


@transaction.atomic
def describe(
    *, submission: EvidenceSubmission, item: EvidenceItem | None, given: dict[str, Any], now: dt.datetime
) -> EvidenceItem:
    """Keep what an item is; with no item, a new one is made of the link in `given`. What is missing stays empty."""
    submission = locked(submission)
    refuse_unless_open(submission, now)
    if item is None:
        if submission.items.count() >= MOST_ITEMS:
            raise SubmissionRefused(f"You can add up to {MOST_ITEMS} files and links. Take one out first.")
        item = EvidenceItem(submission=submission, added_at=now)
    elif not submission.items.filter(pk=item.pk, sent_at=None).exists():
        raise SubmissionRefused("This has been sent, so it cannot be changed.")
    for name in (*_DESCRIBED, "link"):
        if name in given:
            setattr(item, name, given[name])
    item.save()
    return item


@transaction.atomic
def send_link(*, submission: EvidenceSubmission, email: str, now: dt.datetime) -> None:
    """E-mail the way back to it. The link in an earlier e-mail stops working."""
    submission = locked(submission)
    submission.contact = contacts.remember(site=submission.call.site, email=email, now=now)
    submission.save(update_fields=["contact"])
    emails.send_link(submission, submission.contact, now)


@transaction.atomic
def send_new_link(*, call: CallForEvidence, email: str, now: dt.datetime) -> None:
    """E-mail a new way back to whoever began with that address. Says nothing of whether anybody did."""
    found = (
        EvidenceSubmission.objects.filter(call=call, contact__email=contacts.same_email(email))
        .exclude(state=SubmissionState.WITHDRAWN)
        .select_related("call__site", "contact")
        .order_by("-saved_at")
        .first()
    )
    if found is not None and found.contact is not None:
        emails.send_link(found, found.contact, now)
