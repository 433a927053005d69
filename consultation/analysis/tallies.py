"""Keeps the tally of each survey, and says when it is no longer true."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator
from typing import Any

from django.db import models, transaction

from consultation.analysis.models import Tally
from consultation.analysis.tallying import MADE_UP, Bits, Counted, tally
from consultation.surveys.choices import ResponseState
from consultation.surveys.models import QuestionnaireVersion, SentAnswers, Survey
from consultation.surveys.versions import questionnaire_of

# Up to so many responses are counted while somebody waits for the page; more are left to the clock.
_COUNTED_AT_ONCE = 5_000


def answers_of(survey: Survey) -> models.QuerySet[Any]:
    """What every response that counts said last; with it those made up for a demonstration, which are marked."""
    return SentAnswers.objects.filter(
        is_current=True,
        response__survey=survey,
        response__state=ResponseState.SUBMITTED,
        response__is_test=False,
        response__is_quarantined=False,
    )


def bits_of(survey: Survey, now: dt.datetime) -> tuple[Bits, dt.datetime, bool]:
    """The bits, when they were counted, and whether they are of now.

    Two queries while nothing has changed. Of a large survey that has changed it gives what was counted last, and the
    clock counts again within a minute; the page says as at when.
    """
    mark = _mark(survey)
    kept = Tally.objects.filter(survey=survey).first()
    if kept is not None and (kept.of_count, kept.of_sum) == mark:
        return _unpack(kept), kept.made_at, True
    if kept is not None and mark[0] > _COUNTED_AT_ONCE:
        return _unpack(kept), kept.made_at, False
    return count(survey, now), now, True


def count(survey: Survey, now: dt.datetime) -> Bits:
    """Count all of it again, and keep it. Responses are read bit by bit."""
    mark = _mark(survey)
    bits = tally(_responses(survey))
    length = (len(bits.order) + 7) // 8
    with transaction.atomic():
        Tally.objects.update_or_create(
            survey=survey,
            defaults={
                "of_count": mark[0],
                "of_sum": mark[1],
                "keys": list(bits.sets),
                "bits": b"".join(one.to_bytes(length, "little") for one in bits.sets.values()),
                "order": bits.order.tobytes(),
                "made_at": now,
            },
        )
    return bits


def count_what_changed(now: dt.datetime) -> str | None:
    """Job: count again the surveys whose answers changed since somebody looked at them."""
    done = 0
    for kept in Tally.objects.select_related("survey").defer("bits", "order", "keys"):
        if (kept.of_count, kept.of_sum) != _mark(kept.survey):
            count(kept.survey, now)
            done += 1
    return f"counted {done} surveys" if done else None


def _mark(survey: Survey) -> tuple[int, int]:
    """Changes with every response that is sent, sent again, withdrawn, set aside or let in. One query."""
    found = answers_of(survey).aggregate(count=models.Count("pk"), sum=models.Sum("pk"))
    return found["count"], int(found["sum"] or 0)


def _responses(survey: Survey) -> Iterator[Counted]:
    versions = {one.pk: questionnaire_of(one) for one in QuestionnaireVersion.objects.filter(survey=survey)}
    columns = ("response_id", "version_id", "answers", "response__channel", "response__is_synthetic")
    of_organisation = ("response__organisation__district__name", "response__organisation__kind")
    rows = answers_of(survey).order_by("pk").values_list(*columns, *of_organisation)
    for key, version, answers, channel, made_up, district, kind in rows.iterator(chunk_size=2000):
        known = [f"@channel={channel}"]
        if made_up:
            known.append(MADE_UP)
        if district:
            known.append(f"@district={district}")
        if kind:
            known.append(f"@kind={kind}")
        yield Counted(key, tuple(known), versions[version], answers)


def _unpack(kept: Tally) -> Bits:
    order: array[int] = array("q")
    order.frombytes(bytes(kept.order))
    length, packed = (len(order) + 7) // 8, bytes(kept.bits)
    sets = {
        name: int.from_bytes(packed[at * length : (at + 1) * length], "little") for at, name in enumerate(kept.keys)
    }
    return Bits(order, sets)
