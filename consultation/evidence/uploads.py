"""Receives the files of a submission, and takes them out. What is looked at in each: consultation/files."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from django.db import models, transaction

from consultation.evidence.choices import SubmissionState
from consultation.evidence.models import EvidenceFile, EvidenceItem, EvidenceSubmission
from consultation.evidence.writing import locked, refuse_unless_open
from consultation.files.checks import Checked
from consultation.files.keeping import delete_file, keep, look_at
from consultation.files.kinds import MEGABYTE, MOST_FILES, MOST_IN_ALL, FileRefused


def receive(
    *,
    submission: EvidenceSubmission,
    file: IO[bytes],
    name: str,
    size: int,
    item: EvidenceItem | None = None,
    now: dt.datetime,
) -> EvidenceItem:
    """Keep a file as a new item, or in place of the file of `item`, which has not been sent.

    `now` is when the upload began: what began in time counts. Raises FileRefused, in words for whoever sent it, and
    SubmissionRefused when the call takes nothing any more.
    """
    refuse_unless_open(submission, now)
    looked = look_at(file, name, size, now)
    with transaction.atomic():
        submission = locked(submission)
        refuse_unless_open(submission, now)
        kept_item = submission.items.filter(pk=item.pk, sent_at=None).first() if item else None
        _refuse_too_many(submission, looked.checked, kept_item)
        if kept_item is None:
            kept_item = EvidenceItem.objects.create(submission=submission, added_at=now)
        elif kept_item.stored is not None:
            delete_file(kept_item.stored)
        keep(EvidenceFile(item=kept_item, **looked.describe(now)), looked)
    return kept_item


def _refuse_too_many(submission: EvidenceSubmission, checked: Checked, replaced: EvidenceItem | None) -> None:
    others = EvidenceFile.objects.filter(item__submission=submission)
    if replaced is not None:
        others = others.exclude(item=replaced)
    same = others.filter(sha256=checked.sha256).first()
    if same is not None:
        raise FileRefused(f"You have added this file already, as “{same.name}”. Select a different file")
    sums = others.aggregate(count=models.Count("pk"), size=models.Sum("size", default=0))
    if sums["count"] >= MOST_FILES:
        raise FileRefused(f"You can only select up to {MOST_FILES} files. Take one out first, or add a link")
    if sums["size"] + checked.size > MOST_IN_ALL:
        raise FileRefused(
            f"All files together must be smaller than {MOST_IN_ALL // MEGABYTE}MB. Take one out first, or add a link"
        )


@transaction.atomic
def remove(*, submission: EvidenceSubmission, item: EvidenceItem, now: dt.datetime) -> None:
    """Take out an item that has not been sent, with its file. One that is gone already is no mistake."""
    submission = locked(submission)
    found = submission.items.filter(pk=item.pk, sent_at=None).first()
    if found is not None:
        delete_items(submission.items.filter(pk=found.pk))


@transaction.atomic
def delete_items(items: models.QuerySet[Any]) -> int:
    """Delete items with their files; return how many items."""
    count = 0
    for item in items.select_related("file"):
        if item.stored is not None:
            delete_file(item.stored)
        item.delete()
        count += 1
    return count


def drop_old_drafts(drafts: models.QuerySet[Any]) -> int:
    """Delete submissions that were never sent; return how many."""
    count = 0
    for draft in drafts.filter(state=SubmissionState.DRAFT):
        with transaction.atomic():
            delete_items(draft.items.all())
            draft.delete()
        count += 1
    return count
