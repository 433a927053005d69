"""Files as answers: looked at before they are kept, and kept where no address of the site leads."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from consultation.surveys.models import Response, ResponseFile
from consultation.surveys.questionnaire.answers import tidy
from consultation.surveys.questionnaire.shape import Question
from consultation.surveys.responses import locked, refuse_unless_writable
from consultation.surveys.versions import delete_file

LARGEST = 10 * 1024 * 1024
MOST_FILES = 3

_ZIP = b"PK\x03\x04"
# What a file of that kind begins with; text begins as it likes.
_BEGINS = {
    ".pdf": b"%PDF-",
    ".docx": _ZIP,
    ".odt": _ZIP,
    ".ods": _ZIP,
    ".xlsx": _ZIP,
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".txt": b"",
}


class UploadRefused(Exception):
    """The file cannot be kept. The text is for the public."""


def check(upload: UploadedFile[Any]) -> None:
    """Raise UploadRefused, in words that say how to mend it, for a file that is not what it should be."""
    ending = PurePath(str(upload.name)).suffix.lower()
    if ending not in _BEGINS:
        raise UploadRefused(
            "The selected file must be a PDF, Word (DOCX), OpenDocument, Excel (XLSX), text, JPEG or PNG"
        )
    if not upload.size:
        raise UploadRefused("The selected file is empty")
    if upload.size > LARGEST:
        raise UploadRefused("The selected file must be smaller than 10MB")
    upload.seek(0)
    begins = upload.read(8)
    if not begins.startswith(_BEGINS[ending]) or (ending == ".txt" and b"\0" in begins):
        raise UploadRefused(f"The selected file is not a {ending[1:].upper()} file, though its name says so")


@transaction.atomic
def attach(*, response: Response, question: Question, upload: UploadedFile[Any], now: dt.datetime) -> ResponseFile:
    """Keep a file as part of an answer. Raises UploadRefused, and ResponseRefused when nothing can be written."""
    check(upload)
    response = locked(response)
    refuse_unless_writable(response, now)
    answer = dict(response.answers.get(question.code) or {"files": []})
    if len(answer.get("files", [])) >= MOST_FILES:
        raise UploadRefused(f"You can only select up to {MOST_FILES} files. Take one out first")
    kept = ResponseFile(
        response=response,
        code=question.code,
        name=tidy(PurePath(str(upload.name)).name)[-200:],
        size=upload.size or 0,
        uploaded_at=now,
    )
    kept.file.save(str(upload.name), upload, save=False)
    kept.save(force_insert=True)
    answer["files"] = [*answer.get("files", []), {"id": str(kept.pk), "name": kept.name, "size": kept.size}]
    response.answers[question.code] = answer
    response.saves += 1
    response.save(update_fields=["answers", "saves"])
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
    response.answers[question.code] = {**answer, "files": files}
    response.saves += 1
    response.save(update_fields=["answers", "saves"])
    if not response.submissions.exists():
        delete_file(kept)
