"""Every page: found at any depth in few queries, cached no longer than it is true, restricted where it should be."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from strategy.freshness import CACHE_SECONDS, changes_at, seconds_fresh
from tests.strategy.factories import FoundationPageFactory, StandardPageFactory


def test_a_page_is_found_at_every_depth(tree, client):
    for page in (tree.home, tree.strategy, tree.foundation_index, tree.foundations[0]):
        assert client.get(page.url).status_code == 200, page.url


@pytest.mark.parametrize("path", ["/nothing/", "/strategy/nothing/", "/strategy/foundations/nothing/here/", "/%00/"])
def test_an_address_without_a_page_is_a_404_that_helps(tree, client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "The strategy" in response.text
    assert "contents" not in response.text.lower() or "Page not found" in response.text


def test_a_draft_is_not_found_and_leaves_no_trace(tree, client):
    FoundationPageFactory(parent=tree.foundation_index, title="Secret plan", slug="secret", live=False)
    assert client.get("/strategy/foundations/secret/").status_code == 404
    for url in ("/", "/strategy/", "/strategy/foundations/", tree.matrix.url, tree.whole.url):
        assert "Secret plan" not in client.get(url).text


def test_a_restricted_page_asks_for_its_password_and_is_never_cached(tree, client):
    PageViewRestriction.objects.create(page=tree.foundation_index, restriction_type="password", password="wool")
    response = client.get(tree.foundations[0].url)
    assert "password" in response.text
    assert tree.foundations[0].summary not in response.text
    assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"]


def test_a_public_page_holds_nothing_of_the_visitor(tree, client):
    response = client.get(tree.foundations[0].url)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert f"max-age={CACHE_SECONDS}" in response["Cache-Control"]
    assert "csrf" not in response.text


def test_a_cache_never_keeps_a_page_past_the_next_change():
    now = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert seconds_fresh(request, now) == CACHE_SECONDS
    changes_at(request, now + dt.timedelta(hours=3))
    assert seconds_fresh(request, now) == CACHE_SECONDS
    changes_at(request, now + dt.timedelta(seconds=7))
    changes_at(request, None)
    changes_at(request, now + dt.timedelta(seconds=30))
    assert seconds_fresh(request, now) == 7
    assert seconds_fresh(request, now + dt.timedelta(seconds=60)) == 0


def test_previous_and_next_follow_the_editors_order_and_skip_the_retired(tree):
    first, second, third = tree.foundations
    assert (first.neighbours().previous, first.neighbours().next) == (None, second)
    second.retired_on = dt.date(2026, 1, 1)
    second.save()
    assert first.neighbours().next == third
    assert (second.neighbours().previous, second.neighbours().next) == (None, None)


def test_links_in_text_go_to_live_pages_only_and_cost_one_query(tree, client, django_assert_num_queries):
    live, draft = tree.foundations[0], FoundationPageFactory(parent=tree.foundation_index, live=False)
    links = "".join(
        f'<p><a linktype="page" id="{page.pk}">{words}</a></p>'
        for page, words in [(live, "to live"), (draft, "to draft"), (tree.strategy, "to the strategy")]
    )
    plain = StandardPageFactory(parent=tree.home, body=[("text", "<p>Words.</p>")])
    linked = StandardPageFactory(parent=tree.home, body=[("text", links), ("text", links)])
    text = client.get(linked.url).text
    assert f'<a href="{live.url}">to live</a>' in text
    assert "<a>to draft</a>" in text
    queries = {}
    for page in (plain, linked):
        client.get(page.url)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            client.get(page.url)
        queries[page.pk] = len(captured)
    assert queries[linked.pk] == queries[plain.pk] + 1


def test_what_is_restricted_is_in_no_list(tree, client):
    hidden = tree.ambitions[0]
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    for page in (tree.ambition_index, hidden.priority, tree.matrix, tree.whole, tree.foundations[0]):
        assert f"{hidden.title}<" not in client.get(page.url).text, page.url
    assert f"{tree.ambitions[1].title}<" in client.get(tree.foundations[0].url).text
    PageViewRestriction.objects.create(page=tree.foundation_index, restriction_type="login")
    assert tree.foundations[1].title not in client.get("/").text
