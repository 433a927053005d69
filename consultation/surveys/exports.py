"""What was sent, as a table of text: a row for each response that counts, a column for each question.

Columns are named by the codes of questions, which never change; the second row holds their words. A question that was
not asked is told from one that was left blank. No cell can be taken for a formula, and no name or address is in it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from consultation.surveys.about_you import PERSONAL
from consultation.surveys.models import SentAnswers, Survey
from consultation.surveys.questionnaire.answers import Answer, shown
from consultation.surveys.questionnaire.routing import Routes
from consultation.surveys.questionnaire.shape import Kind, Question
from consultation.surveys.versions import questionnaire_of

NOT_ASKED = "(not asked)"

# Some spreadsheets read the wide signs of East Asian keyboards as the narrow ones.
_BEGINS_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")

_FIRST = (
    ("reference", "Reference"),
    ("version", "Version of the questions"),
    ("channel", "How it came"),
    ("sent", "Sent, UK time"),
    ("sent_utc", "Sent, UTC"),
    ("late", "Admitted late"),
    ("synthetic", "Made up for the demonstration"),
)


def columns_of(survey: Survey) -> list[tuple[str, str]]:
    """Every column as (name, words), in the order of `plain_rows`. One query."""
    return [*_FIRST, *_columns(survey)]


def plain_rows(survey: Survey, *, with_synthetic: bool = False) -> Iterator[tuple[int, list[str]]]:
    """For each response that counts its key, and a cell for each of `columns_of`, as it is. Fetched bit by bit."""
    columns = columns_of(survey)
    found = SentAnswers.objects.filter(response__survey=survey, response__is_test=False, response__state="submitted")
    found = found.filter(is_current=True, response__is_quarantined=False)
    if not with_synthetic:
        found = found.filter(response__is_synthetic=False)
    found = found.select_related("response").defer("response__answers", "response__seen", "response__set_aside")
    versions = {one.pk: one for one in survey.versions.all()}
    routes = Routes()
    for submission in found.order_by("response__sent_at", "pk").iterator(chunk_size=500):
        submission.version = versions[submission.version_id]  # one row for all: each carries every question
        cells = {**_first_cells(submission), **_cells(submission, routes)}
        yield submission.response_id, [cells.get(name, NOT_ASKED) for name, _words in columns]


def rows(survey: Survey, *, with_synthetic: bool = False) -> Iterator[list[str]]:
    """The header, the words of the header, then a row for each response; no cell can be taken for a formula."""
    columns = columns_of(survey)
    yield [name for name, _words in columns]
    yield [words for _name, words in columns]
    for _key, cells in plain_rows(survey, with_synthetic=with_synthetic):
        yield [safe(cell) for cell in cells]


def as_csv(survey: Survey, *, with_synthetic: bool = False) -> Iterator[str]:
    """The same, a line at a time, with the mark that lets spreadsheets see that it is UTF-8."""
    line = io.StringIO()
    writer = csv.writer(line)
    yield "\ufeff"
    for row in rows(survey, with_synthetic=with_synthetic):
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _columns(survey: Survey) -> list[tuple[str, str]]:
    """Of every version, the latest first, so that what was once asked keeps its column."""
    found: dict[str, str] = {}
    for version in survey.versions.published():
        for question in questionnaire_of(version).questions:
            if question.code not in PERSONAL:
                for name, words in _columns_of(question):
                    found.setdefault(name, words)
    return list(found.items())


def _columns_of(question: Question) -> list[tuple[str, str]]:
    if question.kind == Kind.MATRIX:
        return [(f"{question.code}.{row.key}", f"{question.label} {row.label}") for row in question.rows]
    if question.kind == Kind.RANKING:
        return [(f"{question.code}.{one.key}", f"{question.label} {one.label}") for one in question.options]
    return [(question.code, question.label)]


def _cells(submission: SentAnswers, routes: Routes) -> dict[str, str]:
    asked = routes.of(questionnaire_of(submission.version), submission.answers)
    cells: dict[str, str] = {}
    for question in asked.questions:
        if question.code not in PERSONAL:
            cells |= _cells_of(question, submission.answers.get(question.code))
    return cells


def _cells_of(question: Question, answer: Answer | None) -> dict[str, str]:
    names = [name for name, _words in _columns_of(question)]
    if answer is None or answer.get("prefer_not"):
        return dict.fromkeys(names, "\n".join(shown(question, answer)))
    if question.kind == Kind.MATRIX:
        labels = {option.key: option.label for option in question.options}
        return {f"{question.code}.{row.key}": labels.get(answer["rows"].get(row.key), "") for row in question.rows}
    if question.kind == Kind.RANKING:
        return {f"{question.code}.{one.key}": answer["ranks"].get(one.key, "") for one in question.options}
    return {question.code: "\n".join(shown(question, answer))}


def _first_cells(submission: SentAnswers) -> dict[str, Any]:
    response = submission.response
    return {
        "reference": response.reference,
        "version": str(submission.version.number or ""),
        "channel": str(response.get_channel_display()),
        "sent": f"{timezone.localtime(submission.sent_at):%Y-%m-%d %H:%M}",
        "sent_utc": f"{submission.sent_at:%Y-%m-%dT%H:%M:%SZ}",
        "late": "yes" if response.is_late else "no",
        "synthetic": "yes" if response.is_synthetic else "no",
    }


def safe(text: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula. Numbers below zero are no formulas."""
    return f"'{text}" if text.startswith(_BEGINS_FORMULAS) and not _NUMBER.fullmatch(text) else text
