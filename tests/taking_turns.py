"""Which worker runs what, and in which order, when tests run in several processes (`make test`).

The tests of a file stay together. Those of the demo do too: loading it takes a worker 15 s, twice. Long files go first,
so that no worker waits at the end while the other is in the middle of one.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

THE_DEMO = [
    "tests/site/test_bytes.py",
    "tests/site/test_content_rows.py",
    "tests/site/test_crawl.py",
    "tests/site/test_load_demo.py",
    "tests/journeys/test_events.py",
    "tests/journeys/test_overview.py",
    "tests/journeys/test_residents.py",
    "tests/journeys/test_search.py",
    "tests/journeys/test_tracker.py",
]
LONG = ["tests/journeys/", "tests/site/test_admin_fuzz.py", "tests/site/", "tests/races/"]


class Turns(LoadScopeScheduling):
    """By file, in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False  # by how many tests they have
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return "the demo" if _file(nodeid) in THE_DEMO else _file(nodeid)


def longest_first(nodeid: str) -> int:
    if _file(nodeid) in THE_DEMO:
        return -1
    return next((at for at, start in enumerate(LONG) if nodeid.startswith(start)), len(LONG))


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]
