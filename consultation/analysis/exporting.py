"""Files that take a while: asked for by staff, made by the clock with their progress, deleted after a day."""

from __future__ import annotations

import datetime as dt
import logging
import tempfile
from typing import Any

from django.core.files import File
from django.db import connection, transaction
from django.utils import timezone

from consultation.analysis.files import WRITERS
from consultation.analysis.models import Export
from consultation.analysis.tallies import answers_of
from consultation.surveys.models import Survey

logger = logging.getLogger(__name__)

KEPT = dt.timedelta(days=1)
# One that says nothing for so long has died with the clock that made it, and is begun again.
_DEAD_AFTER = dt.timedelta(minutes=10)


def ask(*, survey: Survey, form: str, with_synthetic: bool, by: Any, now: dt.datetime) -> Export:
    """A file to be made; the one that waits already, if somebody asked for the same just now."""
    same = {"survey": survey, "form": Export.Form(form), "with_synthetic": with_synthetic}
    waiting = Export.objects.filter(state__in=(Export.State.WAITING, Export.State.WORKING), **same).first()
    return waiting or Export.objects.create(asked_by=by, asked_at=now, **same)


def make_exports(now: dt.datetime) -> str | None:
    """Job: make the files that wait, one after another, and delete old ones. Two clocks make each once."""
    for old in Export.objects.filter(asked_at__lt=now - KEPT):
        delete(old)
    made = 0
    while (export := _take(now)) is not None:
        _make(export)
        made += 1
    return f"made {made} files" if made else None


@transaction.atomic
def _take(now: dt.datetime) -> Export | None:
    waiting = Export.objects.filter(state=Export.State.WAITING)
    dead = Export.objects.filter(state=Export.State.WORKING, made_at__lt=now - _DEAD_AFTER)
    found = (waiting | dead).order_by("asked_at").select_for_update(skip_locked=True, of=("self",)).first()
    if found is None:
        return None
    found.state, found.done, found.made_at = Export.State.WORKING, 0, now
    rows = answers_of(found.survey)
    found.total = (rows if found.with_synthetic else rows.filter(response__is_synthetic=False)).count()
    found.save(update_fields=["state", "done", "total", "made_at"])
    return found


def _make(export: Export) -> None:
    def progress(done: int) -> None:
        Export.objects.filter(pk=export.pk).update(done=done, made_at=timezone.now())

    try:
        with tempfile.TemporaryFile() as file:
            WRITERS[export.form](export.survey, file, progress, with_synthetic=export.with_synthetic)
            file.seek(0)
            export.file.save(export.form, File(file), save=False)
    except Exception:
        logger.exception("An export could not be made")
        Export.objects.filter(pk=export.pk).update(state=Export.State.FAILED)
        return
    found = {"state": Export.State.READY, "done": export.total, "file": export.file.name, "made_at": timezone.now()}
    if not Export.objects.filter(pk=export.pk).update(**found):  # deleted meanwhile: nobody may fetch it
        export.file.delete(save=False)


def delete(export: Export) -> None:
    """The row and its file. Files are no part of a transaction: the file goes when it is safe."""
    file = export.file
    export.delete()
    if file:
        transaction.on_commit(lambda: file.delete(save=False), using=connection.alias)
