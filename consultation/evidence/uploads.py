"""Receives files: checked, scanned if anybody can, kept where no address leads, and in quarantine until released."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.db import models, transaction

from consultation.evidence.choices import Safety, SubmissionState
from consultation.evidence.files import scanning
from consultation.evidence.files.checks import Checked, check
from consultation.evidence.files.kinds import MEGABYTE, MOST_FILES, MOST_IN_ALL, FileRefused
from consultation.evidence.models import EvidenceFile, EvidenceItem, EvidenceSubmission
from consultation.evidence.models.submission import private_files
from consultation.evidence.writing import locked, refuse_unless_open

TRY_AGAIN = "The selected file could not be uploaded – try again"
_ORPHANS_KEPT = dt.timedelta(hours=24)


def arriving() -> Path:
    """Where files are while they arrive: on the disk on which they stay, so that keeping one is only a new name."""
    storage: Any = private_files()
    folder = Path(storage.path("arriving"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


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
    checked = check(file, name, size, folder=arriving())
    found: dict[str, Any] = _scan(checked, now)
    with transaction.atomic():
        submission = locked(submission)
        refuse_unless_open(submission, now)
        kept_item = submission.items.filter(pk=item.pk, sent_at=None).first() if item else None
        _refuse_too_many(submission, checked, kept_item)
        if kept_item is None:
            kept_item = EvidenceItem.objects.create(submission=submission, added_at=now)
        elif kept_item.stored is not None:
            delete_file(kept_item.stored)
        kept = EvidenceFile(
            item=kept_item,
            name=checked.name,
            size=checked.size,
            sha256=checked.sha256,
            kept_sha256=checked.kept_sha256,
            uploaded_at=now,
            **found,
        )
        _write(kept, checked)
    return kept_item


def _scan(checked: Checked, now: dt.datetime) -> dict[str, Any]:
    """What is known of the file before it is kept. With no scanner, or one that is down: nothing."""
    if not scanning.is_configured():
        return {}
    try:
        malware = scanning.find_malware(checked.content)
    except scanning.ScannerDown:
        return {}
    if malware:
        raise FileRefused("The selected file contains a virus. Check your device, and do not send this file to anybody")
    return {"safety": Safety.RELEASED, "scanned_at": now, "released_at": now, "verdict": "Nothing found by ClamAV"}


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


def _write(kept: EvidenceFile, checked: Checked) -> None:
    try:
        kept.content.save(
            "", checked.content if isinstance(checked.content, File) else File(checked.content), save=False
        )
    except OSError as error:  # a full disk, most often: no row without its file
        raise FileRefused(TRY_AGAIN) from error
    try:
        kept.save(force_insert=True)
    except BaseException:
        kept.content.storage.delete(str(kept.content.name))
        raise


@transaction.atomic
def remove(*, submission: EvidenceSubmission, item: EvidenceItem, now: dt.datetime) -> None:
    """Take out an item that has not been sent, with its file. One that is gone already is no mistake."""
    submission = locked(submission)
    found = submission.items.filter(pk=item.pk, sent_at=None).first()
    if found is not None:
        delete_items(submission.items.filter(pk=found.pk))


def delete_file(file: EvidenceFile) -> None:
    """Delete the row, and the file itself when that is certain."""
    name, storage = file.content.name, file.content.storage
    file.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


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


def delete_orphans(now: dt.datetime) -> int:
    """Delete files that no row knows: of uploads that were cut off, or undone, more than a day ago. Return how many."""
    storage: Any = private_files()
    known = set(EvidenceFile.objects.values_list("content", flat=True))
    oldest, count = now.timestamp() - _ORPHANS_KEPT.total_seconds(), 0
    for folder, _folders, names in os.walk(storage.path("")):
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118 - os.walk speaks in text
            is_known = os.path.relpath(path, storage.path("")) in known
            if not is_known and _age_of(path) < oldest:
                storage.delete(os.path.relpath(path, storage.path("")))
                count += 1
    return count


def _age_of(path: str) -> float:
    try:
        return os.stat(path).st_mtime  # noqa: PTH116
    except FileNotFoundError:
        return time.time()
