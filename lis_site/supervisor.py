"""Runs the processes of a site side by side, and ends them together."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from types import FrameType


class ChildDied(RuntimeError):
    """A process ended that should have run on."""


class StopAsked(BaseException):
    """Ctrl-C, a closed terminal, or a polite kill. Like KeyboardInterrupt, not to be caught with the errors."""


class Supervisor:
    """`with Supervisor(environment) as processes:` — what it starts is stopped at the end, however that comes."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = {**os.environ, **environment}
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start `command` in a session of its own, so that Ctrl-C reaches us alone and we end things in order."""
        self._children[name] = subprocess.Popen(command, env=self._environment, start_new_session=True)  # noqa: S603

    def wait_until_ready(self, url: str, seconds: float) -> None:
        """Return when `url` answers 200. Raises ChildDied, or TimeoutError."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.check()
            try:
                with urllib.request.urlopen(url, timeout=5):  # noqa: S310 — our own address
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise TimeoutError(f"{url} did not answer within {seconds:.0f} seconds.")

    def check(self) -> None:
        """Raise ChildDied if one of the processes has ended."""
        for name, child in self._children.items():
            code = child.poll()
            if code is not None:
                how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
                raise ChildDied(f"The {name} ended {how}.")

    def watch(self) -> None:
        """Never return: raise ChildDied or, from a signal, StopAsked."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self, seconds: float = 12) -> None:
        """Ask every process to end, and force those that have not after `seconds`. Harmless when called twice."""
        for child in self._children.values():
            _signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + seconds
        for child in self._children.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal_group(child, signal.SIGKILL)
                child.wait()
        self._children.clear()


def _signal_group(child: subprocess.Popen[bytes], signum: signal.Signals) -> None:
    """To the child and its own children: a worker must not outlive its master."""
    if child.poll() is None:
        os.killpg(child.pid, signum)


def raise_when_asked_to_stop() -> None:
    """From now on Ctrl-C, SIGTERM and SIGHUP raise StopAsked in the main thread, once."""

    def ask(signum: int, frame: FrameType | None) -> None:
        # A second Ctrl-C must not break off the stopping.
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked, signal.SIG_IGN)
        raise StopAsked

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, ask)
