"""What analysis of 100,000 responses of 20 questions costs. Run: python -m bench.analysis [responses]

Makes a database of its own and drops it at the end. Prints the database time and the whole time of: counting every
question and a cross-tabulation; counting all of it anew; and a CSV, an XLSX and an ODS of everything, each in a process
of its own that says how much it grew. It fails when the CSV grows it by more than 10 MB.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lis_site.settings.test")
django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from consultation.analysis import tallies  # noqa: E402
from consultation.analysis.tables import axes_of, table  # noqa: E402
from consultation.surveys.models import Survey  # noqa: E402
from consultation.surveys.questionnaire.shape import Kind  # noqa: E402
from consultation.surveys.versions import questionnaire_of  # noqa: E402
from tests.consultation.analysis.factories import send  # noqa: E402
from tests.consultation.surveys.factories import open_survey  # noqa: E402
from tests.consultation.surveys.questionnaires import ask, options, questionnaire, section  # noqa: E402
from tests.strategy.factories import make_area  # noqa: E402

_CLOSED, _BATCH = 18, 2_000
_MOST_GROWTH_OF_CSV = 10  # MB
_OPTIONS = options("Very much", "Much", "Little", "Not at all", "Cannot say")


def fill(count: int) -> Survey:
    questions = [ask(f"closed-{at}", Kind.ONE, options=_OPTIONS) for at in range(_CLOSED)]
    questions += [ask("why", Kind.LONG_TEXT), ask("else", Kind.LONG_TEXT)]
    survey: Survey = open_survey(make_area(), questionnaire(section("one", *questions)))
    chance, keys = random.Random(1), [option.key for option in _OPTIONS]  # noqa: S311 - not a secret
    words = ["we", "would", "like", "more", "buses", "in", "the", "evening", "and", "better", "paths", "to", "work"]
    for _start in range(0, count, _BATCH):
        send(survey, *(_answers(chance, keys, words) for _ in range(min(_BATCH, count))))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE consultation_response, consultation_sentanswers")
    return survey


def _answers(chance: random.Random, keys: list[str], words: list[str]) -> dict[str, Any]:
    answers: dict[str, Any] = {f"closed-{at}": {"choice": chance.choice(keys)} for at in range(_CLOSED)}
    for code in ("why", "else"):
        answers[code] = {"text": " ".join(chance.choices(words, k=20))}
    return answers | {"about-for": {"choice": "myself"}, "about-publishing": {"choice": "no"}}


@contextmanager
def measured(name: str) -> Iterator[None]:
    spent = 0.0

    def timed(execute: Callable[..., Any], *args: Any) -> Any:
        nonlocal spent
        began = time.perf_counter()
        try:
            return execute(*args)
        finally:
            spent += time.perf_counter() - began

    before, began = _resident(), time.perf_counter()
    with connection.execute_wrapper(timed):
        yield
    took = time.perf_counter() - began
    print(f"{name}: {spent * 1000:.0f} ms of database, {took * 1000:.0f} ms in all, {_resident() - before:+.1f} MB")


def _resident() -> float:
    """Megabytes at the most so far. Of this process alone: what `getrusage` says is inherited from whoever began it."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def everything(survey: Survey) -> None:
    bits, _as_at, _is_current = tallies.bits_of(survey, timezone.now())
    axes = axes_of([questionnaire_of(one) for one in survey.versions.published()], bits)
    for axis in axes:
        table(bits, axis, bits.all)
    table(bits, axes[1], bits.all, axes[0])


def main() -> None:
    if sys.argv[1:2] == ["--file"]:
        return _one_file(*sys.argv[2:])
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    try:
        survey = fill(count)
        print(f"{count:,} responses of {_CLOSED + 2} questions")
        for form in ("csv", "xlsx", "ods"):
            _in_own_process(form)
        with measured("Counting all of it anew (the clock does it)"):
            tallies.count(survey, timezone.now())
        for _ in range(3):
            with measured("Every question, and a cross-tabulation"):
                everything(survey)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _in_own_process(form: str) -> None:
    """What this process ever held would hide what the file needs."""
    command = [sys.executable, "-m", "bench.analysis", "--file", form, str(connection.settings_dict["NAME"])]
    subprocess.run(command, check=True)  # noqa: S603 - our own


def _one_file(form: str, database: str) -> None:
    """Make one file of the survey in `database`; SystemExit when a CSV takes more memory than it may."""
    from consultation.analysis import files

    connection.settings_dict["NAME"] = database
    survey = Survey.objects.get()
    for _row in zip(range(1_000), files.rows(survey), strict=False):
        pass  # what any first row loads is not what the file costs
    before = _resident()
    with measured(form.upper()), TemporaryFile() as file:
        if form == "csv":
            file.writelines(line.encode() for line in files.as_csv(survey))
        else:
            files.WRITERS[form](survey, file, lambda done: None)
    if form == "csv" and _resident() - before > _MOST_GROWTH_OF_CSV:
        raise SystemExit(f"The CSV took more than {_MOST_GROWTH_OF_CSV} MB.")


if __name__ == "__main__":
    main()
