"""Files wait in quarantine until a scanner has looked at them, or somebody answers for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from consultation.evidence.choices import Safety, SubmissionState
from consultation.evidence.files import scanning
from consultation.evidence.models import EvidenceDownload, EvidenceFile

_AT_ONCE = 20  # files in one run of the job: the clock has other things to do

NO_SCANNER = (
    "Nobody looks for malware here: no scanner is set up. Files stay in quarantine until you release them one by one. "
    "Release only what you expect from a sender you know, and open it on a protected device."
)


class ReleaseRefused(Exception):
    """The file stays where it is. The text is for staff."""


def scan_waiting(now: dt.datetime) -> str | None:
    """Job: have clamd look at what waits. What it finds is locked away; the rest is released. Does nothing without."""
    if not scanning.is_configured():
        return None
    found = clean = 0
    for file in EvidenceFile.objects.filter(safety=Safety.QUARANTINED).order_by("uploaded_at")[:_AT_ONCE]:
        try:
            with file.content.open("rb") as content:
                malware = scanning.find_malware(content)
        except (scanning.ScannerDown, OSError):
            break  # it stays in quarantine, and is looked at next time
        _note_verdict(file, malware, now)
        found, clean = found + bool(malware), clean + (not malware)
    told = [f"{count} {words}" for count, words in ((clean, "released"), (found, "with malware")) if count]
    return ", ".join(told) or None


def _note_verdict(file: EvidenceFile, malware: str, now: dt.datetime) -> None:
    changes: dict[str, Any] = {"scanned_at": now}
    if malware:
        changes |= {"safety": Safety.INFECTED, "verdict": f"ClamAV found {malware}"[:200]}
    else:
        changes |= {"safety": Safety.RELEASED, "released_at": now, "verdict": "Nothing found by ClamAV"}
    EvidenceFile.objects.filter(pk=file.pk, safety=Safety.QUARANTINED).update(**changes)


@transaction.atomic
def release(*, file: EvidenceFile, by: Any, now: dt.datetime) -> None:
    """Staff: answer for a file, so that it can be fetched. Raises ReleaseRefused for one in which malware was found."""
    file = EvidenceFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if file.safety == Safety.INFECTED:
        raise ReleaseRefused("Malware was found in this file. Ask its sender for another one.")
    if file.safety == Safety.QUARANTINED:
        file.safety, file.released_at, file.released_by = Safety.RELEASED, now, by
        file.verdict = "Released without a scan"
        file.save(update_fields=["safety", "released_at", "released_by", "verdict"])


def refuse_download(file: EvidenceFile) -> None:
    """Raise ReleaseRefused unless staff may fetch it."""
    if file.item.submission.state != SubmissionState.SENT or file.item.sent_at is None:
        raise ReleaseRefused("It has not been sent, so nobody may read it.")
    if file.safety != Safety.RELEASED:
        raise ReleaseRefused("This file is in quarantine, so it cannot be downloaded.")


def note_download(*, file: EvidenceFile, by: Any, now: dt.datetime) -> EvidenceDownload:
    """Log that somebody fetches a file. Raises ReleaseRefused when nobody may."""
    refuse_download(file)
    return EvidenceDownload.objects.create(
        submission=file.item.submission, file_id=file.pk, sha256=file.kept_sha256, by=by, at=now
    )
