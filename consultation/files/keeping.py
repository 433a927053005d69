"""Looks at a file, keeps it, and lets it go: the part that is the same for every service."""

from __future__ import annotations

import datetime as dt
import os
import time
from dataclasses import dataclass
from typing import IO, Any

from django.apps import apps
from django.core.files import File
from django.db import models, transaction

from consultation.files import scanning
from consultation.files.checks import Checked, check
from consultation.files.choices import Safety
from consultation.files.kinds import FileRefused, HasMalware
from consultation.files.models import StoredFile
from consultation.files.storage import arriving, private_files

TRY_AGAIN = "The selected file could not be uploaded – try again"
_ORPHANS_KEPT = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Looked:
    """A file that may be kept, with what a scanner said of it, if there is one."""

    checked: Checked
    scan: dict[str, Any]

    def describe(self, now: dt.datetime) -> dict[str, Any]:
        """The columns of its row, for who makes one."""
        checked = self.checked
        return self.scan | {
            "name": checked.name,
            "size": checked.size,
            "sha256": checked.sha256,
            "kept_sha256": checked.kept_sha256,
            "uploaded_at": now,
        }


def look_at(file: IO[bytes], name: str, size: int, now: dt.datetime) -> Looked:
    """Check a file, and have it scanned if anybody can. Raises FileRefused. Takes its time: hold no lock meanwhile."""
    checked = check(file, name, size, folder=arriving())
    return Looked(checked, _scan(checked, now))


def _scan(checked: Checked, now: dt.datetime) -> dict[str, Any]:
    """What is known of the file before it is kept. With no scanner, or one that is down: nothing."""
    if not scanning.is_configured():
        return {}
    try:
        malware = scanning.find_malware(checked.content)
    except scanning.ScannerDown:
        return {}
    if malware:
        raise HasMalware
    return {"safety": Safety.RELEASED, "scanned_at": now, "released_at": now, "verdict": "Nothing found by ClamAV"}


def keep(row: StoredFile, looked: Looked) -> None:
    """Write a new row and its file, both or neither. Raises FileRefused when the disk takes nothing."""
    content = looked.checked.content
    try:
        row.content.save("", content if isinstance(content, File) else File(content), save=False)
    except OSError as error:  # a full disk, most often: no row without its file
        raise FileRefused(TRY_AGAIN) from error
    try:
        row.save(force_insert=True)
    except BaseException:
        row.content.storage.delete(str(row.content.name))
        raise


def delete_file(row: StoredFile) -> None:
    """Delete the row, and the file itself when that is certain."""
    name, storage = row.content.name, row.content.storage
    row.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def tables() -> list[type[StoredFile]]:
    """Every table of kept files."""
    return [model for model in apps.get_models() if issubclass(model, StoredFile)]


def _rows(table: type[StoredFile]) -> models.QuerySet[Any]:
    return models.QuerySet(table)


def delete_orphans(now: dt.datetime) -> int:
    """Delete files that no row knows: of uploads that were cut off, or undone, more than a day ago. Return how many."""
    storage: Any = private_files()
    known = {name for rows in map(_rows, tables()) for name in rows.values_list("content", flat=True)}
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
