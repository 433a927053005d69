"""Takes files off the line, onto the disk where they will stay, and gives them out again.

In small pieces, and no more of each than is allowed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import FileResponse, HttpRequest

from consultation.files.checks import too_large
from consultation.files.keeping import TRY_AGAIN
from consultation.files.kinds import LARGEST, MEGABYTE, MOST_FILES, MOST_IN_ALL, FileRefused
from consultation.files.models import StoredFile
from consultation.files.storage import arriving

# Past this the body is not even read: nobody has a use for the rest of it.
_HOPELESS = MOST_IN_ALL + 10 * MEGABYTE
# The hidden field behind all files of a form. Without it, the line was cut in the middle of the last one.
WHOLE = "whole"


class _Arriving(TemporaryUploadedFile):
    """Beside its last place, so that keeping it is a new name and no second copy."""

    def __init__(self, name: str, content_type: str, charset: str | None, extra: dict[str, Any] | None) -> None:
        file = tempfile.NamedTemporaryFile(prefix="file-", dir=arriving())  # noqa: SIM115 - closed with the upload
        UploadedFile.__init__(self, file, name, content_type, 0, charset, extra)


@dataclass
class Arrival:
    """One file of a form, in the order in which they came: `file`, or else why there is none."""

    field: str
    name: str
    file: _Arriving | None = None
    refused: FileRefused | None = None

    def give_up(self, why: FileRefused) -> None:
        """Let go of it. The first reason is the one that is told."""
        if self.file is not None:
            self.file.close()
        self.file, self.refused = None, self.refused or why


class Arrivals(FileUploadHandler):
    """Writes each file to disk. One that is too large, or that the disk refuses, is skipped, and that is noted.

    The other files and fields of the form arrive all the same, so nothing that was typed is lost.
    """

    chunk_size = 64 * 1024

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.all: list[Arrival] = []
        self._got = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        arrival = Arrival(self.field_name or "", self.file_name or "")
        self.all.append(arrival)
        self._got = 0
        if len(self.all) > MOST_FILES:
            arrival.give_up(too_many())
            raise SkipFile
        try:
            arrival.file = _Arriving(
                self.file_name or "", self.content_type or "", self.charset, self.content_type_extra
            )
        except OSError:
            arrival.give_up(FileRefused(TRY_AGAIN))
            raise SkipFile from None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        arrival = self.all[-1]
        assert arrival.file is not None  # noqa: S101 - for the types: a file has begun
        self._got += len(raw_data)
        if self._got > LARGEST:
            arrival.give_up(too_large())
            raise SkipFile
        try:
            arrival.file.write(raw_data)
        except OSError:
            arrival.give_up(FileRefused(TRY_AGAIN))
            raise SkipFile from None

    def file_complete(self, file_size: int) -> _Arriving | None:
        file = self.all[-1].file
        if file is not None:
            file.seek(0)
            file.size = file_size
        return file

    def upload_interrupted(self) -> None:
        if self.all:
            self.all[-1].give_up(FileRefused(TRY_AGAIN))


def is_hopeless(request: HttpRequest) -> bool:
    """Whether the body is so long that it should not be read at all."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > _HOPELESS


def too_much() -> FileRefused:
    return FileRefused(
        f"Each file must be smaller than {LARGEST // MEGABYTE}MB, and all that you send at once smaller than "
        f"{MOST_IN_ALL // MEGABYTE}MB. Send fewer files at a time"
    )


def too_many() -> FileRefused:
    return FileRefused(f"You can only select up to {MOST_FILES} files at a time. Select fewer")


def receive(request: HttpRequest) -> list[Arrival]:
    """The files of a form, in order. Call it before anything else asks for the form, and close them with `close`.

    The last one is refused when the field WHOLE did not arrive behind it. Raises FileRefused, and leaves the form
    empty, when the body is too long to be read or holds more files than anybody may send.
    """
    if is_hopeless(request):
        raise too_much()
    handler = Arrivals(request)
    request.upload_handlers = [handler]
    try:
        is_whole = WHOLE in request.POST
    except TooManyFilesSent:
        close(handler.all)
        raise too_many() from None
    if handler.all and not is_whole:
        handler.all[-1].give_up(FileRefused(TRY_AGAIN))
    return handler.all


def close(arrivals: Iterable[Arrival]) -> None:
    """Let go of what was not kept. What was kept has another name by now."""
    for arrival in arrivals:
        if arrival.file is not None:
            arrival.file.close()


def attachment(file: StoredFile) -> FileResponse:
    """A kept file, to take away: no browser shows it, runs it or guesses what it is."""
    answer = FileResponse(file.content.open("rb"), as_attachment=True, filename=file.name)
    answer["Content-Type"] = "application/octet-stream"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
