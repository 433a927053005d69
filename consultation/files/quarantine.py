"""Files wait in quarantine until a scanner has looked at them, or somebody answers for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from consultation.files import scanning
from consultation.files.choices import Safety
from consultation.files.keeping import tables
from consultation.files.models import StoredFile

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
    for file in _waiting():
        try:
            with file.content.open("rb") as content:
                malware = scanning.find_malware(content)
        except (scanning.ScannerDown, OSError):
            break  # it stays in quarantine, and is looked at next time
        _note_verdict(file, malware, now)
        found, clean = found + bool(malware), clean + (not malware)
    told = [f"{count} {words}" for count, words in ((clean, "released"), (found, "with malware")) if count]
    return ", ".join(told) or None


def _waiting() -> list[StoredFile]:
    """Those that wait longest, of every table."""
    found: list[StoredFile] = []
    for table in tables():
        found += table._default_manager.filter(safety=Safety.QUARANTINED).order_by("uploaded_at")[:_AT_ONCE]
    return sorted(found, key=lambda file: file.uploaded_at)[:_AT_ONCE]


def _note_verdict(file: StoredFile, malware: str, now: dt.datetime) -> None:
    changes: dict[str, Any] = {"scanned_at": now}
    if malware:
        changes |= {"safety": Safety.INFECTED, "verdict": f"ClamAV found {malware}"[:200]}
    else:
        changes |= {"safety": Safety.RELEASED, "released_at": now, "verdict": "Nothing found by ClamAV"}
    type(file)._default_manager.filter(pk=file.pk, safety=Safety.QUARANTINED).update(**changes)


@transaction.atomic
def release(*, file: StoredFile, answers_for_it: bool, by: Any, now: dt.datetime) -> None:
    """Staff: answer for a file, so that it can be fetched.

    Raises ReleaseRefused for one in which malware was found, and without `answers_for_it` where nobody scans.
    """
    if not answers_for_it and not scanning.is_configured():
        raise ReleaseRefused("Tick that you answer for it: nobody has looked for malware.")
    file = type(file)._default_manager.select_for_update(of=("self",)).get(pk=file.pk)
    if file.safety == Safety.INFECTED:
        raise ReleaseRefused("Malware was found in this file. Ask its sender for another one.")
    if file.safety == Safety.QUARANTINED:
        file.safety, file.released_at, file.released_by = Safety.RELEASED, now, by
        file.verdict = "Released without a scan"
        file.save(update_fields=["safety", "released_at", "released_by", "verdict"])


def refuse_unless_released(file: StoredFile) -> None:
    """Raise ReleaseRefused unless staff may fetch it."""
    if file.safety != Safety.RELEASED:
        raise ReleaseRefused("This file is in quarantine, so it cannot be downloaded.")
