"""Who may fetch a file of evidence, and that it was fetched. How one leaves quarantine: consultation/files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from consultation.evidence.choices import SubmissionState
from consultation.evidence.models import EvidenceDownload, EvidenceFile
from consultation.files.quarantine import ReleaseRefused, refuse_unless_released


def refuse_download(file: EvidenceFile) -> None:
    """Raise ReleaseRefused unless staff may fetch it."""
    if file.item.submission.state != SubmissionState.SENT or file.item.sent_at is None:
        raise ReleaseRefused("It has not been sent, so nobody may read it.")
    refuse_unless_released(file)


def note_download(*, file: EvidenceFile, by: Any, now: dt.datetime) -> EvidenceDownload:
    """Log that somebody fetches a file. Raises ReleaseRefused when nobody may."""
    refuse_download(file)
    return EvidenceDownload.objects.create(
        submission=file.item.submission, file_id=file.pk, sha256=file.kept_sha256, by=by, at=now
    )
