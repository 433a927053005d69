"""What answers the words that somebody typed: the rule of the search, without HTTP."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db import connection, transaction
from django.db.models import Case, F, FloatField, TextField, Value, When
from django.db.models.functions import Concat, Left
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from wagtail.models import Page, Site

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
    def most_ranked(self) -> int:
        return MOST_RANKED

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
    """What answers `typed` (as `tidy` leaves it) in an area. Two queries, and two more when anything is found.

    An unknown kind counts as none, and a page that is not there as the first.
    """
    with transaction.atomic(savepoint=False):
        asked = _ask(site, typed)
        if asked is None:
            return Answer(typed)
        chosen = kind_named(kind)
        counts, best = _hits(asked, chosen)
        answer = Answer(typed, counts, chosen)
        answer = replace(answer, page=_page_number(page, answer.pages))
        return replace(answer, found=_found(site, asked, best, answer.page) if best else [])


def finds_anything(site: Site, typed: str) -> bool:
    """Whether anything answers `typed` in an area. Two queries."""
    with transaction.atomic(savepoint=False):
        asked = _ask(site, typed)
        return asked is not None and asked.hits.exists()


def any_word_of(typed: str) -> str:
    """The search for any of its words in place of all of them; "" when it has one word, or asks more than for words."""
    words = typed.split()
    return " or ".join(words) if 2 <= len(words) <= 8 and re.fullmatch(r"[^-\"]+(?:\w-\w[^-\"]*)*", typed) else ""


@dataclass(frozen=True)
class _Asked:
    query: SearchQuery
    config: str
    hits: Any


def _ask(site: Site, typed: str) -> _Asked | None:
    """The query for `typed` and the entries that answer it; None when nothing in it is a word. One query at once.

    PostgreSQL reads quotation marks, "or" and "-", and refuses nothing. Words that English has everywhere ("it",
    "who") are looked for only when there are no others, as acronyms.
    """
    if not typed:
        return None
    with connection.cursor() as cursor:
        # PostgreSQL thinks that it costs nothing to fetch a vector which is stored apart from its row, and would read
        # all of them where the index knows the answer. The setting ends with the transaction.
        cursor.execute(
            """
            SELECT numnode(websearch_to_tsquery('english', %(typed)s)),
                numnode(websearch_to_tsquery('simple', %(typed)s)),
                ARRAY(
                    SELECT path FROM wagtailcore_page WHERE id IN (SELECT page_id FROM wagtailcore_pageviewrestriction)
                ),
                set_config('enable_seqscan', 'off', true)
            """,
            {"typed": typed},
        )
        in_english, as_written, closed, _ = cursor.fetchone()
    if not as_written:
        return None
    config = "english" if in_english else "simple"
    query = SearchQuery(typed, config=config, search_type="websearch")
    return _Asked(query, config, SearchEntry.objects.readable_in(site, closed).filter(words=query))


def _hits(asked: _Asked, chosen: Kind | None) -> tuple[list[tuple[Kind, int]], list[int]]:
    """How many of each kind there are, and the keys of the best of the kind chosen by title and summary.

    One query, which looks at each hit once and reads no text.
    """
    rank = SearchRank(F("heading"), asked.query, normalization=Value(1)) * _WEIGHT
    hits = asked.hits.values("kind", "pk", quick_rank=rank)
    hits_sql, parameters = hits.query.sql_with_params()
    statement = f"""
        WITH hit (kind, id, rank) AS MATERIALIZED ({hits_sql}),
        best AS (SELECT id FROM hit WHERE %s IN ('', kind) ORDER BY rank DESC, id LIMIT {MOST_RANKED})
        SELECT kind, count(*), ARRAY[]::bigint[] FROM hit GROUP BY kind
        UNION ALL SELECT '', 0, array_agg(id) FROM best
    """  # noqa: S608 - built by Django, with its parameters apart
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, chosen.key if chosen else ""])
        *kinds, (_, _, best) = sorted(cursor.fetchall(), key=lambda row: row[0] == "")
    counts = [(kind_named(key) or PAGE, number) for key, number, _ in kinds]
    return sorted(counts, key=lambda pair: (pair[0].order, pair[0].many)), best or []


def _page_number(typed: str, pages: int) -> int:
    number = int(typed) if re.fullmatch(r"[0-9]{1,4}", typed) else 1
    return number if 1 <= number <= pages else 1


def _found(site: Site, asked: _Asked, best: list[int], page: int) -> list[Found]:
    """The results on that page: the best ranked in full, and excerpts of ten. Two queries."""
    excerpt = SearchHeadline(
        # An excerpt from far down a very long page would take longer than the search.
        Left(Concat("summary", Value("\n", output_field=TextField()), "text"), 20_000),
        asked.query,
        config=asked.config,
        start_sel=_MARK,
        stop_sel=_UNMARK,
        max_fragments=2,
        max_words=26,
        min_words=12,
        short_word=0,  # type: ignore[arg-type]  # a number, whatever the stubs say
        fragment_delimiter=" … ",
    )
    start = (page - 1) * PER_PAGE
    rows = (
        SearchEntry.objects.filter(pk__in=best)
        .annotate(rank=SearchRank(F("words"), asked.query, normalization=Value(1)) * _WEIGHT, excerpt=excerpt)
        .order_by("-rank", "title", "pk")
        .defer("text", "words", "heading", "capitals")[start : start + PER_PAGE]
    )
    pages = Page.objects.in_bulk([row.page_id for row in rows if row.page_id])
    return [
        Found(
            row.title,
            pages[row.page_id].get_url(current_site=site) if row.page_id else row.url,
            kind_named(row.kind) or PAGE,
            _marked(row.excerpt, row.summary),
            row.is_past,
        )
        for row in rows
        if row.page_id is None or row.page_id in pages
    ]


def _marked(excerpt: str, summary: str) -> SafeString:
    """The excerpt as HTML, with dots where it breaks off; where it marks nothing, since the title alone answers, the
    beginning of `summary`.
    """
    if _MARK not in excerpt:
        excerpt = Truncator(summary).words(30, truncate=" …")
    elif not summary.startswith(excerpt.replace(_MARK, "").replace(_UNMARK, "")[:40]):
        excerpt = f"… {excerpt}"
    if excerpt and excerpt.rstrip(_UNMARK)[-1] not in ".!?…":
        excerpt = f"{excerpt} …"
    excerpt = re.sub(r"(?<![.!?:…\s])\s*\n\s*", " · ", excerpt)  # where one field or block ends and the next begins
    html = escape(excerpt).replace(_MARK, "<mark>").replace(_UNMARK, "</mark>")
    return mark_safe(html)  # noqa: S308 - escaped in the line above; the marks are our own
