"""Asks clamd whether a file holds malware, over a socket, with its command INSTREAM."""

from __future__ import annotations

import socket
import struct
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

_SECONDS = 20.0
_PIECE = 64 * 1024


class ScannerDown(Exception):
    """Nobody could be asked: the file is as unknown as before."""


def is_configured() -> bool:
    return bool(settings.CLAMAV)


def find_malware(file: IO[bytes]) -> str:
    """The name of what clamd found; empty when it found nothing. Raises ScannerDown.

    A file that clamd refuses to look at (too large for its settings) is ScannerDown too: it was not looked at.
    """
    try:
        with _connect() as line:
            line.sendall(b"zINSTREAM\0")
            file.seek(0)
            while piece := file.read(_PIECE):
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
            answer = _answer(line)
    except (OSError, ValueError) as error:
        raise ScannerDown(str(error)) from error
    finally:
        file.seek(0)
    if answer.endswith(" FOUND"):
        return answer.removesuffix(" FOUND").rpartition(": ")[2][:150] or "unnamed"
    if answer.endswith(" OK") or answer == "OK":
        return ""
    raise ScannerDown(answer[:150])


def _connect() -> socket.socket:
    parts = urlsplit(settings.CLAMAV)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=_SECONDS)


def _answer(line: socket.socket) -> str:
    found = b""
    while piece := line.recv(1024):
        found += piece
        if b"\0" in found or len(found) > 4096:
            break
    return found.rstrip(b"\0\n").decode(errors="replace")
