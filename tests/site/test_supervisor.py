"""Processes that run side by side and end together."""

import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from lis_site.supervisor import ChildDied, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('set', flush=True); time.sleep(60)",
]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pids(processes: Supervisor) -> list[int]:
    return [child.pid for child in processes._children.values()]


def test_everything_ends_when_the_block_does():
    with Supervisor({}) as processes:
        processes.start("one", SLEEP)
        processes.start("two", SLEEP)
        started = pids(processes)
        assert all(is_running(pid) for pid in started)
    assert not any(is_running(pid) for pid in started)


def test_everything_ends_when_the_block_fails():
    started: list[int] = []

    def fail() -> None:
        with Supervisor({}) as processes:
            processes.start("one", SLEEP)
            started.extend(pids(processes))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert started
    assert not any(is_running(pid) for pid in started)


def test_a_process_that_will_not_end_is_ended():
    processes = Supervisor({})
    processes.start("stubborn", STUBBORN)
    (pid,) = pids(processes)
    time.sleep(0.5)  # until it ignores the signal
    processes.stop(seconds=0.2)
    assert not is_running(pid)


def test_a_process_that_ends_by_itself_is_named_with_how_it_ended():
    with Supervisor({}) as processes:
        processes.start("clock", [sys.executable, "-c", "raise SystemExit(3)"])
        with pytest.raises(ChildDied, match="The clock ended with exit code 3"):
            processes.watch()
    with Supervisor({}) as processes:
        processes.start("site", SLEEP)
        os.kill(pids(processes)[0], signal.SIGKILL)
        with pytest.raises(ChildDied, match="The site ended by signal 9"):
            processes.watch()


def test_children_are_given_the_environment(tmp_path):
    said = tmp_path / "said"
    with Supervisor({"GREETING": "hello", "SAID": str(said)}) as processes:
        processes.start(
            "speaker", ["/bin/sh", "-c", 'echo "$GREETING" > "$SAID.part"; mv "$SAID.part" "$SAID"; sleep 60']
        )
        deadline = time.monotonic() + 10
        while not said.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
    assert said.read_text() == "hello\n"


def test_waiting_ends_with_an_answer_of_200_and_not_before():
    answers = [503, 503, 200]

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(answers.pop(0))
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    Supervisor({}).wait_until_ready(f"http://127.0.0.1:{server.server_port}/", seconds=10)
    server.shutdown()
    server.server_close()
    assert answers == []


def test_waiting_gives_up_and_says_for_what():
    with pytest.raises(TimeoutError, match="did not answer within 0 seconds"):
        Supervisor({}).wait_until_ready("http://127.0.0.1:9/", seconds=0.3)
