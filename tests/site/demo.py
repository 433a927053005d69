"""The demo, loaded once by each worker, on a day that does not move."""

import datetime as dt
from functools import cache

from django.core.management import call_command

from tests.ready_made import ready_made
from tests.site.crawling import Crawl


def load_demo() -> None:
    ready_made("demo", lambda: call_command("load_demo", today=dt.date(2026, 6, 1), verbosity=0))


@cache
def crawl_of_demo(host: str) -> Crawl:
    """What all tests that only read the demo look at. Load it first."""
    return Crawl.of(host)
