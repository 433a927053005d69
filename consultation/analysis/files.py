"""Everything that was sent, as files: CSV and JSON a line at a time, XLSX and ODS written by the clock.

Columns are named by codes that never change. A codebook says what each means; what was routed past is told from what
was left blank. The themes that staff found, and campaigns, stand in columns of their own behind the answers.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from itertools import batched
from typing import IO, Any

from django.utils import timezone

from consultation.analysis.models import CampaignMember, Code, Coding
from consultation.analysis.spreadsheets import write_ods, write_xlsx
from consultation.surveys.about_you import PERSONAL
from consultation.surveys.exports import NOT_ASKED, columns_of, plain_rows, safe
from consultation.surveys.models import Survey
from consultation.surveys.questionnaire.shape import Question
from consultation.surveys.versions import questionnaire_of

_BATCH = 500
_CODEBOOK = ("column", "question", "kind", "answers", "asked only when", "versions")

type Progress = Callable[[int], None]


def all_columns(survey: Survey) -> list[tuple[str, str]]:
    """Those of the answers, then one of themes for each question that has a codebook, then campaigns."""
    themes = [(f"{code}#themes", f"Themes found: {code}") for code in _coded(survey)]
    return [*columns_of(survey), *themes, ("campaigns", "Campaigns it is part of")]


def rows(survey: Survey, *, with_synthetic: bool = False) -> Iterator[list[str]]:
    """A row for each response, as `all_columns` says. Two queries for every 500, and memory for no more."""
    coded = _coded(survey)
    for batch in batched(plain_rows(survey, with_synthetic=with_synthetic), _BATCH):
        keys = [key for key, _cells in batch]
        themes, campaigns = _themes(keys), _campaigns(keys)
        for key, cells in batch:
            found = ["; ".join(sorted(themes.get((key, code), ()))) for code in coded]
            yield [*cells, *found, "; ".join(campaigns.get(key, ()))]


def as_csv(survey: Survey, *, with_synthetic: bool = False) -> Iterator[str]:
    """Header, words of the header, rows; with the mark that lets spreadsheets see that it is UTF-8."""
    columns = all_columns(survey)
    yield "\ufeff"
    yield _csv_line([name for name, _words in columns])
    yield _csv_line([safe(words) for _name, words in columns])
    for row in rows(survey, with_synthetic=with_synthetic):
        yield _csv_line([safe(cell) for cell in row])


def codebook_as_csv(survey: Survey) -> Iterator[str]:
    yield "\ufeff"
    for row in codebook(survey):
        yield _csv_line([safe(cell) for cell in row])


def as_json(survey: Survey, *, with_synthetic: bool = False) -> Iterator[str]:
    """One object: the survey, its codebook, and the responses, where null is "not asked" and "" is "left blank"."""
    head, *lines = codebook(survey)
    about = {"survey": survey.title, "taken_at": timezone.localtime().isoformat(timespec="seconds")}
    yield json.dumps(about | {"codebook": [dict(zip(head, line, strict=True)) for line in lines]})[:-1]
    yield ', "responses": ['
    names = [name for name, _words in all_columns(survey)]
    for at, row in enumerate(rows(survey, with_synthetic=with_synthetic)):
        cells = (None if cell == NOT_ASKED else cell for cell in row)
        yield (",\n" if at else "\n") + json.dumps(dict(zip(names, cells, strict=True)), ensure_ascii=False)
    yield "\n]}\n"


def codebook(survey: Survey) -> Iterator[list[str]]:
    """The header, then what each column means: its question, what could be answered, when it was asked."""
    yield list(_CODEBOOK)
    found: dict[str, tuple[Question, list[int]]] = {}
    for version in survey.versions.published():
        for question in questionnaire_of(version).questions:
            if question.code not in PERSONAL:
                found.setdefault(question.code, (question, []))[1].append(version.number or 0)
    for name, words in all_columns(survey):
        if (known := found.get(name.partition(".")[0])) is None:
            yield [name, words, "", "", "", ""]
            continue
        question, versions = known
        answers = "; ".join(f"{one.key} = {one.label}" for one in question.choices)
        numbers = ", ".join(str(number) for number in sorted(versions))
        yield [name, words, question.kind.value, answers, _when(question), numbers]


def _when(question: Question) -> str:
    conditions = question.when.conditions
    said = [f"{one.question} {one.test.value.replace('_', ' ')} {', '.join(one.answers)}".strip() for one in conditions]
    return (" and " if question.when.every else " or ").join(said)


def _sheets(survey: Survey, with_synthetic: bool, progress: Progress) -> Iterator[tuple[str, Iterator[list[str]]]]:
    def responses() -> Iterator[list[str]]:
        columns = all_columns(survey)
        yield [name for name, _words in columns]
        yield [words for _name, words in columns]
        for done, row in enumerate(rows(survey, with_synthetic=with_synthetic), start=1):
            if done % 2000 == 0:
                progress(done)
            yield row

    yield "Responses", responses()
    yield "Codebook", codebook(survey)


def _write_xlsx(survey: Survey, file: IO[bytes], progress: Progress, *, with_synthetic: bool = False) -> None:
    write_xlsx(_sheets(survey, with_synthetic, progress), file)


def _write_ods(survey: Survey, file: IO[bytes], progress: Progress, *, with_synthetic: bool = False) -> None:
    write_ods(_sheets(survey, with_synthetic, progress), file)


WRITERS: dict[str, Callable[..., None]] = {"xlsx": _write_xlsx, "ods": _write_ods}


def _coded(survey: Survey) -> list[str]:
    found = Code.objects.in_use().filter(survey=survey).order_by("question").values_list("question", flat=True)
    return list(found.distinct())


def _themes(keys: list[int]) -> dict[tuple[int, str], set[str]]:
    found: dict[tuple[int, str], set[str]] = {}
    rows = Coding.objects.filter(response__in=keys, code__ended_at=None)
    for key, question, words in rows.values_list("response_id", "code__question", "code__words"):
        found.setdefault((key, question), set()).add(words)
    return found


def _campaigns(keys: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, name in CampaignMember.objects.filter(response__in=keys).values_list("response_id", "campaign__name"):
        found.setdefault(key, []).append(name)
    return found


def _csv_line(row: list[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(row)
    return line.getvalue()
