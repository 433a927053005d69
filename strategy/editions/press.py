"""Makes an area's editions when its pages have changed: for the clock, and safe to run twice or to be killed.

The file first, whole and under a name of its own; then the row that names it. Whoever is killed between leaves at most
a file that no row names, and the next run removes it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import os
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Site

from strategy.editions import epub, pdf, shades
from strategy.editions.manuscript import manuscript_of
from strategy.models.edition import EditionFormat, StrategyEdition

logger = logging.getLogger(__name__)

FOLDER = "editions"  # below MEDIA_ROOT, and not served from there

# The first half of an advisory lock, the second is the number of the area. Nothing else in this database uses it.
LOCK = 20_170_404


def make_editions(now: dt.datetime) -> str | None:
    """Make what is missing or out of date in any area. One area that fails does not stop the others."""
    made = 0
    for site in Site.objects.select_related("root_page"):
        try:
            made += make_for(site, now)
        except Exception:
            logger.exception("the editions of area %s could not be made", site.pk)
    return f"{made} files made" if made else None


def make_for(site: Site, now: dt.datetime) -> int:
    """Make the area's editions unless they are up to date, or somebody else is making them. How many were made.

    All formats or none, so that their versions agree. Without a public strategy there are no editions.
    """
    with transaction.atomic():
        if not _take_lock(site):
            return 0
        # After the lock: whoever had it before has written what is read here.
        manuscript = manuscript_of(site)
        rows = {row.format: row for row in StrategyEdition.objects.filter(site=site)}
        if manuscript is None:
            return _withdraw(rows)
        fingerprint = fingerprint_of(manuscript)
        if set(rows) == set(EditionFormat) and all(_is_current(row, fingerprint) for row in rows.values()):
            return 0
        _remove_leftovers(site, keep={row.file for row in rows.values()})
        version = _next_version(rows, fingerprint)
        for form, printed in _print(manuscript, version=version, now=now).items():
            name = f"{FOLDER}/{site.pk}/{version}-{fingerprint[:16]}.{form}"
            _write(Path(settings.MEDIA_ROOT) / name, printed.content)
            values = {
                "fingerprint": fingerprint,
                "version": version,
                "made_at": now,
                "size": len(printed.content),
                "pages": printed.pages or None,
                "file": name,
            }
            StrategyEdition.objects.update_or_create(site=site, format=form, defaults=values)
        return len(EditionFormat)


def fingerprint_of(manuscript: dict[str, Any]) -> str:
    """The same for the same words in the same look; the version, the date and the clock are no part of it."""
    found = hashlib.sha256(json.dumps(manuscript, sort_keys=True).encode())
    found.update(version_of("typst").encode())
    found.update(json.dumps(shades.shades_of(manuscript["palette"])).encode())
    for file in (pdf.TEMPLATE, *epub.template_files()):
        found.update(file.read_bytes())
    return found.hexdigest()


def _print(manuscript: dict[str, Any], *, version: int, now: dt.datetime) -> dict[EditionFormat, pdf.Printed]:
    made_on = f"{timezone.localtime(now):%-d %B %Y}"
    book = epub.print_epub(manuscript, version=version, made_on=made_on, now=now)
    return {
        EditionFormat.PDF: pdf.print_pdf(manuscript, version=version, made_on=made_on),
        EditionFormat.EPUB: pdf.Printed(book, 0),
    }


def _take_lock(site: Site) -> bool:
    """Held until the transaction ends, and freed by a kill."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, site.pk])
        return bool(cursor.fetchone()[0])


def _is_current(row: StrategyEdition, fingerprint: str) -> bool:
    """A file can be missing where the database came back from a backup and the media folder did not."""
    return row.fingerprint == fingerprint and bool(row.file) and row.path.is_file()


def _next_version(rows: dict[str, StrategyEdition], fingerprint: str) -> int:
    if rows and all(row.fingerprint == fingerprint for row in rows.values()):
        return max(row.version for row in rows.values())
    return max((row.version for row in rows.values()), default=0) + 1


def _withdraw(rows: dict[str, StrategyEdition]) -> int:
    """The strategy is no longer for everybody, so neither are its files."""
    for row in rows.values():
        if row.file:
            row.path.unlink(missing_ok=True)
            row.file = ""
            row.save(update_fields=["file"])
    return 0


def _remove_leftovers(site: Site, *, keep: set[str]) -> None:
    """What no row names. The edition before stays until the next is made, for those who are downloading it."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER / str(site.pk)
    for file in folder.glob("*"):
        if f"{FOLDER}/{site.pk}/{file.name}" not in keep:
            file.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: under another name first, and on the disk before it gets its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    unfinished.replace(path)
