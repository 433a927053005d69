"""Limits how often one sender may do something. Counted in the database, so all processes count together.

What is stored is a keyed hash under the random secret of the day: no address, and, once that secret is deleted, no way
to find out whose a count was.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from django.db import connection

from consultation.participants.models import RateBucket, RateSalt

DAY = dt.timedelta(days=1)

_COUNT = """
    INSERT INTO consultation_ratebucket AS bucket (key, count, ends_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET count = bucket.count + 1 WHERE bucket.count < %s
"""


def allow(scope: str, value: str, limit: int, window: dt.timedelta, now: dt.datetime) -> bool:
    """Count one more of `value` (an e-mail address, a network address) in `scope`; False when there were `limit`.

    Windows stand side by side from midnight UTC to midnight, where the last is cut short. At most a day. Two
    statements, three on the first call of a day. Call it outside a transaction that may be rolled back, or what is
    refused is not counted.
    """
    if not dt.timedelta(0) < window <= DAY:
        raise ValueError("A window is longer than nothing and at most a day.")
    if limit < 1:
        return False
    day = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    began = day + window * ((now - day) // window)
    text = "\0".join((scope, value, str(window), began.isoformat()))
    key = hmac.new(_salt_of(day.date()), text.encode(errors="replace"), hashlib.sha256).hexdigest()
    with connection.cursor() as cursor:
        # One statement counts and refuses: two at once can't both take the last place.
        cursor.execute(_COUNT, [key, min(began + window, day + DAY), limit])
        return bool(cursor.rowcount)


def forget_old_counts(now: dt.datetime) -> str | None:
    """Job: delete the buckets whose window is over, and the secrets of past days."""
    count, _each = RateBucket.objects.filter(ends_at__lte=now).delete()
    RateSalt.objects.filter(day__lt=now.astimezone(dt.UTC).date()).delete()
    return f"{count} counts deleted" if count else None


def _salt_of(day: dt.date) -> bytes:
    """The secret of the day, made by whoever asks first. Never kept in memory: deleted must mean gone."""
    found = RateSalt.objects.filter(day=day).values_list("salt", flat=True).first()
    if found is None:
        RateSalt.objects.bulk_create([RateSalt(day=day, salt=secrets.token_bytes(32))], ignore_conflicts=True)
        found = RateSalt.objects.values_list("salt", flat=True).get(day=day)
    return bytes(found)
