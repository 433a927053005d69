"""What the clock does with kept files."""

import datetime as dt

from consultation.files import quarantine
from consultation.files.keeping import delete_orphans
from strategy.clock import register_job


def register() -> None:
    register_job("scan of files", dt.timedelta(seconds=30), quarantine.scan_waiting)
    register_job("stray files", dt.timedelta(hours=1), lambda now: _told(delete_orphans(now)))


def _told(count: int) -> str | None:
    return f"{count} stray files" if count else None
