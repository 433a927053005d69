"""The strategy page: its stage among the stages, and a timeline that says no more than is known."""

import datetime as dt

from strategy.models import Milestone
from strategy.models.choices import Stage
from strategy.models.strategy import stages_up_to


def test_stages_before_are_done_and_stages_after_are_to_come():
    assert stages_up_to("draft") == [
        (Stage.EVIDENCE, "done"),
        (Stage.DRAFT, "current"),
        (Stage.CONSULTATION, "to come"),
        (Stage.AGREED, "to come"),
    ]


def test_a_withdrawn_strategy_shows_that_and_no_way_on():
    assert stages_up_to("withdrawn") == [(Stage.WITHDRAWN, "current")]


def test_the_timeline_marks_where_we_are_and_shows_planned_beside_actual(tree, client):
    march = dt.date(2020, 3, 1)
    Milestone.objects.create(
        page=tree.strategy, title="Comments", actual_on=march, actual_precision="day", sort_order=1
    )
    Milestone.objects.create(
        page=tree.strategy, title="News", actual_on=march, actual_precision="month", is_current=True, sort_order=2
    )
    Milestone.objects.create(
        page=tree.strategy, title="Submission", planned_on=march, planned_precision="season", sort_order=3
    )
    Milestone.objects.create(page=tree.strategy, title="Review", sort_order=4)
    for url in ("/", tree.strategy.url):
        text = client.get(url).text
        assert text.count('aria-current="step"') == (1 if url == "/" else 2)  # the strategy page marks its stage too
        assert "We are here" in text
        assert "1 March 2020" in text
        assert "planned: spring 2020" in text
        assert "date not stated" in text


def test_nothing_known_is_said_to_be_not_stated(tree, client):
    tree.strategy.period = ""
    tree.strategy.save_revision().publish()
    assert "Not stated" in client.get(tree.strategy.url).text
