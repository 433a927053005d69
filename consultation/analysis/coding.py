"""The codebook of a question and what is found in its answers: every change of the codebook leaves a step.

Once the outcome is published, its themes and their counts stay as the report has them: see `is_frozen`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import transaction

from consultation.analysis.models import Code, CodeStep, Coding, Note, Reading
from consultation.feedback.models import FeedbackRow
from consultation.surveys.choices import Decision, State
from consultation.surveys.models import Response, Survey

LONGEST = 120


class CodingRefused(Exception):
    """The text is for staff."""


def is_frozen(survey: Survey, now: dt.datetime) -> bool:
    """Whether the report is published. Whoever begins reading again gives a reason, and that opens it."""
    return bool(survey.state_at(now) == State.OUTCOME)


def reported_at(survey: Survey) -> dt.datetime | None:
    """When its outcome was published first: what came later is in no count of the report. One query."""
    found: dt.datetime | None = (
        survey.decisions.filter(decision=Decision.OUTCOME).order_by("decided_at").values_list("decided_at", flat=True)
    ).first()
    return found


@transaction.atomic
def add(*, survey: Survey, question: str, words: str, meaning: str = "", by: Any, now: dt.datetime) -> Code:
    """A new theme. CodingRefused when the codebook has one of that name, or the name is empty or too long."""
    _refuse_when_frozen(Survey.objects.get(pk=survey.pk), now)
    words = _name(survey, question, words)
    code = Code.objects.create(survey=survey, question=question, words=words, meaning=meaning.strip()[:400])
    _step(code, CodeStep.What.ADDED, "", words, by, now)
    return code


@transaction.atomic
def rename(*, code: Code, words: str, by: Any, now: dt.datetime) -> Code:
    code = _changeable(code, now)
    if words.strip() == code.words:
        return code
    before, code.words = code.words, _name(code.survey, code.question, words, but=code)
    code.save(update_fields=["words"])
    _step(code, CodeStep.What.RENAMED, before, code.words, by, now)
    return code


@transaction.atomic
def merge(*, code: Code, into: Code, by: Any, now: dt.datetime) -> Code:
    """End `code`; what was found with it is now found with `into`, by whoever found it."""
    code, into = _changeable(code, now), _in_use(into)
    if code.pk == into.pk or (code.survey_id, code.question) != (into.survey_id, into.question):
        raise CodingRefused("Choose another theme of the same question.")
    _copy(code, [into])
    code.ended_at, code.merged_into = now, into
    code.save(update_fields=["ended_at", "merged_into"])
    _step(code, CodeStep.What.MERGED, code.words, into.words, by, now)
    return into


@transaction.atomic
def split(*, code: Code, words: Collection[str], by: Any, now: dt.datetime) -> list[Code]:
    """End `code` and begin two or more narrower ones. Its answers carry all of them until they are read again."""
    code = _changeable(code, now)
    wanted = list(dict.fromkeys(one.strip() for one in words if one.strip()))
    if len(wanted) < 2:
        raise CodingRefused("Give at least two names, each on a line of its own.")
    code.ended_at = now
    code.save(update_fields=["ended_at"])
    parts = [add(survey=code.survey, question=code.question, words=one, by=by, now=now) for one in wanted]
    _copy(code, parts)
    _step(code, CodeStep.What.SPLIT, code.words, ", ".join(wanted)[:400], by, now)
    return parts


@transaction.atomic
def answer_with(*, code: Code, row: FeedbackRow | None, by: Any, now: dt.datetime) -> None:
    """Say which row of "you said, we did" answers the theme. Who raised it and asked is told once it is public."""
    code = _in_use(code)
    if row is not None and row.site_id != code.survey.site_id:
        raise CodingRefused("Choose a row of the same area.")
    code.answered_by = row
    code.save(update_fields=["answered_by"])
    _step(code, CodeStep.What.ANSWERED, "", str(row or "nothing"), by, now)


@transaction.atomic
def read(*, response: Response, question: str, codes: Collection[Code], by: Any, now: dt.datetime) -> None:
    """Note that `by` read the answer and found just these themes in it. What others found stays theirs."""
    _refuse_when_frozen(response.survey, now)
    wanted = {code.pk for code in codes if code.ended_at is None and code.question == question}
    own = Coding.objects.filter(response=response, by=by, code__question=question, code__ended_at=None)
    own.exclude(code__in=wanted).delete()
    new = [Coding(code_id=pk, response=response, by=by, at=now) for pk in wanted]
    Coding.objects.bulk_create(new, ignore_conflicts=True)
    Reading.objects.update_or_create(response=response, question=question, by=by, defaults={"at": now})


def note(*, response: Response, question: str, text: str, by: Any, now: dt.datetime) -> Note:
    text = text.strip()
    if not text or len(text) > 2000:
        raise CodingRefused("Write a note of up to 2,000 characters.")
    return Note.objects.create(response=response, question=question, text=text, by=by, at=now)


@dataclass(frozen=True)
class Agreement:
    """How far two readers agree about one theme in answers that both have read. `kappa` None: chance explains all."""

    code: Code
    first: str
    second: str
    both_read: int
    percent: float
    kappa: float | None


def agreement(survey: Survey, question: str) -> list[Agreement]:
    """For every pair of readers with answers in common, each theme of the codebook. Three queries."""
    codes = list(Code.objects.in_use().of(survey, question))
    of_question = {"response__survey": survey, "question": question}
    read_by: dict[str, set[int]] = {}
    for name, response in Reading.objects.filter(**of_question).values_list("by__username", "response_id"):
        read_by.setdefault(name, set()).add(response)
    found: dict[tuple[str, int], set[int]] = {}
    rows = Coding.objects.filter(code__in=codes).values_list("by__username", "code_id", "response_id")
    for name, key, response in rows:
        found.setdefault((name, key), set()).add(response)
    result = []
    for first, second in combinations(sorted(read_by), 2):
        common = read_by[first] & read_by[second]
        for code in codes if common else ():
            one, other = found.get((first, code.pk), set()) & common, found.get((second, code.pk), set()) & common
            result.append(Agreement(code, first, second, len(common), *_agree(one, other, len(common))))
    return result


def _agree(one: set[int], other: set[int], total: int) -> tuple[float, float | None]:
    """Percent of answers that both judged alike, and Cohen's kappa."""
    alike = (total - len(one ^ other)) / total
    p, q = len(one) / total, len(other) / total
    by_chance = p * q + (1 - p) * (1 - q)
    kappa = None if by_chance == 1 else round((alike - by_chance) / (1 - by_chance), 2)
    return round(100 * alike, 1), kappa


def _name(survey: Survey, question: str, words: str, but: Code | None = None) -> str:
    words = " ".join(words.split())
    if not words or len(words) > LONGEST:
        raise CodingRefused(f"Give the theme a name of up to {LONGEST} characters.")
    same = Code.objects.in_use().of(survey, question).filter(words__iexact=words)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise CodingRefused(f"The codebook has “{words}” already.")
    return words


def _in_use(code: Code) -> Code:
    found: Code = Code.objects.select_for_update(of=("self",)).select_related("survey").get(pk=code.pk)
    if found.ended_at is not None:
        raise CodingRefused(f"“{found}” was merged or split meanwhile.")
    return found


def _changeable(code: Code, now: dt.datetime) -> Code:
    found = _in_use(code)
    _refuse_when_frozen(found.survey, now)
    return found


def _refuse_when_frozen(survey: Survey, now: dt.datetime) -> None:
    if is_frozen(survey, now):
        raise CodingRefused(
            "The outcome is published, so themes stay as the report counted them. To change them, begin reading the "
            "answers again on the survey’s own page, and say why."
        )


def _copy(code: Code, into: Sequence[Code]) -> None:
    rows = list(code.codings.values_list("response_id", "by_id", "at"))
    new = [Coding(code=target, response_id=of, by_id=by, at=at) for target in into for of, by, at in rows]
    Coding.objects.bulk_create(new, ignore_conflicts=True, batch_size=2000)


def _step(code: Code, what: str, before: str, after: str, by: Any, now: dt.datetime) -> None:
    CodeStep.objects.create(code=code, what=what, before=before, after=after[:400], by=by, at=now)
