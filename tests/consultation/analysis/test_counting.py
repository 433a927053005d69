"""Counts of closed questions: bases, blanks, what was not asked; by one another; and when they are counted again."""

import datetime as dt
import random
from array import array
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.analysis.charts import Bars, Days
from consultation.analysis.flow import by_day, flow_of
from consultation.analysis.models import Tally
from consultation.analysis.tables import OTHERS, Axis, axes_of, table
from consultation.analysis.tallies import bits_of, count_what_changed
from consultation.analysis.tallying import MADE_UP, Bits, Counted, tally
from consultation.participants.organisations import find_or_make
from consultation.surveys.models import Response
from consultation.surveys.privacy import tidy_up
from consultation.surveys.questionnaire.shape import Kind
from consultation.surveys.submission import judge, withdraw
from consultation.surveys.versions import questionnaire_of
from tests.consultation.analysis.factories import said, send
from tests.consultation.surveys.factories import NOW, begin, fill_in, later, open_survey
from tests.consultation.surveys.questionnaires import SMALL, ask, options, questionnaire, section
from tests.strategy.factories import DistrictFactory


def bits_from(asked, *many):
    return tally(Counted(at, ("@channel=online",), asked, answers) for at, answers in enumerate(many, start=100))


def axis_of(asked, bits, key):
    return next(axis for axis in axes_of([asked], bits) if axis.key == key)


def lines(found):
    return {line.label: line.cell.count for line in found.lines}


def test_who_was_asked_who_left_it_blank_and_who_picked_what():
    many = [said("yes", export={"choice": "no"}), said("yes"), said("no"), said("no", ["red", "blue"])]
    bits = bits_from(SMALL, *many)
    export = table(bits, axis_of(SMALL, bits, "export"), bits.all)
    assert (export.base, export.blank, export.not_asked) == (1, 1, 2)
    assert lines(export) == {"Yes": 0, "No": 1}
    matters = table(bits, axis_of(SMALL, bits, "matters"), bits.all)
    assert lines(matters) == {"Red": 4, "Green": 0, "Blue": 1}
    assert matters.lines[2].cell.percent == 25
    assert matters.axis.is_several


def test_one_question_by_another():
    bits = bits_from(SMALL, said("yes", ["red"]), said("no", ["red", "blue"]), said("no", ["blue"]))
    found = table(bits, axis_of(SMALL, bits, "matters"), bits.all, axis_of(SMALL, bits, "business"))
    assert found.heads == [("Yes", 1), ("No", 2)]
    assert {line.label: [cell.count for cell in line.across] for line in found.lines} == {
        "Red": [1, 1],
        "Green": [0, 0],
        "Blue": [0, 2],
    }


def test_rows_of_a_matrix_and_places_of_a_ranking_are_counted_each():
    asked = questionnaire(
        section(
            "one",
            ask("grid", Kind.MATRIX, options=options("Good", "Bad"), rows=options("Bus", "Train")),
            ask("order", Kind.RANKING, most=2),
        )
    )
    bits = bits_from(asked, {"grid": {"rows": {"bus": "bad"}}, "order": {"ranks": {"red": "2", "blue": "1"}}})
    assert lines(table(bits, axis_of(asked, bits, "grid.bus"), 1)) == {"Good": 0, "Bad": 1}
    assert table(bits, axis_of(asked, bits, "grid.train"), 1).blank == 1
    assert lines(table(bits, axis_of(asked, bits, "order.red"), 1)) == {"Place 1": 0, "Place 2": 1}


def test_bits_count_what_a_loop_counts():
    """Against counting one by one, over two thousand answers."""
    chance = random.Random(7)  # noqa: S311 - not a secret
    colours = ["red", "green", "blue"]
    many = [
        said(chance.choice(["yes", "no"]), chance.sample(colours, chance.randint(1, 2)), export={"choice": "yes"})
        for _ in range(2000)
    ]
    bits = bits_from(SMALL, *many)
    expected = Counter((one["business"]["choice"], colour) for one in many for colour in one["matters"]["choices"])
    found = table(bits, axis_of(SMALL, bits, "matters"), bits.all, axis_of(SMALL, bits, "business"))
    counted = {
        (business, line.label.lower()): cell.count
        for line in found.lines
        for business, cell in zip(("yes", "no"), line.across, strict=True)
    }
    assert counted == dict(expected)


def test_no_responses_make_empty_tables():
    bits = bits_from(SMALL)
    found = table(bits, axis_of(SMALL, bits, "matters"), bits.all)
    assert (found.base, [line.cell.percent for line in found.lines]) == (0, [0, 0, 0])
    assert Bars.of(found).says.endswith("0 answered.")
    assert Days.of([]).columns == ()


def test_a_chart_says_what_it_shows():
    bits = bits_from(SMALL, said("yes"), said("no"), said("no"))
    chart = Bars.of(table(bits, axis_of(SMALL, bits, "business"), bits.all))
    assert chart.says == "Do you run a business? 3 answered. Most often: No, 66.7%."
    assert [bar.width for bar in chart.bars] == [159.8, 320.2]
    days = Days.of([(dt.date(2026, 11, 1), 2), (dt.date(2026, 11, 4), 4)])
    assert [(column.x, column.height) for column in days.columns] == [(0, 60), (72, 120)]


@pytest.fixture
def survey(area):
    return open_survey(area)


def sizes(survey):
    return len(bits_of(survey, NOW)[0].order)


@pytest.mark.django_db
def test_what_changes_the_answers_changes_the_counts(survey):
    first, second, third = send(survey, said(), said(), said(matters=["blue"]))
    assert sizes(survey) == 3
    judge(response=first, is_robot=True)
    assert sizes(survey) == 2
    judge(response=first, is_robot=False)
    withdraw(response=second, now=NOW)
    assert sizes(survey) == 2
    third.submissions.update(is_current=False)
    assert sizes(survey) == 1


@pytest.mark.django_db
def test_nothing_is_read_again_while_nothing_changes(survey):
    send(survey, *(said() for _ in range(5)), is_synthetic=True)
    bits_of(survey, NOW)
    with CaptureQueriesContext(connection) as captured:
        bits, _as_at, is_current = bits_of(survey, later(hours=1))
    assert len(captured) == 2
    assert is_current
    assert bits.of(MADE_UP) == bits.all
    assert count_what_changed(NOW) is None


@pytest.mark.django_db
def test_a_large_survey_is_counted_again_by_the_clock(survey, monkeypatch):
    monkeypatch.setattr("consultation.analysis.tallies._COUNTED_AT_ONCE", 1)
    send(survey, said(), said())
    bits_of(survey, NOW)
    send(survey, said())
    bits, as_at, is_current = bits_of(survey, later(hours=1))
    assert (len(bits.order), as_at, is_current) == (2, NOW, False)
    assert count_what_changed(later(hours=1)) == "counted 1 surveys"
    assert sizes(survey) == 3
    assert Tally.objects.count() == 1


@pytest.mark.django_db
def test_where_people_stop_and_what_came_when(survey):
    send(survey, said(), at=NOW)
    send(survey, said(), said(), at=dt.datetime(2026, 11, 23, 0, 30, tzinfo=dt.UTC))
    begin(survey)
    fill_in(begin(survey), {})
    found = flow_of(survey)
    assert (found.began, found.saved, found.sent, found.percent) == (5, 4, 3, 60)
    assert found.stops == [("Before anything was saved", 1), ("Check and send", 1)]
    assert by_day(survey) == [(dt.date(2026, 11, 22), 1), (dt.date(2026, 11, 23), 2)]


@pytest.mark.django_db
def test_where_people_stopped_is_known_when_their_drafts_are_gone(survey):
    send(survey, said())
    begin(survey)
    fill_in(begin(survey), {})
    before = flow_of(survey)
    tidy_up(later(days=60))
    survey.refresh_from_db()
    assert not Response.objects.drafts().exists()
    assert flow_of(survey) == before
    assert (before.began, before.saved, before.sent) == (3, 2, 1)
    assert sum(number for _section, number in before.stops) == 2


@pytest.mark.django_db
def test_what_people_pick_is_compared_by_kind_of_organisation_and_by_district(survey):
    leeds: Any = DistrictFactory(site=survey.site, name="Leeds")
    mill = find_or_make(site=survey.site, name="Mill", kind="business", district=leeds)
    college = find_or_make(site=survey.site, name="College", kind="education")
    send(survey, said("yes"), said("no"), organisation=mill)
    send(survey, said("yes"), organisation=college)
    send(survey, said("no"))
    bits, _as_at, _is_current = bits_of(survey, NOW)
    axes = {axis.key: axis for axis in axes_of([questionnaire_of(survey.version)], bits)}
    by_kind = table(bits, axes["business"], bits.all, axes["@kind"])
    assert by_kind.heads == [("Business", 2), ("College, university or school", 1)]
    assert [cell.count for cell in by_kind.lines[0].across] == [1, 1]
    assert table(bits, axes["business"], bits.all, axes["@district"]).heads == [("Leeds", 2)]


def test_of_many_columns_the_largest_stand_by_themselves_and_the_rest_in_one():
    many = Axis("place", "Place", tuple((f"place={at}", f"Place {at}") for at in range(30)))
    yes = Axis("yes", "Yes?", (("yes=yes", "Yes"),))
    sizes = {f"place={at}": (1 << (at + 1)) - 1 << (at * (at + 1) // 2) for at in range(30)}  # at + 1 responses each
    bits = Bits(array("q", range(465)), sizes | {"yes=yes": (1 << 465) - 1})
    found = table(bits, yes, bits.all, many)
    assert found.heads == [*((f"Place {at}", at + 1) for at in range(19, 30)), (OTHERS, sum(range(1, 20)))]
    assert sum(cell.count for cell in found.lines[0].across) == 465
