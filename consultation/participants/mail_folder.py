"""Writes each mail to a file, where no mail server is set. Named in MAILERS by settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


class EmailBackend(BaseEmailBackend):
    """`folder` is made when the first mail is written. A mail that is sent twice is one file."""

    def __init__(self, *, folder: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        for letter in email_messages:
            # Once only: a mail without a Message-ID of its own gets another with each call.
            content = letter.message()
            path = self.folder / _file_name(str(content["Message-ID"]))
            unfinished = path.with_suffix(".unfinished")
            unfinished.touch(mode=_FILE_MODE)
            unfinished.write_bytes(content.as_bytes())
            unfinished.replace(path)
        return len(email_messages)


def is_used() -> bool:
    """Whether mail goes to a folder and to nobody."""
    return "folder" in settings.MAILERS["default"].get("OPTIONS", {})


def forget(message_ids: Sequence[str]) -> int:
    """Delete the files of these mails, where mail is written to files; return how many there were."""
    count = 0
    for mailer in settings.MAILERS.values():
        folder = mailer.get("OPTIONS", {}).get("folder")
        for message_id in message_ids if folder else ():
            path = Path(folder) / _file_name(message_id)
            if path.exists():
                path.unlink()
                count += 1
    return count


def _file_name(message_id: str) -> str:
    return re.sub(r"[^\w@.-]", "", message_id) + ".eml"
