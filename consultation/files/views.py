"""Takes a file off the line: onto the disk where it will stay, in small pieces, and no more of it than is allowed."""

from __future__ import annotations

import tempfile
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import FileResponse, HttpRequest

from consultation.files.kinds import LARGEST
from consultation.files.models import StoredFile
from consultation.files.storage import arriving

# Past this the body is not even read: nobody has a use for the rest of it.
_HOPELESS = 4 * LARGEST


class _Arriving(TemporaryUploadedFile):
    """Beside its last place, so that keeping it is a new name and no second copy."""

    def __init__(self, name: str, content_type: str, charset: str | None, extra: dict[str, Any] | None) -> None:
        file = tempfile.NamedTemporaryFile(prefix="file-", dir=arriving())  # noqa: SIM115 - closed with the upload
        UploadedFile.__init__(self, file, name, content_type, 0, charset, extra)


class OneFile(FileUploadHandler):
    """Writes the first file to disk. A file that is too large, or that the disk refuses, is skipped, and that is noted.

    The other fields of the form arrive all the same, so nothing that was typed is lost.
    """

    chunk_size = 64 * 1024

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.is_too_large = self.has_failed = False
        self._file: _Arriving | None = None
        self._got = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self._file is not None:
            raise SkipFile
        try:
            self._file = _Arriving(self.file_name or "", self.content_type or "", self.charset, self.content_type_extra)
        except OSError:
            self.has_failed = True
            raise SkipFile from None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self._file is not None  # noqa: S101 - for the types: a file has begun
        self._got += len(raw_data)
        if self._got > LARGEST:
            self.is_too_large = True
            self._file.close()
            raise SkipFile
        try:
            self._file.write(raw_data)
        except OSError:
            self.has_failed = True
            self._file.close()
            raise SkipFile from None

    def file_complete(self, file_size: int) -> _Arriving | None:
        if self._file is None or self.is_too_large or self.has_failed:
            return None
        self._file.seek(0)
        self._file.size = file_size
        return self._file

    def upload_interrupted(self) -> None:
        if self._file is not None:
            self._file.close()


def is_hopeless(request: HttpRequest) -> bool:
    """Whether the body is so long that it should not be read at all."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > _HOPELESS


def prepare(request: HttpRequest) -> OneFile:
    """Have the file of `request` received by a handler of our own. Call it before anything asks for the form."""
    handler = OneFile(request)
    request.upload_handlers = [handler]
    return handler


def attachment(file: StoredFile) -> FileResponse:
    """A kept file, to take away: no browser shows it, runs it or guesses what it is."""
    answer = FileResponse(file.content.open("rb"), as_attachment=True, filename=file.name)
    answer["Content-Type"] = "application/octet-stream"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
