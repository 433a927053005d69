"""Indicators tell commitments from outcomes, and say what is provisional, revised or not comparable."""

import csv
import datetime as dt
import io
from decimal import Decimal
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from strategy.library.chart import Chart
from strategy.models import IndicatorValue
from tests.strategy.library_factories import IndicatorPageFactory, LibraryPageFactory


def number(year, value, **fields):
    return IndicatorValue(on=dt.date(year, 1, 1), period=str(year), value=Decimal(value), **fields)


@pytest.fixture
def indicator(tree):
    return IndicatorPageFactory(parent=LibraryPageFactory(parent=tree.home), direction="up")


def publish(page, *numbers, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.values = numbers
    page.save()
    return page


def test_without_a_target_it_is_an_outcome_and_with_one_a_commitment(client, indicator):
    assert "Outcome, without a target" in client.get(indicator.url).text
    publish(indicator, target=Decimal(5), target_year=2030)
    text = client.get(indicator.url).text
    assert "Commitment, with a target" in text
    assert "5 by 2030" in text


def test_the_table_has_every_number_of_the_chart_with_its_marks(client, indicator):
    publish(
        indicator,
        number(2020, "3.1", standing="provisional"),
        number(2018, "1200"),
        number(2019, "2", is_break=True, note="New method."),
    )
    page = BeautifulSoup(client.get(indicator.url).text, "html.parser")
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.select("tbody tr")]
    assert rows == [
        ["2018", "1,200", ""],
        ["2019", "2", "the series breaks here; New method."],
        ["2020", "3.1", "provisional"],
    ]
    assert len(page.select(".chart circle")) == 3
    assert "2020 (3.1)" in page.find(id="chart-words").get_text()


@pytest.mark.parametrize(
    ("direction", "numbers", "says"),
    [
        ("up", ["1", "2"], "better than before"),
        ("up", ["2", "1"], "worse than before"),
        ("down", ["2", "1"], "better than before"),
        ("up", ["1", "1"], "the same as before"),
        ("neither", ["1", "2"], ""),
        ("up", ["1"], ""),
        ("up", [], ""),
    ],
)
def test_better_or_worse_is_by_the_direction_stated(indicator, direction, numbers, says):
    indicator.direction = direction
    assert indicator.change([number(2000 + at, value) for at, value in enumerate(numbers)]) == says


def test_across_a_break_nothing_is_compared(indicator):
    assert indicator.change([number(2019, "1"), number(2020, "2", is_break=True)]) == ""
    chart = Chart.of([number(2018, 1), number(2019, 2), number(2020, 3, is_break=True), number(2021, 4)], target=None)
    assert len(chart.lines) == 2


@pytest.mark.parametrize("numbers", [["0", "0"], ["-5", "-2"], ["1e10", "-1e10"], ["0.001", "99999999999.999"]])
def test_a_chart_of_odd_numbers_stays_within_its_frame(numbers):
    chart = Chart.of([number(2019 + at, value) for at, value in enumerate(numbers)], target=Decimal(0))
    assert all(0 <= point.x <= chart.width and 0 <= point.y <= chart.height for point in chart.points)


def test_each_indicator_has_a_csv_of_its_own(client, indicator):
    publish(indicator, number(2018, "1"), number(2019, "2.5", standing="revised", first_published_as=Decimal("2.25")))
    other = IndicatorPageFactory(parent=indicator.get_parent())
    publish(other, number(2018, "99"))
    page = client.get(indicator.url)
    assert "revised from 2.25" in page.text
    url = f"/data/indicators/{indicator.slug}.csv"
    assert f'href="{url}"' in page.text
    rows = list(csv.DictReader(io.StringIO(b"".join(client.get(url).streaming_content).decode("utf-8-sig"))))
    assert [(row["period"], row["value"]) for row in rows] == [("2018", "1"), ("2019", "2.5")]
    assert rows[1]["first published as"] == "2.25"
    indicator.unpublish()
    assert client.get(url).status_code == 404
    assert client.get("/data/indicators/nothing.csv").status_code == 404


def test_what_counts_events_is_drawn_in_steps(client, indicator):
    series = [number(2018, "8"), number(2019, "14"), number(2020, "14", is_break=True), number(2021, "15")]
    for line in Chart.of(series, target=None, is_stepped=True).lines:
        places = [point.split(",") for point in line.split()]
        assert all(x == u or y == v for (x, y), (u, v) in pairwise(places))
    publish(indicator, number(2018, "8"), number(2019, "14"), is_stepped=True)
    page = BeautifulSoup(client.get(indicator.url).text, "html.parser")
    assert len(str(page.select("polyline")[0]["points"]).split()) == 3


@pytest.mark.parametrize(
    ("unit", "reads"),
    [("%", "70%"), ("£", "£70"), ("£ per hour", "£70 per hour"), ("£m", "£70m"), ("people", "70 people"), ("", "70")],
)
def test_a_number_stands_with_its_unit(client, indicator, unit, reads):
    assert indicator.__class__(unit=unit).with_unit("70") == reads


def test_the_newest_number_leads_the_page_with_its_unit_and_what_to_know(client, indicator):
    publish(indicator, number(2018, "68"), number(2019, "70", standing="provisional"), unit="%")
    figure = BeautifulSoup(client.get(indicator.url).text, "html.parser").select_one(".figure")
    assert figure.select_one(".figure-value").get_text() == "70%"
    assert figure.select_one(".figure-measures").get_text() == "2019 (provisional)"


def test_only_a_revised_number_was_another_before():
    with pytest.raises(ValidationError, match="Revised"):
        number(2019, "2", first_published_as=Decimal(1)).clean()


@pytest.mark.parametrize(
    ("numbers", "marks"),
    [
        (["8", "14"], ["0", "5", "10", "15"]),
        (["0.1", "0.35"], ["0.0", "0.1", "0.2", "0.3", "0.4"]),
        (["-3", "4"], ["-4", "-2", "0", "2", "4"]),
        (["1200", "90000"], ["0", "20,000", "40,000", "60,000", "80,000", "100,000"]),
    ],
)
def test_the_axis_has_round_numbers_around_the_series(numbers, marks):
    chart = Chart.of([number(2018 + at, value) for at, value in enumerate(numbers)], target=None)
    assert [words for _, words in chart.marks] == marks
