"""Speaks clamd's INSTREAM at a socket, and finds one thing, which nobody else takes for malware."""

from __future__ import annotations

import socketserver
import struct
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

MALWARE = b"Words that our own scanner takes for malware."


class FakeClamd(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, path: Path, how: str = "well") -> None:
        super().__init__(str(path), _Answer)
        self.address = f"unix://{path}"
        self.how = how
        self.bytes_seen: list[int] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()


class _Answer(socketserver.StreamRequestHandler):
    server: FakeClamd

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        if self.server.how == "cuts off":
            return
        seen = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            seen += self.rfile.read(length)
        self.server.bytes_seen.append(len(seen))
        answer = b"stream: Own.Test.Words FOUND" if MALWARE in seen else b"stream: OK"
        if self.server.how == "refuses":
            answer = b"INSTREAM size limit exceeded. ERROR"
        self.wfile.write(answer + b"\0")
