"""What calls for evidence keep about people, and how it goes: on request, when its time is over, and old drafts.

The register stays: it names nobody who has not agreed to it, and an author who is a person goes with the person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from consultation.evidence import register
from consultation.evidence.choices import SubmissionState
from consultation.evidence.models import CallForEvidence, EvidenceSubmission
from consultation.evidence.uploads import delete_items, drop_old_drafts
from consultation.participants.models import Contact, Hold
from consultation.participants.privacy import Keeper, Overdue, Plain
from consultation.participants.traces import forget_in_search

# A draft can be read for so long after closing.
DRAFTS_KEPT = dt.timedelta(days=28)
# Begun, and nothing added.
EMPTY_KEPT = dt.timedelta(days=2)


def held(contact: Contact) -> list[Plain]:
    """Each submission of a person, in words they can read."""
    found = _of(contact).select_related("call").prefetch_related("items__file", "call__questions").order_by("pk")
    return [_in_words(submission) for submission in found]


def _in_words(submission: EvidenceSubmission) -> Plain:
    questions = {str(one.pk): one.text for one in submission.call.questions.all()}
    told: Plain = {
        "call for evidence": submission.call.title,
        "reference": submission.reference,
        "state": submission.get_state_display(),
        "begun": f"{timezone.localtime(submission.started_at):%-d %B %Y}",
        "name": submission.name,
        "e-mail address": submission.email,
        "organisation": submission.organisation_name,
        "confidential": submission.confidential,
        "answers": {questions.get(key, key): words for key, words in submission.answers.items() if words},
        "files and links": [
            {"title": item.title, "link": item.link}
            | ({"file": item.stored.name, "sha256": item.stored.sha256} if item.stored else {})
            for item in submission.items.all()
        ],
    }
    return {name: value for name, value in told.items() if value}


def erase(contact: Contact, now: dt.datetime) -> int:
    """Empty the submissions of a person; drafts go altogether."""
    submissions = _of(contact)
    count = drop_old_drafts(submissions)
    return count + empty(submissions.exclude(state=SubmissionState.DRAFT), now)


@transaction.atomic
def empty(submissions: models.QuerySet[Any], now: dt.datetime) -> int:
    """Take person, words and files out of what was sent; return how many submissions. Rows and register stay."""
    count = 0
    for submission in submissions.filter(erased_at=None):
        register.forget_person(submission)
        delete_items(submission.items.all())
        submission.name = submission.email = submission.organisation_name = submission.confidential = ""
        submission.answers, submission.contact, submission.erased_at = {}, None, now
        submission.save()
        forget_in_search(submission)
        count += 1
    return count


def _of(contact: Contact) -> models.QuerySet[Any, Any]:
    theirs = models.Q(contact=contact)
    if contact.email:
        theirs |= models.Q(email__iexact=contact.email)
    return EvidenceSubmission.objects.filter(theirs, site=contact.site_id)


def overdue(now: dt.datetime) -> Iterator[Overdue]:
    """The people in calls whose retention is over."""
    for call in _past_retention(now):
        submissions = EvidenceSubmission.objects.filter(call=call, contact__isnull=False)
        people = set(submissions.values_list("contact_id", flat=True))

        def empty_those(contacts: Collection[int], now: dt.datetime, submissions: Any = submissions) -> int:
            theirs = submissions.filter(contact__in=contacts)
            return drop_old_drafts(theirs) + empty(theirs.exclude(state=SubmissionState.DRAFT), now)

        yield Overdue(call, people, empty_those)


def _past_retention(now: dt.datetime) -> list[CallForEvidence]:
    calls = CallForEvidence.objects.filter(published_at__isnull=False, retention_months__isnull=False)
    return [call for call in calls.select_related("site") if (end := _kept_until(call)) and end < now]


def _kept_until(call: CallForEvidence) -> dt.datetime | None:
    """In months of thirty days: a day or two early or late harms nobody."""
    return call.closes_at + dt.timedelta(days=30 * (call.retention_months or 0)) if call.closes_at else None


def tidy_up(now: dt.datetime) -> str | None:
    """Job: delete old drafts, and empty nameless evidence past its time."""
    done = {"old drafts": 0, "submissions emptied": 0}
    for call in CallForEvidence.objects.filter(published_at__isnull=False):
        if not _is_held(call, now):
            done["old drafts"] += drop_old_drafts(_old_drafts(call, now))
    for call in _past_retention(now):
        if not _is_held(call, now):
            nameless = EvidenceSubmission.objects.filter(call=call, contact=None).exclude(state=SubmissionState.DRAFT)
            done["submissions emptied"] += empty(nameless, now)
    return ", ".join(f"{count} {name}" for name, count in done.items() if count) or None


def _old_drafts(call: CallForEvidence, now: dt.datetime) -> models.QuerySet[Any, Any]:
    drafts = EvidenceSubmission.objects.drafts().filter(call=call)
    if call.closes_at and call.closes_at + DRAFTS_KEPT < now:
        return drafts
    return drafts.filter(items=None, answers={}, name="", email="", started_at__lt=now - EMPTY_KEPT)


def _is_held(call: CallForEvidence, now: dt.datetime) -> bool:
    return bool(Hold.objects.standing(timezone.localdate(now)).of_activity(call).exists())


def _contacts() -> models.QuerySet[Any, Any]:
    of_row = EvidenceSubmission.objects.filter(contact__isnull=False).values("contact")
    typed = EvidenceSubmission.objects.filter(site=models.OuterRef("site"), email__iexact=models.OuterRef("email"))
    return of_row.union(Contact.objects.filter(models.Exists(typed.exclude(email=""))).values("pk"))


KEEPER = Keeper(name="evidence", contacts=_contacts, held=held, erase=erase, overdue=overdue)
