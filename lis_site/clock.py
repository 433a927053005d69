"""The clock: runs the jobs of `strategy.clock` when they are due, in one process at a time.

Two copies may run (a deployment has two machines, or starts the new before it stops the old): the one that holds an
advisory lock works, the other waits. PostgreSQL frees the lock when its holder is killed or cut off.
"""

import logging
from contextlib import suppress
from datetime import datetime

from django.db import Error, connection, connections

from strategy.clock import Job, registered_jobs

logger = logging.getLogger(__name__)

# Any number will do that nothing else in this database locks. A pooler that hands one session to many clients
# (pgbouncer in transaction mode) breaks advisory locks.
LOCK = 20_170_403


class Clock:
    """Remembers when each job last ran; a new clock runs every job at its first tick."""

    def __init__(self) -> None:
        # A connection of its own: a job may close or break the ordinary one, and the lock must outlive that.
        self._lock_connection = connections["default"].copy()
        self._holds_lock = False
        self._last_run: dict[str, datetime] = {}

    def tick(self, now: datetime) -> bool:
        """Run what is due at `now`. False when another clock is working, or the database cannot be reached."""
        if not self._lead():
            return False
        for job in registered_jobs():
            last_run = self._last_run.get(job.name)
            if last_run is None or now - last_run >= job.every:
                # Noted before the run: a job that fails waits for its next turn like any other.
                self._last_run[job.name] = now
                _run(job, now)
        return True

    def close(self) -> None:
        """Give up the lock at once: PostgreSQL takes a moment to notice that a session has ended."""
        if self._holds_lock:
            self._holds_lock = False
            with suppress(Error), self._lock_connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock({LOCK})")
        self._lock_connection.close()

    def _lead(self) -> bool:
        """Hold the lock, or try to take it."""
        # The lock lives as long as its session: while the session answers, what was held is held. It must not be
        # taken twice, because it would have to be freed twice.
        statement = "SELECT TRUE" if self._holds_lock else f"SELECT pg_try_advisory_lock({LOCK})"
        try:
            with self._lock_connection.cursor() as cursor:
                cursor.execute(statement)
                self._holds_lock = cursor.fetchone()[0]
        except Error:
            self._holds_lock = False  # whoever cannot be reached holds nothing
            self.close()
            logger.warning("the database cannot be reached; trying again")
        return self._holds_lock


def _run(job: Job, now: datetime) -> None:
    try:
        done = job.run(now)
    except Exception:
        # One broken job must not stop the others. The traceback tells where; jobs put no personal data in messages.
        logger.exception("%s: failed", job.name)
    else:
        if done:
            logger.info("%s: %s", job.name, done)
    finally:
        connection.close_if_unusable_or_obsolete()
