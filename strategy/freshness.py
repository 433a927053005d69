"""How long a rendered page stays true when its text depends on the clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

# How long a cache may keep any public page. Short, so that an edit is seen within a minute.
CACHE_SECONDS = 60


def changes_at(request: Any, moment: dt.datetime | None) -> None:
    """Note that something on the page being rendered will change at `moment`. None is nothing to note."""
    if moment is not None:
        request.changes_at = min(moment, getattr(request, "changes_at", moment))


def seconds_fresh(request: Any, now: dt.datetime) -> int:
    """For how many seconds a cache may keep what was rendered for `request`: never past the next noted change."""
    moment = getattr(request, "changes_at", None)
    return CACHE_SECONDS if moment is None else max(0, min(CACHE_SECONDS, int((moment - now).total_seconds())))
