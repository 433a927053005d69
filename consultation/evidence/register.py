"""Enters what was sent in the register. Staff decide what of it the public sees, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Site

from consultation.evidence.choices import Kind, Publishing, Use
from consultation.evidence.models import EntrySubject, EvidenceItem, EvidenceSubmission, RegisterEntry

WITHDRAWN = "Withdrawn by its sender"


@transaction.atomic
def number_entry(entry: RegisterEntry) -> RegisterEntry:
    """Give a new entry the next number of its area and year. Does not save; keep the transaction open until you do."""
    Site.objects.select_for_update().get(pk=entry.site_id)  # two at once must not take one number
    entry.year = entry.received_on.year
    taken = RegisterEntry.objects.filter(site=entry.site_id, year=entry.year)
    entry.number = (taken.aggregate(last=models.Max("number"))["last"] or 0) + 1
    return entry


@transaction.atomic
def enter(
    *, submission: EvidenceSubmission, items: Sequence[EvidenceItem], with_answers: bool, now: dt.datetime
) -> int:
    """Enter each item, and the written answers as one; return how many. None of it is public yet."""
    given = 0
    if with_answers and any(submission.answers.values()):
        title = f"Answers to the questions of “{submission.call.title}”"[:200]
        _enter(submission, now, title=title, kind=Kind.OPINION)
        given += 1
    for item in items:
        entry = _enter(
            submission,
            now,
            item=item,
            title=item.title,
            author=item.author if submission.may_be_named or submission.organisation_name else "",
            kind=item.kind or Kind.OTHER,
            year_published=item.year,
            geography=item.geography,
            link=item.link if item.may_be_published else "",
            allowed=item.publishing or Publishing.NO,
        )
        if item.bears_on_id:
            EntrySubject.objects.create(entry=entry, page_id=item.bears_on_id)
        given += 1
    return given


def _enter(submission: EvidenceSubmission, now: dt.datetime, **fields: object) -> RegisterEntry:
    entry = RegisterEntry(
        site_id=submission.site_id,
        call=submission.call,
        submission=submission,
        received_on=submission.received_on or timezone.localdate(now),
        channel=submission.channel,
        is_late=submission.is_late,
        is_demonstration=submission.call.is_demonstration,
        **fields,
    )
    number_entry(entry).save()
    return entry


def note_withdrawn(submission: EvidenceSubmission) -> int:
    """What is left in the register of evidence that its sender took back: its number, and that this is so."""
    count: int = submission.entries.update(
        title=WITHDRAWN, author="", summary="", link="", geography="", status=Use.WITHDRAWN
    )
    return count


def forget_person(submission: EvidenceSubmission) -> None:
    """Take the author out of what an erased submission entered, unless it is an organisation."""
    if not submission.organisation_id:
        submission.entries.update(author="")
