"""Queries, milliseconds and bytes of each page type of the loaded demo, in one warm process with no page cache.

    .venv/bin/python bench/pages.py            (after `make run` has loaded the demo; stop it first)

Milliseconds move with the machine; the last column is each page as a multiple of the cheapest, in the same run.
"""

from __future__ import annotations

import gzip
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis_site.settings.local")

import django

django.setup()

from django.db import connection  # noqa: E402  after setup, which they need
from django.test import Client  # noqa: E402

ROUNDS = 15
PAGES = {
    "home": "/",
    "strategy": "/strategy/",
    "foundation": "/strategy/foundations/ideas/",
    "challenge": "/strategy/grand-challenges/clean-growth/",
    "priority": "/strategy/priorities/environment/",
    "ambitions": "/strategy/ambitions/",
    "ambition": "/strategy/ambitions/e1-net-zero/",
    "health priority": "/strategy/health-priorities/climate/",
    "matrix": "/strategy/how-it-fits/",
    "whole strategy": "/strategy/whole-strategy/",
    "have your say": "/have-your-say/",
    "text": "/strategy/what-it-is/",
    "not found": "/no-such-page/",
}


def measure(client: Client, url: str) -> tuple[int, float, int]:
    """Queries, median milliseconds and compressed bytes of the page at `url`, warm."""
    client.get(url)
    queries: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        response = client.get(url)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - began) * 1000)
    return len(queries), statistics.median(times), len(gzip.compress(response.content, 6))


def main() -> None:
    client = Client(headers={"host": "localhost"})
    results = {name: measure(client, url) for name, url in PAGES.items()}
    cheapest = min(milliseconds for _, milliseconds, _ in results.values())
    print(f"{'page':<18}{'queries':>8}{'ms':>8}{'bytes':>8}{'ratio':>8}")
    for name, (queries, milliseconds, size) in results.items():
        print(f"{name:<18}{queries:>8}{milliseconds:>8.1f}{size:>8}{milliseconds / cheapest:>8.1f}")


if __name__ == "__main__":
    main()
