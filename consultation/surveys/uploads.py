"""Files as answers to a question. What is looked at in each, and where it lies: consultation/files."""

from __future__ import annotations

import datetime as dt
from typing import IO

from django.db import transaction

from consultation.files.keeping import delete_file, keep, look_at
from consultation.files.kinds import FileRefused
from consultation.surveys.models import Response, ResponseFile
from consultation.surveys.questionnaire.shape import Question
from consultation.surveys.responses import locked, refuse_unless_writable

MOST_FILES = 3


def attach(
    *, response: Response, question: Question, file: IO[bytes], name: str, size: int, now: dt.datetime
) -> ResponseFile:
    """Keep a file as part of an answer. Raises FileRefused, and ResponseRefused when nothing can be written."""
    refuse_unless_writable(response, now)
    looked = look_at(file, name, size, now)  # before the lock: it takes its time
    with transaction.atomic():
        response = locked(response)
        refuse_unless_writable(response, now)
        answer = dict(response.answers.get(question.code) or {})
        there = list(answer.get("files", []))
        if len(there) >= MOST_FILES:
            raise FileRefused(f"You can only select up to {MOST_FILES} files. Take one out first")
        ids = [one["id"] for one in there]
        same = response.files.filter(pk__in=ids, sha256=looked.checked.sha256).first()
        if same is not None:
            raise FileRefused(f"You have added this file already, as “{same.name}”. Select a different file")
        kept = ResponseFile(response=response, code=question.code, **looked.describe(now))
        keep(kept, looked)
        answer["files"] = [*there, {"id": str(kept.pk), "name": kept.name, "size": kept.size}]
        _save(response, question, answer)
    return kept


@transaction.atomic
def detach(*, response: Response, question: Question, file_id: str, now: dt.datetime) -> None:
    """Take a file out of an answer, and delete it unless it has been sent. Unknown ids do nothing."""
    response = locked(response)
    refuse_unless_writable(response, now)
    answer = response.answers.get(question.code) or {}
    kept = next((file for file in response.files.filter(code=question.code) if str(file.pk) == file_id), None)
    if kept is None:
        return
    files = [file for file in answer.get("files", []) if file["id"] != file_id]
    _save(response, question, {**answer, "files": files})
    if not response.submissions.exists():
        delete_file(kept)


def _save(response: Response, question: Question, answer: dict[str, object]) -> None:
    response.answers[question.code] = answer
    response.saves += 1
    response.save(update_fields=["answers", "saves"])
