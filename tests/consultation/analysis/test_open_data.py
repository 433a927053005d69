"""Results as data: the numbers of the public page, and none from which arithmetic brings back a withheld one."""

import csv
import datetime as dt
import io
import json
import random
import re
from collections import Counter, defaultdict
from fractions import Fraction
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from consultation.analysis import results
from consultation.analysis.results import NOT_ANSWERED
from consultation.events.small_numbers import FEWEST, publishable
from consultation.surveys.questionnaire.shape import NONE, PREFER_NOT, Kind
from strategy.open_data import dataset_named
from tests.consultation.analysis.factories import said, send
from tests.consultation.surveys.factories import NOW, open_survey
from tests.consultation.surveys.questionnaires import ask, options, questionnaire, section

PAST: dict[str, Any] = {"opens_on": dt.date(2026, 1, 1), "closes_on": dt.date(2026, 1, 31)}
EVERY_KIND = questionnaire(
    section(
        "all",
        ask("one", Kind.ONE, "Which one?"),
        ask("two", Kind.SEVERAL, "Which ones?", none_label="None of these"),
        ask("only", Kind.SEVERAL, "Which, one at most?", most=1),
        ask("lone", Kind.SEVERAL, "This, or not?", options=options("This"), none_label="Not this"),
        ask("rows", Kind.MATRIX, "How good?", rows=options("Roads", "Rail"), options=options("Good", "Bad")),
        ask("order", Kind.RANKING, "In which order?"),
        ask("why", Kind.LONG_TEXT, "Why?"),
    )
)
SECRET = "Words that somebody wrote"


def rows(site):
    return list(dataset_named("survey-results").rows(site, NOW))


def somebody(pick):
    """Answers that lean to one side, so that small numbers come about; some leave a question out."""
    keys = ["red", "green", "blue"]
    leaning = [6, 3, 1]
    ranked = pick.sample(keys, 3) if pick.random() < 0.3 else keys
    answers: dict[str, Any] = {
        "one": {"choice": pick.choices(keys, leaning)[0]},
        "two": {"choices": [NONE]} if pick.random() < 0.1 else {"choices": pick.sample(keys, pick.randint(1, 3))},
        "only": {"choices": pick.choices(keys, leaning)},
        "lone": {"choices": [pick.choice(["this", NONE])]},
        "rows": {"rows": {"roads": pick.choices(["good", "bad"], [8, 1])[0], "rail": pick.choice(["good", "bad"])}},
        "order": {"ranks": {key: str(place) for place, key in enumerate(ranked, start=1)}},
        "why": {"text": SECRET},
    }
    return {code: answer for code, answer in answers.items() if pick.random() < 0.93}


def shown_on_page(client, survey):
    """(question, answer) and (count, share) as somebody reads them; None and None for what is withheld."""
    page = BeautifulSoup(client.get(reverse("results:results", args=[survey.slug])).text, "html.parser")
    found = {}
    for table in page.select("section.results"):
        for line in table.select("tbody tr"):
            cells = [cell.text for cell in line.select("td")[1:]]
            numbers = (None, None) if cells == ["withheld"] else (int(cells[0]), float(cells[1].rstrip("%")))
            found[table.h2.text, line.th.text] = numbers
    return found


def brought_back(told, sums):
    """Cells that are None in `told` and that linear algebra finds from `sums`: pairs of cells and what they come to.

    By Gauss and Jordan: a number is known once one row of the reduced system holds nothing else.
    """
    gaps = [cell for cell, number in told.items() if number is None]
    system = []
    for cells, total in sums:
        known = Fraction(total - sum(told[cell] or 0 for cell in cells))
        system.append([*(Fraction(cells.count(gap)) for gap in gaps), known])
    done = 0
    for column in range(len(gaps)):
        pivot = next((at for at in range(done, len(system)) if system[at][column]), None)
        if pivot is None:
            continue
        system[done], system[pivot] = system[pivot], system[done]
        system[done] = [number / system[done][column] for number in system[done]]
        for at, row in enumerate(system):
            if at != done and row[column]:
                system[at] = [number - row[column] * other for number, other in zip(row, system[done], strict=True)]
        done += 1
    alone = [row for row in system if sum(map(bool, row[:-1])) == 1]
    return {gaps[next(at for at, number in enumerate(row[:-1]) if number)]: row[-1] for row in alone}


def sums_of(told, truth, total):
    """What a reader knows: the options of a question make up the whole, and each place of a ranking has its sum."""
    parts, places = defaultdict(list), defaultdict(list)
    for code, answer in told:
        if code != "two":
            parts[code].append((code, answer))
        if code.startswith("order."):
            places[answer].append((code, answer))
    sums = [(cells, total) for cells in parts.values()]
    return sums + [(cells, sum(truth[cell] for cell in cells)) for cells in places.values()]


def counted(answers):
    """The true number of every cell, from the answers themselves."""
    found: Counter[tuple[str, str]] = Counter()
    labels = {"red": "Red", "green": "Green", "blue": "Blue", "good": "Good", "bad": "Bad", "this": "This"}
    for one in answers:
        picked = {code: [one[code].get("choice", "")] for code in ("one",) if code in one}
        picked |= {code: one[code]["choices"] for code in ("two", "only", "lone") if code in one}
        for code, keys in picked.items():
            none = "None of these" if code == "two" else "Not this"
            found.update((code, none if key == NONE else labels[key]) for key in keys)
        if "rows" in one:
            found.update((f"rows.{row}", labels[key]) for row, key in one["rows"]["rows"].items())
        if "order" in one:
            found.update((f"order.{key}", f"Place {place}") for key, place in one["order"]["ranks"].items())
    for code in {code for code, _answer in found} - {"two"}:
        found[code, NOT_ANSWERED] = len(answers) - sum(number for cell, number in found.items() if cell[0] == code)
    return found


@pytest.mark.parametrize(("seed", "people"), [(1, 12), (2, 24), (3, 40), (4, 90), (5, 400)])
def test_page_and_data_tell_the_same_and_nothing_withheld_comes_back(client, area, seed, people):
    pick = random.Random(seed)  # noqa: S311 - the same people each time
    survey = open_survey(area, EVERY_KIND, **PAST)
    answers = [somebody(pick) for _ in range(people)]
    send(survey, *answers)
    results.publish(survey=survey, by=None, now=NOW)

    found = [row for row in rows(area) if not row["code"].startswith("about-")]
    on_page = shown_on_page(client, survey)
    for row in found:
        assert on_page[row["question"], row["answer"]] == (row["count"], row["share"])
        assert row["is withheld"] is (row["count"] is None)
    as_csv = b"".join(client.get(reverse("results:tables", args=[survey.slug])).streaming_content).decode("utf-8-sig")
    in_file = [row for row in csv.DictReader(io.StringIO(as_csv)) if not row["code"].startswith("about-")]
    assert [row["count"] for row in in_file] == ["" if row["count"] is None else str(row["count"]) for row in found]

    truth = counted(answers)
    told = {(row["code"], row["answer"]): row["count"] for row in found}
    assert all(number in (None, truth[cell]) for cell, number in told.items())
    assert all(number is None or number == 0 or number >= FEWEST for number in told.values())
    assert not brought_back(told, sums_of(told, truth, people))


def test_the_arithmetic_would_bring_back_a_number_of_a_ranking_that_is_withheld_row_by_row():
    """The negative control: each row by itself is safe, and together they are not."""
    truth = {
        (f"order.{row}", place): number
        for row, numbers in {"a": (10, 8, 2), "b": (5, 7, 8), "c": (5, 5, 10)}.items()
        for place, number in enumerate(numbers)
    }
    told: dict[tuple[str, int], int | None] = {}
    for row in ("order.a", "order.b", "order.c"):
        told |= publishable({cell: number for cell, number in truth.items() if cell[0] == row}, 20)
    assert brought_back(told, sums_of(told, truth, 20)) == {("order.a", 1): 8, ("order.a", 2): 2}


def test_an_option_that_leaves_no_other_is_part_of_a_whole(area):
    survey = open_survey(area, EVERY_KIND, **PAST)
    lone = [{"lone": {"choices": [key]}} for key in ["this"] * 9 + [NONE] * 8]
    send(survey, *lone, *({"only": {"choices": ["red"]}} for _ in range(3)))
    results.publish(survey=survey, by=None, now=NOW)
    shown = {row["answer"]: row["count"] for row in rows(area) if row["code"] == "lone"}
    assert shown == {"This": 9, "Not this": None, NOT_ANSWERED: None}
    assert PREFER_NOT not in str(shown)


def test_only_what_is_published_and_over_is_in_the_data_and_nobodys_words(client, area):
    survey = open_survey(area, **PAST)
    send(survey, *(said(why=SECRET, business="no") | {"about-publishing": {"choice": "named"}} for _ in range(8)))
    assert rows(area) == []
    results.publish(survey=survey, by=None, now=NOW)
    assert len(rows(area)) == len(list(shown_on_page(client, survey)))
    text = b"".join(client.get("/data/survey-results.json").streaming_content).decode()
    assert json.loads(text)["rows"][0]["address"].endswith("/survey/what-matters/results/")
    assert not re.search(rf"{SECRET}|about-publishing|@", text)
    survey.closes_on = dt.date(2199, 1, 1)
    survey.save()
    assert rows(area) == []


def test_questions_are_told_as_they_are_printed(area):
    open_survey(area, EVERY_KIND)
    found = {row["code"]: row for row in dataset_named("survey-questions").rows(area, NOW)}
    assert (found["order"]["kind"], found["order"]["answers"]) == ("These in order", "Red; Green; Blue")
    assert (found["rows"]["rows"], found["rows"]["answers"]) == ("Roads; Rail", "Good; Bad")
