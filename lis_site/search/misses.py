"""Notes the searches that found nothing, so that staff learn which words people use for things.

No personal data: words and a number for each day, nothing about who searched. What looks like an e-mail address or a
long number is not noted, nor what is too long to be a search.
"""

from __future__ import annotations

import datetime as dt
import logging
import re

from django.db import DatabaseError, connection
from django.utils import timezone
from wagtail.models import Site

from lis_site.search.models import FruitlessSearch

logger = logging.getLogger(__name__)

KEPT = dt.timedelta(days=180)
# A robot that tries addresses must not fill the table or the report.
MOST_TIMES_A_DAY = 50  # for the same words
MOST_WORDS_A_DAY = 500  # different ones, in an area
_LONGEST, _MOST_WORDS, _MOST_DIGITS = 80, 8, 5


def worth_noting(typed: str) -> str:
    """The words of a search in small letters, in order, without marks; "" for what should not be kept."""
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", typed.lower())
    said = " ".join(words)
    digits = sum(one.isdigit() for one in said)
    if "@" in typed or digits > _MOST_DIGITS or len(words) > _MOST_WORDS or len(said) > _LONGEST:
        return ""
    return said


def note(site: Site, typed: str, now: dt.datetime) -> None:
    """Count a search that found nothing. One statement; whatever goes wrong is logged and nobody's page fails."""
    words = worth_noting(typed)
    if not words:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO lis_site_fruitlesssearch AS noted (site_id, "on", words, times)
                SELECT %(site)s, %(on)s, %(words)s, 1
                FROM (
                    SELECT count(*) AS number, bool_or(words = %(words)s) AS is_known
                    FROM lis_site_fruitlesssearch WHERE site_id = %(site)s AND "on" = %(on)s
                ) AS today
                WHERE today.number < %(most_words)s OR today.is_known
                ON CONFLICT (site_id, "on", words) DO UPDATE SET times = noted.times + 1
                WHERE noted.times < %(most_times)s
                """,
                {
                    "site": site.pk,
                    "on": timezone.localdate(now),
                    "words": words,
                    "most_words": MOST_WORDS_A_DAY,
                    "most_times": MOST_TIMES_A_DAY,
                },
            )
    except DatabaseError as error:  # a full disk, or a database that may only be read
        logger.warning("a search could not be noted: %s", type(error).__name__)


def forget(now: dt.datetime) -> str | None:
    """Delete what is older than half a year. For the clock."""
    gone, _ = FruitlessSearch.objects.filter(on__lt=timezone.localdate(now - KEPT)).delete()
    return f"{gone} forgotten" if gone else None
