"""Limits how often one sender may do something. Counted in the database, so all processes count together.

What is stored is a keyed hash under the random secret of the day: no address, and, once that secret is deleted, no way
to find out whose a count was.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg2
from django.db import connection

from consultation.participants.models import RateBucket, RateSalt

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` of `value` (an e-mail address, a network address) in `scope`."""

    scope: str
    value: str
    most: int


# The key is made where the secret is, which never leaves the database. Rows are gone through in one order, so that two
# that count the same things do not wait for each other.
_COUNT = """
    WITH asked AS MATERIALIZED (
        SELECT encode(sha256(salt || words), 'hex') AS key, most, number
        FROM consultation_ratesalt, unnest(%(words)s::bytea[], %(most)s::int[], %(numbers)s::int[])
            AS one(words, most, number)
        WHERE day = %(day)s
    ), counted AS (
        INSERT INTO consultation_ratebucket AS bucket (key, count, ends_at)
        SELECT key, 1, %(ends_at)s FROM asked WHERE most > 0 ORDER BY key
        ON CONFLICT (key) DO UPDATE SET count = bucket.count + 1
            WHERE bucket.count < (SELECT most FROM asked WHERE asked.key = bucket.key)
        RETURNING (SELECT number FROM asked WHERE asked.key = bucket.key) AS number
    )
    SELECT number FROM counted UNION ALL SELECT NULL WHERE NOT EXISTS (SELECT FROM asked)
"""


def allow(scope: str, value: str, limit: int, window: dt.timedelta, now: dt.datetime) -> bool:
    """Count one more of `value` in `scope`; False when there were `limit`. As `allow_each`, for one thing."""
    return allow_each([Limit(scope, value, limit)], window, now)[0]


def allow_each(limits: Sequence[Limit], window: dt.timedelta, now: dt.datetime) -> list[bool]:
    """Count one more of each; for each, whether it is within its limit. No two may be of one scope and value.

    Windows stand side by side from midnight UTC to midnight, where the last is cut short. At most a day. One
    statement; two more on the first call of a day. Call it outside a transaction that may be rolled back, or what is
    refused is not counted.
    """
    if not dt.timedelta(0) < window <= DAY:
        raise ValueError("A window is longer than nothing and at most a day.")
    day = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    began = day + window * ((now - day) // window)
    words = ["\0".join((one.scope, one.value, str(window), began.isoformat())) for one in limits]
    given = {
        "words": [psycopg2.Binary(text.encode(errors="replace")) for text in words],
        "most": [one.most for one in limits],
        "numbers": [*range(len(limits))],
        "day": day.date(),
        "ends_at": min(began + window, day + DAY),
    }
    within = _count(given)
    if within is None:
        _make_salt(day.date())
        within = _count(given) or set()
    return [number in within for number in range(len(limits))]


def forget_old_counts(now: dt.datetime) -> str | None:
    """Job: delete the buckets whose window is over, and the secrets of past days."""
    count, _each = RateBucket.objects.filter(ends_at__lte=now).delete()
    RateSalt.objects.filter(day__lt=now.astimezone(dt.UTC).date()).delete()
    return f"{count} counts deleted" if count else None


def _count(given: dict[str, Any]) -> set[int] | None:
    """The numbers of those that were within their limits; None while the day has no secret, when nothing is counted."""
    with connection.cursor() as cursor:
        # One statement counts and refuses: two at once can't both take the last place.
        cursor.execute(_COUNT, given)
        found = {number for (number,) in cursor.fetchall()}
    return None if None in found else found


def _make_salt(day: dt.date) -> None:
    """The secret of the day; of many who come first together, one makes it for all."""
    RateSalt.objects.bulk_create([RateSalt(day=day, salt=secrets.token_bytes(32))], ignore_conflicts=True)
