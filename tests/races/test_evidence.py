"""Two hundred megabytes of files at once, in little memory; and a server that is killed loses none of them."""

import datetime as dt
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import zipfile
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from consultation.evidence.models import EvidenceFile, RegisterEntry
from consultation.evidence.submission import submit
from consultation.evidence.writing import hold
from consultation.participants.models import Mail
from tests.consultation.evidence.factories import begin, filled_in, make_call
from tests.consultation.files.good_files import word_parts
from tests.races.test_places import all_at_once
from tests.running import ROOT
from tests.strategy.factories import make_area

pytestmark = pytest.mark.django_db(transaction=True)

UPLOADS, EACH = 8, 25 * 1000 * 1000  # bytes: 200 MB in all
MOST_MORE = 100 * 1024  # kilobytes


def large_docx(number: int) -> bytes:
    """Stored and not packed, so that its size is what it unpacks to."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in word_parts().items():
            made.writestr(name, content)
        made.writestr("word/media/image1.bmp", bytes([number]) * EACH)
    return out.getvalue()


def form(number: int) -> tuple[bytes, dict[str, str]]:
    fields = {"whole": "yes", "then": "keep", "title": f"File {number}", "kind": "data", "publishing": "no"}
    parts = [b'--x\r\nContent-Disposition: form-data; name="file"; filename="f.docx"\r\n\r\n' + large_docx(number)]
    parts += [f'--x\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}'.encode() for k, v in fields.items()]
    return b"\r\n".join([*parts, b"--x--\r\n"]), {"Content-Type": "multipart/form-data; boundary=x"}


class Server:
    """One gunicorn with one worker of eight threads."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        database = {k: v for k, v in connection.settings_dict.items() if k != "TEST"}
        environment = {**os.environ, "TEST_DATABASE": json.dumps(database), "TEST_PRIVATE": str(folder)}
        options = ["--config", "/dev/null", "--worker-class", "gthread", "--threads", "8", "--timeout", "200"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, "-b", f"127.0.0.1:{self.port}", "tests.races.evidence_site"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
        line = HTTPConnection("localhost", self.port, timeout=200)
        line.request("POST" if body else "GET", path, body, headers or {})
        answer = line.getresponse()
        return answer.status, answer.read().decode()

    def wait(self, path: str, seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.ask(path)[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        pytest.fail("the server did not start")

    @property
    def worker(self) -> int:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0])

    @property
    def most_memory(self) -> int:
        """The most that the worker ever held, in kilobytes."""
        status = Path(f"/proc/{self.worker}/status").read_text()
        (found,) = re.findall(r"VmHWM:\s+(\d+)", status)
        return int(found)


@pytest.fixture
def call(db):
    today = timezone.localdate()
    return make_call(make_area(), opens_on=today, closes_on=today + dt.timedelta(days=9))


def test_pressing_send_many_times_sends_once_and_numbers_are_given_once(call):
    now = timezone.now()
    drafts = [filled_in(call, now) for _ in range(3)]
    answers = all_at_once(lambda number: submit(submission=drafts[number % 3], now=now).state, 12)
    assert answers == ["sent"] * 12
    assert Mail.objects.count() == 3
    numbers = sorted(RegisterEntry.objects.values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_two_hundred_megabytes_at_once_in_little_memory_and_a_kill_loses_none(call, tmp_path):
    drafts = [begin(call, timezone.now()) for _ in range(UPLOADS)]
    tokens = [hold(submission=draft, now=timezone.now()) for draft in drafts]
    server = Server(tmp_path)
    try:
        server.wait(f"/my/{tokens[0]}/evidence/file/")
        all_at_once(lambda number: server.ask(f"/my/{tokens[number]}/evidence/file/"), UPLOADS)  # threads and templates
        before = server.most_memory
        answers = all_at_once(
            lambda number: server.ask(f"/my/{tokens[number]}/evidence/file/", *form(number))[0], UPLOADS
        )
        more = server.most_memory - before
        assert answers == [302] * UPLOADS
        assert more < MOST_MORE, f"{more} kB more"
        assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) > UPLOADS * EACH

        os.kill(server.worker, signal.SIGKILL)
        server.wait(f"/my/{tokens[0]}/evidence/")
        for token, draft in zip(tokens, drafts, strict=True):
            file = EvidenceFile.objects.get(item__submission=draft)
            assert "f.docx" in server.ask(f"/my/{token}/evidence/")[1]
            assert (tmp_path / str(file.content.name)).stat().st_size == file.size
    finally:
        server.process.terminate()
        server.process.wait(timeout=60)
