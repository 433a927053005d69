"""Publishes the tables of closed questions: once the survey is closed, with small numbers and what tells them withheld.

What is public is a copy of the counts as they were: a later answer changes no table, so two states of one can't be
subtracted to learn what somebody said.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from consultation.analysis.models import Results
from consultation.analysis.tables import Table, axes_of, table
from consultation.analysis.tallies import count
from consultation.analysis.tallying import MADE_UP
from consultation.events.small_numbers import FEWEST, publishable, publishable_together
from consultation.surveys.choices import State
from consultation.surveys.exports import safe
from consultation.surveys.models import Survey
from consultation.surveys.versions import questionnaire_of

NOT_ANSWERED = "Not answered, or not asked"
# Of these nothing is told: they are about how answers came and what may be done with them, not about what people think.
_NOT_TOLD = ("@", "about-publishing", "about-told", "about-official")
OVER = frozenset({State.CLOSED, State.ANALYSING, State.OUTCOME})


class ResultsRefused(Exception):
    """The text is for staff."""


@transaction.atomic
def publish(*, survey: Survey, by: Any, now: dt.datetime) -> Results:
    """Make the tables public, as they are now. ResultsRefused while it is open, once they are public, or of too few.

    Made-up responses are counted for a demonstration only, and the page says so.
    """
    Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state_at(now) not in OVER:
        raise ResultsRefused("The survey is not closed. Results are hidden until it is.")
    if Results.objects.filter(survey=survey).exists():
        raise ResultsRefused("The results are public already, and stay as they were published.")
    bits = count(survey, now)
    mask = bits.all if survey.is_demonstration else bits.all & ~bits.of(MADE_UP)
    total = mask.bit_count()
    if total < FEWEST:
        raise ResultsRefused(f"Fewer than {FEWEST} responses count. A table of so few would tell who said what.")
    axes = axes_of([questionnaire_of(one) for one in survey.versions.published()], bits)
    told = [table(bits, axis, mask) for axis in axes if not axis.key.startswith(_NOT_TOLD)]
    return Results.objects.create(
        survey=survey,
        responses=total,
        tables=public_tables(told, total),
        is_made_up=bool(bits.of(MADE_UP) & mask),
        published_at=now,
        published_by=by,
    )


def public_tables(found: Sequence[Table], total: int) -> list[dict[str, Any]]:
    """The tables as JSON: `lines` are [words, count or None], None being withheld. Pure.

    No count below FEWEST is shown, and none from which, with the total and the other counts of the same question, one
    could be reckoned.
    """
    hidden: set[str] = set()
    rankings = {one.axis.ranking for one in found if one.axis.ranking}
    for ranking in rankings:
        options = [one for one in found if one.axis.ranking == ranking]
        places = max(len(one.lines) for one in options)
        padded = ([*_counts(one), *[0] * (places - len(one.lines)), _not_counted(one, total)] for one in options)
        shown = publishable_together(list(padded))
        hidden |= {one.axis.key for one, is_shown in zip(options, shown, strict=True) if not is_shown}
    return [_public_table(one, total, is_hidden=one.axis.key in hidden) for one in found]


def _public_table(found: Table, total: int, *, is_hidden: bool) -> dict[str, Any]:
    words = [line.label for line in found.lines]
    if found.axis.is_several:
        shown = [number if _is_told(number, total) else None for number in _counts(found)]
    else:
        words.append(NOT_ANSWERED)
        parts = dict(enumerate([*_counts(found), _not_counted(found, total)]))
        told = publishable(parts, total) if not is_hidden else {}
        shown = [told.get(at) for at in parts]
    lines = [list(pair) for pair in zip(words, shown, strict=True)]
    return {"code": found.axis.key, "question": found.axis.label, "lines": lines}


def _counts(found: Table) -> list[int]:
    return [line.cell.count for line in found.lines]


def _not_counted(found: Table, total: int) -> int:
    """Who picked no option, where nobody picks two: with the options they make up the whole."""
    return total - sum(_counts(found))


def _is_told(number: int, total: int) -> bool:
    """Where more than one can be picked, each count stands against those who did not pick it."""
    return all(part == 0 or part >= FEWEST for part in (number, total - number))


def share_of(number: int | None, total: int) -> float | None:
    """In per cent of everybody who answered the survey, as the public reads it; None for what is withheld."""
    return None if number is None else round(100 * number / total, 1)


def as_csv(results: Results) -> Iterator[str]:
    """Open data: a line for each answer to each question; an empty count is withheld."""
    line = io.StringIO()
    writer = csv.writer(line)
    rows: list[list[Any]] = [["code", "question", "answer", "count", "responses", "withheld"]]
    for one in results.tables:
        for words, number in one["lines"]:
            withheld = number is None
            rows.append(
                [one["code"], one["question"], words, "" if withheld else number, results.responses, str(withheld)]
            )
    yield "\ufeff"
    for row in rows:
        writer.writerow([safe(str(cell)) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
