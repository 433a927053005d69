"""What answers the words that somebody typed: the rule of the search, without HTTP."""

from __future__ import annotations

import heapq
import itertools
import re
import unicodedata
from dataclasses import dataclass, field, replace
from math import ceil

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db import connection, transaction
from django.db.models import Case, Count, F, FloatField, Func, TextField, Value, When
from django.db.models.functions import Concat, Left
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from wagtail.models import Site

from lis_site.search.models import SearchEntry
from strategy.findable import PAGE, Kind, kind_named

PER_PAGE = 10
LONGEST = 200  # characters of a search
# Ranking reads the whole text of what it ranks. Of more hits than this, those are ranked whose titles answer best.
MOST_RANKED = 500
# Private to us: `entries` lets no such character into the index, so that nothing in a page can pose as a mark.
_MARK, _UNMARK = "\ue000", "\ue001"
# What is retired or over stands below what is current, unless it answers far better.
_WEIGHT = Case(When(is_past=True, then=Value(0.2)), default=Value(1.0), output_field=FloatField())

type Ranked = tuple[float, int]  # rank and key


@dataclass(frozen=True)
class Found:
    """One result. `excerpt` is safe HTML with the words found in <mark>."""

    title: str
    url: str
    kind: Kind
    excerpt: SafeString
    is_past: bool


@dataclass(frozen=True)
class Answer:
    """The results on one page of them. `counts` has the kinds that were found, each with its number."""

    typed: str
    counts: list[tuple[Kind, int]] = field(default_factory=list)
    kind: Kind | None = None
    page: int = 1
    found: list[Found] = field(default_factory=list)

    @property
    def of_all_kinds(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def total(self) -> int:
        """How many there are of the kind chosen."""
        return sum(count for kind, count in self.counts if self.kind in (None, kind))

    @property
    def pages(self) -> int:
        return max(1, ceil(min(self.total, MOST_RANKED) / PER_PAGE))

    @property
    def first(self) -> int:
        """The number of the first result on this page."""
        return (self.page - 1) * PER_PAGE + 1

    @property
    def is_cut_short(self) -> bool:
        return self.total > MOST_RANKED


def tidy(typed: str) -> str:
    """What somebody typed, without invisible characters, in single spaces, and not too long to be a search."""
    composed = unicodedata.normalize("NFC", typed[: LONGEST * 4])
    visible = "".join(" " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one for one in composed)
    visible = "".join(one for one in visible if unicodedata.category(one)[0] != "C")
    return " ".join(visible.split())[:LONGEST].rstrip()


def search(site: Site, typed: str, *, kind: str = "", page: str = "1") -> Answer:
    """What answers `typed` (as `tidy` leaves it) in an area. Three queries, and one more when anything is found.

    An unknown kind counts as none, and a page that is not there as the first.
    """
    with transaction.atomic(savepoint=False):
        query = _query(typed)
        if query is None:
            return Answer(typed)
        hits = _hits(site, query)
        chosen = kind_named(kind)
        answer = Answer(typed, [(one, number) for one, number, _ in hits], chosen)
        answer = replace(answer, page=_page_number(page, answer.pages))
        best = _best_of([ranked for one, _, ranked in hits if chosen in (None, one)])
        return replace(answer, found=_found(site, query, best, answer.page) if best else [])


def count(site: Site, typed: str) -> int:
    """How many answer `typed` in an area. Three queries."""
    with transaction.atomic(savepoint=False):
        query = _query(typed)
        return 0 if query is None else SearchEntry.objects.readable_in(site).filter(words=query).count()


def _query(typed: str) -> SearchQuery | None:
    """None when nothing in `typed` is a word. PostgreSQL reads quotation marks, "or" and "-", and refuses nothing.

    Words that English has everywhere ("it", "who") are looked for only when there are no others, as acronyms.
    """
    if not typed:
        return None
    with connection.cursor() as cursor:
        # PostgreSQL thinks that it costs nothing to fetch a vector which is stored apart from its row, and would read
        # all of them where the index knows the answer. The setting ends with the transaction.
        cursor.execute(
            "SELECT numnode(websearch_to_tsquery('english', %s)), numnode(websearch_to_tsquery('simple', %s)), "
            "set_config('enable_seqscan', 'off', true)",
            [typed, typed],
        )
        in_english, as_written, _ = cursor.fetchone()
    if not as_written:
        return None
    return SearchQuery(typed, config="english" if in_english else "simple", search_type="websearch")


class _First(Func):
    """The first of an array, as many as are ranked."""

    template = f"(%(expressions)s)[1:{MOST_RANKED}]"


def _hits(site: Site, query: SearchQuery) -> list[tuple[Kind, int, list[Ranked]]]:
    """For each kind found: how many there are, and the best by title and summary, best first. One query, which reads
    each hit once and its text never."""
    rank = SearchRank(F("heading"), query, normalization=Value(1)) * _WEIGHT
    order = ["-quick_rank", "pk"]
    kinds = (
        SearchEntry.objects.readable_in(site)
        .filter(words=query)
        .annotate(quick_rank=rank)
        .values("kind")
        .annotate(
            number=Count("pk"),
            keys=_First(ArrayAgg("pk", order_by=order)),
            ranks=_First(ArrayAgg("quick_rank", order_by=order)),
        )
    )
    found = [
        (kind_named(row["kind"]) or PAGE, row["number"], list(zip(row["ranks"], row["keys"], strict=True)))
        for row in kinds
    ]
    return sorted(found, key=lambda one: (one[0].order, one[0].many))


def _best_of(kinds: list[list[Ranked]]) -> list[int]:
    """The keys of the best of several kinds, as many as are ranked."""
    merged = heapq.merge(*kinds, key=lambda ranked: (-ranked[0], ranked[1]))
    return [key for _, key in itertools.islice(merged, MOST_RANKED)]


def _page_number(typed: str, pages: int) -> int:
    number = int(typed) if re.fullmatch(r"[0-9]{1,4}", typed) else 1
    return number if 1 <= number <= pages else 1


def _found(site: Site, query: SearchQuery, best: list[int], page: int) -> list[Found]:
    """The results on that page: the best ranked in full, and excerpts of ten. One query."""
    excerpt = SearchHeadline(
        # An excerpt from far down a very long page would take longer than the search.
        Left(Concat("summary", Value("\n", output_field=TextField()), "text"), 20_000),
        query,
        config=query.config,
        start_sel=_MARK,
        stop_sel=_UNMARK,
        max_fragments=2,
        max_words=26,
        min_words=12,
        fragment_delimiter=" … ",
    )
    start = (page - 1) * PER_PAGE
    rows = (
        SearchEntry.objects.filter(pk__in=best)
        .annotate(rank=SearchRank(F("words"), query, normalization=Value(1)) * _WEIGHT, excerpt=excerpt)
        .order_by("-rank", "title", "pk")
        .select_related("page")
        .defer("text", "words", "heading", "capitals")[start : start + PER_PAGE]
    )
    return [
        Found(
            row.title,
            row.page.get_url(current_site=site) if row.page else row.url,
            kind_named(row.kind) or PAGE,
            _marked(row.excerpt, row.summary),
            row.is_past,
        )
        for row in rows
    ]


def _marked(excerpt: str, otherwise: str) -> SafeString:
    """The excerpt as HTML; where it marks nothing, because the title alone answers, the beginning of `otherwise`."""
    if _MARK not in excerpt:
        excerpt = Truncator(otherwise).words(30, truncate=" …")
    html = escape(excerpt).replace(_MARK, "<mark>").replace(_UNMARK, "</mark>")
    return mark_safe(html)  # noqa: S308 - escaped in the line above; the marks are our own
