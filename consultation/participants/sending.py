"""Hands queued mail over, one at a time, by one sender at a time.

The promise: nothing is lost and nothing is stuck; a mail is doubled only when its sender is killed between handing it
over and noting that, so there are never more doubles than kills.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import smtplib
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.mail import mailers
from django.db import connection, transaction

from consultation.participants import mail as queue
from consultation.participants.models import Mail
from consultation.participants.models.mail import MailState

logger = logging.getLogger(__name__)

# Any number that nothing else in this database locks.
LOCK = 20_180_514

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
# How long to wait after each try. After the last of them the mail has failed, and staff may try again.
WAITS = (MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR, 24 * HOUR)

# Short, so that a polite stop does not have to wait; the clock calls again at once.
ROUND_SECONDS = 5.0

_ADDRESS = re.compile(r"\S+@\S+")


def send_waiting(now: dt.datetime) -> str | None:
    """Job: hand over what is due. None when there was nothing, or another sender is at work.

    Ends after five seconds, or when the mail server cannot be reached.
    """
    with _only_sender() as alone:
        if not alone:
            return None
        counts = _send_round(now)
    # What was sent is plain in the admin; only the numbers are news.
    return ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())) or None


def _send_round(now: dt.datetime) -> Counter[str]:
    counts: Counter[str] = Counter()
    began = time.monotonic()
    server = None
    try:
        while (passed := time.monotonic() - began) < ROUND_SECONDS:
            at = now + dt.timedelta(seconds=passed)
            mail = Mail.objects.due(now).first()
            if mail is None:
                break
            if server is None:
                server = mailers["default"]
            outcome, is_server_well = _send(mail, server, at)
            counts[outcome] += 1
            if not is_server_well:
                break
    finally:
        if server is not None:
            with suppress(OSError):  # it has been told all it needs to know
                server.close()
    return counts


def _send(mail: Mail, server: Any, at: dt.datetime) -> tuple[str, bool]:
    """Try once; note the outcome. Return it in a word, and whether the server can take another."""
    try:
        letter = queue.message(mail)
        server.open()
        server.send_messages([letter])
    except Exception as error:
        with suppress(OSError):  # the next mail begins with a fresh connection
            server.close()
        is_final, is_server_well = _judge(error)
        return _note_failure(mail, error, at, is_final=is_final), is_server_well
    _note_sent(mail, at)
    return "sent", True


def _judge(error: Exception) -> tuple[bool, bool]:
    """Whether trying again is useless, and whether the server can take another mail now."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= 500 for code, _words in error.recipients.values()), True
        case smtplib.SMTPDataError():
            return error.smtp_code >= 500, True
        case smtplib.SMTPNotSupportedError():
            return True, True
        case OSError():  # the rest of smtplib's errors too: who we are is refused, or the line is cut
            return False, False
        case ValueError():  # it cannot be written as a mail, today or tomorrow
            return True, True
    return False, True


def _note_sent(mail: Mail, at: dt.datetime) -> None:
    with transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(
            state=MailState.SENT,
            handed_over_at=at,
            ended_at=at,
            attempts=mail.attempts + 1,
            last_error="",
            # Nobody needs the tokens in our copy any more.
            text=queue.readable(mail.text),
            html=queue.readable(mail.html),
            headers={name: queue.readable(value) for name, value in mail.headers.items()},
        )
        callback = queue.callback_for(mail.kind)
        if callback is None:
            return
        try:
            with transaction.atomic():
                callback(mail, at)
        except Exception:
            # The mail is out: undoing the note would send it again every few seconds.
            logger.exception("what should follow mail %s (%s) failed", mail.pk, mail.kind)


def _note_failure(mail: Mail, error: Exception, at: dt.datetime, *, is_final: bool) -> str:
    attempts = mail.attempts + 1
    changes: dict[str, Any] = {"attempts": attempts, "last_error": _in_words(error)}
    if is_final or attempts > len(WAITS):
        state = MailState.REFUSED if is_final else MailState.FAILED
        changes |= {"state": state, "ended_at": at}
    else:
        state = MailState.WAITING
        changes["next_try_at"] = at + WAITS[attempts - 1]
    Mail.objects.filter(pk=mail.pk, state=MailState.WAITING).update(**changes)
    logger.warning("mail %s: %s, try %s", mail.pk, type(error).__name__, attempts)
    return "to be tried again" if state == MailState.WAITING else state.value


def _in_words(error: Exception) -> str:
    """What the server said, without addresses; for our own mistakes only their kind."""
    replies: list[tuple[int, bytes | str]] = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        replies = list(error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        replies = [(error.smtp_code, error.smtp_error)]
    for code, words in replies:
        text = words.decode(errors="replace") if isinstance(words, bytes) else words
        return _ADDRESS.sub("(address)", f"{code} {text}".replace("\x00", ""))[:200]
    return "The mail server cannot be reached." if isinstance(error, OSError) else type(error).__name__


@contextmanager
def _only_sender() -> Iterator[bool]:
    """Whether we are the only sender in this database for as long as the block runs.

    The lock is held by the session that also notes what was sent: if it is lost, so is the right to note, and the round
    ends with an error. PostgreSQL frees it when its holder is killed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
