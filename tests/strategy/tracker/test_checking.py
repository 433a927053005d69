"""Staff see what nobody has compared with its source for too long: partnerships, strategies and links."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lis_site.roles import Role, make_roles
from strategy.models import LocalStrategy, LocalStrategyLink, Partnership, PartnershipLink, TrackerPage
from tests.strategy.tracker.factories import furnish_tracker, make_partnership


@pytest.fixture
def editor(client, area):
    user = User.objects.create_user("ed", password="x")
    user.groups.add(make_roles(area)[Role.EDITOR])
    client.force_login(user)
    return client


def listed(client, model, **asked):
    return client.get(reverse(model.snippet_viewset.get_url_name("list")), asked).text


@pytest.mark.parametrize("model", [Partnership, LocalStrategy])
@pytest.mark.parametrize("checked", ["due", "links"])
def test_a_list_narrows_to_what_waits_to_be_checked(editor, area, model, checked):
    today = timezone.localdate()
    for name in ("Stale", "Fresh"):
        one = make_partnership(area, name, checked_on=today)
        strategy = one.strategies.get()
        LocalStrategy.objects.filter(pk=strategy.pk).update(checked_on=today)
        PartnershipLink.objects.create(partnership=one, kind="news", title="News", checked_on=today)
        LocalStrategyLink.objects.create(strategy=strategy, kind="news", title="News", checked_on=today)
    rows = model if checked == "due" else model._meta.get_field("links").related_model
    rows.objects.order_by("pk").filter(pk=rows.objects.order_by("pk").first().pk).update(checked_on=dt.date(2019, 1, 1))
    text = listed(editor, model, checked=checked)
    assert "Stale" in text
    assert "Fresh" not in text
    assert "Fresh" in listed(editor, model)
    assert "Stale" in listed(editor, model, checked=checked, q="stale", ordering="-links_due")


def test_how_long_is_too_long_is_set_on_the_page_of_the_tracker(editor, area):
    furnish_tracker(area, 1)
    Partnership.objects.update(checked_on=timezone.localdate() - dt.timedelta(days=40))
    assert "check it again" not in listed(editor, Partnership)
    TrackerPage.objects.update(checked_every=30)
    assert "check it again" in listed(editor, Partnership)


def test_the_list_of_partnerships_says_in_words_what_each_works_on(editor, area):
    furnish_tracker(area, 1)
    make_partnership(area, "Ceded", has_entry=False)
    text = listed(editor, Partnership)
    for words in ("Only named", "Has an entry", "Strategy of Ceded", "not stated", "Wave "):
        assert words in text
    assert "False" not in text


@pytest.mark.parametrize("model", [Partnership, LocalStrategy])
def test_no_row_of_a_list_costs_a_query(editor, area, model):
    counts = []
    for count in (2, 6):
        for at in range(count):
            make_partnership(area, f"Place {count} {at}")
        listed(editor, model)
        with CaptureQueriesContext(connection) as captured:
            listed(editor, model)
        counts.append(len(captured))
    assert counts[0] == counts[1], counts
