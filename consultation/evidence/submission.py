"""Sending evidence, adding to it until the call closes, and taking it back until the reading begins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from consultation.evidence import emails, register
from consultation.evidence.choices import State, SubmissionState
from consultation.evidence.models import EvidenceItem, EvidenceSubmission
from consultation.evidence.uploads import delete_items
from consultation.evidence.writing import SubmissionRefused, locked, refuse_unless_open
from consultation.participants import contacts, organisations


@dataclass(frozen=True)
class Problem:
    """What stands in the way of sending; `page` is the end of the address where it is mended."""

    words: str
    page: str


class NotComplete(Exception):
    """Something is missing: `problems` say what and where."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("Something is missing.")
        self.problems = problems


def missing(item: EvidenceItem) -> list[str]:
    """What its sender has still to say of an item, in words."""
    wanted = {"Enter a title": item.title, "Select what kind it is": item.kind}
    wanted["Select whether we may publish it"] = item.publishing
    return [words for words, value in wanted.items() if not value]


def problems(submission: EvidenceSubmission) -> list[Problem]:
    """Everything that stands in the way of sending. One query."""
    items = list(submission.items.filter(sent_at=None).select_related("file"))
    found = []
    is_first = submission.state == SubmissionState.DRAFT
    if not items and not (is_first and any(submission.answers.values())):
        found.append(Problem("Add a file or a link" + (", or answer a question" if is_first else ""), "file"))
    for item in items:
        name = item.title or (item.stored.name if item.stored else item.link)
        found += [Problem(f"{words} for “{name}”", f"item-{item.pk}") for words in missing(item)]
    if is_first and not submission.call.may_be_anonymous:
        if not submission.name:
            found.append(Problem("Enter your name", "about"))
        if not submission.email:
            found.append(Problem("Enter your e-mail address", "about"))
    return found


@transaction.atomic
def submit(*, submission: EvidenceSubmission, suspect: str = "", now: dt.datetime) -> EvidenceSubmission:
    """Send what has not been sent. Pressed again, nothing happens again. Raises NotComplete and SubmissionRefused."""
    submission = locked(submission)
    items = list(submission.items.filter(sent_at=None).select_related("file"))
    is_first = submission.state == SubmissionState.DRAFT
    if submission.state == SubmissionState.SENT and not items:
        return submission
    refuse_unless_open(submission, now)
    if found := problems(submission):
        raise NotComplete(found)
    if is_first:
        _note_sender(submission, now)
        if suspect:
            submission.is_quarantined, submission.quarantined_because = True, suspect
        submission.state, submission.sent_at = SubmissionState.SENT, now
    submission.saved_at = now
    submission.save()
    submission.items.filter(pk__in=[item.pk for item in items]).update(sent_at=now)
    if not submission.is_quarantined:
        register.enter(submission=submission, items=items, with_answers=is_first, now=now)
    if submission.contact is not None and submission.email:
        emails.send_receipt(submission, submission.contact, now)
    return submission


def _note_sender(submission: EvidenceSubmission, now: dt.datetime) -> None:
    site = submission.call.site
    submission.organisation = organisations.find_or_make(
        site=site, name=submission.organisation_name, email=submission.email
    )
    if submission.email:
        # Only the address: nobody has shown yet that it is theirs, so nothing else of what is known changes.
        submission.contact = contacts.remember(site=site, email=submission.email, now=now)


@transaction.atomic
def judge(*, submission: EvidenceSubmission, is_robot: bool, now: dt.datetime) -> None:
    """Staff: set a submission aside as spam, or let it count after all, with entries in the register."""
    submission = locked(submission)
    if submission.state != SubmissionState.SENT:
        raise SubmissionRefused("It has not been sent, or was withdrawn.")
    submission.is_quarantined = is_robot
    submission.quarantined_because = "by a member of staff" if is_robot else ""
    submission.save(update_fields=["is_quarantined", "quarantined_because"])
    if is_robot:
        submission.entries.update(is_public=False)
    elif not submission.entries.exists():
        items = list(submission.items.filter(sent_at__isnull=False))
        register.enter(submission=submission, items=items, with_answers=True, now=now)


@transaction.atomic
def withdraw(*, submission: EvidenceSubmission, now: dt.datetime) -> None:
    """Take evidence back, until its reading begins: files and words are deleted, the register says so."""
    submission = locked(submission)
    if submission.state == SubmissionState.WITHDRAWN:
        return
    if submission.state != SubmissionState.SENT:
        raise SubmissionRefused("This has not been sent.")
    if submission.call.state_at(now) in (State.READING, State.OUTCOME):
        raise SubmissionRefused("The evidence is being read by now, so yours cannot be withdrawn any more.")
    submission.state, submission.withdrawn_at = SubmissionState.WITHDRAWN, now
    submission.answers, submission.confidential = {}, ""
    submission.save(update_fields=["state", "withdrawn_at", "answers", "confidential"])
    register.note_withdrawn(submission)
    delete_items(submission.items.all())
