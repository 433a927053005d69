"""manage.py run_jobs — the clock. Runs for ever; compose and `make run` start it."""

import signal
import threading
from datetime import datetime
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lis_site.clock import Clock

SECONDS_BETWEEN_TICKS = 5  # each job says itself how often it is due; mail must not make anybody wait
SECONDS_BETWEEN_TRIES = 5  # while another clock works or the database is away


class Command(BaseCommand):
    help = "Runs what is due, every few seconds: mail, scheduled pages and whatever the services have registered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run every job once and stop")
        parser.add_argument(
            "--now",
            type=datetime.fromisoformat,
            help="with --once: pretend that it is this time, for example 2018-05-17T10:00+01:00",
        )

    def handle(self, *, once: bool, now: datetime | None, **options: Any) -> None:
        clock = Clock()
        try:
            if once:
                self._run_once(clock, now)
            else:
                self._run_for_ever(clock)
        finally:
            clock.close()

    def _run_once(self, clock: Clock, now: datetime | None) -> None:
        if now is not None and timezone.is_naive(now):
            now = timezone.make_aware(now)
        if not clock.tick(now or timezone.now()):
            raise CommandError("Nothing was run: another clock is working, or the database cannot be reached.")

    def _run_for_ever(self, clock: Clock) -> None:
        stop = threading.Event()

        def ask_to_stop(signum: int, frame: FrameType | None) -> None:
            stop.set()  # seen between two jobs' ticks, so that no job is cut short

        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        while not stop.is_set():
            worked = clock.tick(timezone.now())
            stop.wait(SECONDS_BETWEEN_TICKS if worked else SECONDS_BETWEEN_TRIES)
