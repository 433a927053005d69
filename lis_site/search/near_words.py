""" "Did you mean": words of the area that are a slip or two away from what was typed.

PostgreSQL's own trigrams are an extension that not every server has. In its place stands a table of the words that
occur, each with all that is left of it when one letter is taken out (see SearchWord): an index finds those that share
any of it with the word typed, and only they are compared letter by letter.
"""

from __future__ import annotations

import datetime as dt
import re

from django.db import connection
from django.db.models import Count, Max
from wagtail.models import Site

from lis_site.search.finding import finds_anything
from lis_site.search.models import SearchEntry, SearchWord

SHORTEST, LONGEST = 4, 24  # letters: a shorter word is near to too many
_MOST_WORDS = 8  # of one search
_WORD = re.compile(r"[^\W\d_]+")

# The number of entries of each area and the latest of them, when this process last gathered its words.
_gathered: dict[int, tuple[int, dt.datetime | None]] = {}


def refresh(now: dt.datetime) -> str | None:
    """Gather the words of each area whose index has changed since this process last did. For the clock."""
    changed = 0
    for site in Site.objects.all():
        state = SearchEntry.objects.filter(site=site).aggregate(entries=Count("pk"), latest=Max("indexed_at"))
        if _gathered.get(site.pk) != (found := (state["entries"], state["latest"])):
            changed += gather(site)
            _gathered[site.pk] = found
    return f"{changed} words changed" if changed else None


def gather(site: Site) -> int:
    """Bring the words of an area up to date; how many were added, changed or taken away."""
    # The statement inside is a text to ts_stat and takes no parameters.
    texts = (
        "SELECT to_tsvector('simple', title || ' ' || summary || ' ' || text) "  # noqa: S608 - a number
        f"FROM lis_site_searchentry WHERE site_id = {int(site.pk)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH now AS MATERIALIZED (
                SELECT word::varchar, ndoc, coalesce((ts_lexize('english_stem', word))[1], '') AS stem
                FROM ts_stat(%(texts)s)
                WHERE length(word) BETWEEN %(shortest)s AND %(longest)s AND word !~ '[^[:alpha:]]'
            ), gone AS (
                DELETE FROM lis_site_searchword AS old
                WHERE site_id = %(site)s AND NOT EXISTS (SELECT 1 FROM now WHERE now.word = old.word)
                RETURNING 1
            ), written AS (
                INSERT INTO lis_site_searchword AS old (site_id, word, stem, entries, near)
                SELECT %(site)s, word, stem, ndoc, word || ARRAY(
                    SELECT DISTINCT overlay(word PLACING '' FROM at FOR 1) FROM generate_series(1, length(word)) AS at
                )::varchar[]
                FROM now
                ON CONFLICT (site_id, word) DO UPDATE SET entries = EXCLUDED.entries
                WHERE old.entries <> EXCLUDED.entries
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
            """,
            {"texts": texts, "site": site.pk, "shortest": SHORTEST, "longest": LONGEST},
        )
        changed: int = cursor.fetchone()[0]
    return changed


def did_you_mean(site: Site, typed: str) -> str:
    """`typed` with each word that the area does not know put right, when that finds something; otherwise "".

    Two queries at most, and two more when there is something to try.
    """
    words = list(dict.fromkeys(word.lower() for word in _WORD.findall(typed)))
    unknown = _unknown(site, [word for word in words if SHORTEST <= len(word) <= LONGEST][:_MOST_WORDS])
    better = _nearest(site, unknown) if unknown else {}
    if not better:
        return ""
    corrected = _WORD.sub(lambda match: better.get(match[0].lower(), match[0]), typed)
    return corrected if finds_anything(site, corrected) else ""


def _unknown(site: Site, words: list[str]) -> list[str]:
    """Those that no text of the area has in any form, and that are no common words. One query, or none."""
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT typed FROM unnest(%s::text[]) AS typed
            WHERE to_tsvector('english', typed) <> '' AND NOT EXISTS (
                SELECT 1 FROM lis_site_searchword
                WHERE site_id = %s AND stem = (ts_lexize('english_stem', typed))[1]
            )
            """,
            [words, site.pk],
        )
        return [word for (word,) in cursor.fetchall()]


def _nearest(site: Site, unknown: list[str]) -> dict[str, str]:
    """For each word the one nearest to it, where one is near enough. One query."""
    near = {word: _one_letter_less(word) for word in unknown}
    candidates = SearchWord.objects.filter(site=site, near__overlap=sorted(set().union(*near.values())))
    known = list(candidates.order_by("-entries").values_list("word", "entries")[:500])
    best = {}
    for word in unknown:
        most = 1 if len(word) < 7 else 2
        ranked = sorted((slips(word, other), other[0] != word[0], -entries, other) for other, entries in known)
        if ranked and ranked[0][0] <= most:
            best[word] = ranked[0][3]
    return best


def _one_letter_less(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def slips(typed: str, meant: str) -> int:
    """How many letters were left out, put in, mistaken, or swapped with their neighbour, at the fewest."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(typed, start=1):
        above, row = row, [i]
        for j, other in enumerate(meant, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == meant[j - 2] and typed[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
