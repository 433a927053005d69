"""How long PostgreSQL takes to answer a search among 10,000 pages. Run: python -m bench.search [pages]

Makes a database of its own and drops it at the end. Prints the time of all queries of one search (median of several),
what share of 50 ms that is, and its ratio to reading every text for the same words, which needs no index.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from itertools import batched
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis_site.settings.test")
django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from lis_site.area_start import NewArea, start_area  # noqa: E402
from lis_site.search import entries, finding, near_words  # noqa: E402
from strategy.models import StandardPage  # noqa: E402

BUDGET, TIMES, WORDS_A_PAGE = 50, 15, 300
SYLLABLES = [a + b for a in "bcdfghlmnprstvw" for b in ("an", "er", "in", "on", "es", "al", "ing", "ent", "or")]
# Real words, from one that is in every page to one that is in few.
KNOWN = {"strategy": 1.0, "region": 0.6, "skills": 0.2, "hydrogen": 0.03, "canal": 0.002}
SEARCHES = {
    "in every page": "strategy",
    "in most pages": "region",
    "two common words": "strategy region",
    "in a fifth": "skills",
    "in 3 of 100": "hydrogen",
    "in 2 of 1,000": "canal",
    "a code": "Z77",
    "a phrase": '"region skills"',
    "any of three": "strategy or region or skills",
    "all but": "strategy -region",
    "a slip": "hydrogn",
    "nothing like it": "qqqqqqqq",
}


def make_pages(site: Site, number: int) -> None:
    """Pages of text, written straight into the tables: a thousandth of the time that saving each would take."""
    chance = random.Random(2017)  # noqa: S311 - the same pages every time
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(15_000)]
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    home, now = site.root_page, timezone.now()
    kind = ContentType.objects.get_for_model(StandardPage)
    for numbers in batched(range(number), 500):
        pages = []
        for at in numbers:
            words = chance.choices(vocabulary, weights, k=6)
            page = Page(
                title=f"Z{at} {' '.join(words)}",
                draft_title="",
                slug=f"page-{at}",
                url_path=f"{home.url_path}page-{at}/",
                path=Page._get_path(home.path, home.depth + 1, at + 1),
                depth=home.depth + 1,
                content_type=kind,
                locale_id=home.locale_id,
                live=True,
                last_published_at=now,
            )
            pages.append(page)
        Page.objects.bulk_create(pages)
        rows = []
        for page in pages:
            text = chance.choices(vocabulary, weights, k=WORDS_A_PAGE)
            for word, share in KNOWN.items():
                if chance.random() < share:
                    text.insert(chance.randrange(len(text)), word)
            body = [{"type": "text", "value": f"<p>{' '.join(text)}</p>", "id": str(page.pk)}]
            rows += [page.pk, " ".join(text[:15]), json.dumps(body)]
        with connection.cursor() as cursor:
            values = ",".join(["(%s, %s, %s, '')"] * len(pages))
            sql = f"INSERT INTO strategy_standardpage (page_ptr_id, summary, body, looked_after_by) VALUES {values}"  # noqa: S608
            cursor.execute(sql, rows)
    Page.objects.filter(pk=home.pk).update(numchild=number)


def database_time(ask: Callable[[], Any]) -> tuple[float, int]:
    """Milliseconds that the database took for `ask`, median, and how many queries it was."""
    queries: list[float] = []

    def clock(execute: Any, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            queries.append(time.perf_counter() - began)

    took = []
    for _ in range(TIMES):
        queries.clear()
        with connection.execute_wrapper(clock):
            ask()
        took.append(sum(queries) * 1000)
    return statistics.median(took), len(queries)


def whole_search(site: Site, typed: str) -> finding.Answer:
    """As the page does: the answer and, for nothing, what else might have been meant."""
    answer = finding.search(site, typed)
    if not answer.total:
        near_words.did_you_mean(site, typed)
    return answer


def scan(typed: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM lis_site_searchentry WHERE title ILIKE %s OR summary ILIKE %s OR text ILIKE %s",
            [f"%{typed}%"] * 3,
        )


def analyse(*_now: Any) -> None:
    """What PostgreSQL does by itself within minutes of so many changes."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def main(number: int) -> None:
    site = start_area(NewArea("localhost", "Testshire", "Testshire", port=80, is_default=True))
    make_pages(site, number)
    for what, work in (
        ("indexed", entries.catch_up),
        ("tables tidied", analyse),
        ("looked through", entries.catch_up),
        ("indexed again", entries.rebuild),
        ("words gathered", near_words.refresh),
        ("words gathered again", near_words.refresh),
    ):
        began = time.perf_counter()
        done = work(timezone.now())
        print(f"{what:>22}: {time.perf_counter() - began:6.1f} s  ({done or 'nothing to do'})")
    analyse()
    print(f"\n{'':>18}  {'found':>6}  {'queries':>7}  {'ms':>6}  {'of 50 ms':>8}  {'of a scan':>9}")
    for name, typed in SEARCHES.items():
        answer = whole_search(site, typed)
        took, queries = database_time(lambda typed=typed: whole_search(site, typed))
        scanned, _ = database_time(lambda typed=typed: scan(typed))
        print(f"{name:>18}  {answer.total:6}  {queries:7}  {took:6.1f}  {took / BUDGET:8.2f}  {took / scanned:9.2f}")


if __name__ == "__main__":
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
