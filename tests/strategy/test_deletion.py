"""A page that something needs is not deleted: the admin says what needs it, for one page, several, or their parent."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import Page

from strategy.deletion import what_protects
from tests.strategy.factories import AmbitionStatusFactory


@pytest.fixture
def administrator(client, area):
    client.force_login(User.objects.create_superuser("admin"))
    return client


def refusal(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_says_what_would_be_lost(tree):
    assert what_protects([tree.foundations[0]]) == "2 links from ambitions"
    assert what_protects([tree.foundations[1]]) == ""
    assert what_protects([tree.priorities[0]]) == "2 ambitions"
    assert what_protects([]) == ""


def test_what_is_deleted_together_does_not_protect_itself(tree):
    assert what_protects([tree.strategy]) == ""
    AmbitionStatusFactory(ambition=tree.ambitions[0])
    assert what_protects([tree.strategy]) == "1 status of an ambition"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_single_page(administrator, tree, method):
    page = tree.foundations[0]
    response = getattr(administrator, method)(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert f"“{page.title}” cannot be deleted, because these need it: 2 links from ambitions." in refusal(response)
    assert Page.objects.filter(pk=page.pk).exists()


def test_several_pages_at_once(administrator, tree):
    pages = tree.foundations[:2]
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = administrator.post(f"{url}?{'&'.join(f'id={page.pk}' for page in pages)}", follow=True)
    assert "cannot be deleted" in refusal(response)
    assert Page.objects.filter(pk__in=[page.pk for page in pages]).count() == 2


def test_an_ancestor(administrator, tree):
    AmbitionStatusFactory(ambition=tree.ambitions[0])
    response = administrator.post(reverse("wagtailadmin_pages:delete", args=[tree.strategy.pk]), follow=True)
    assert "1 status of an ambition" in refusal(response)
    assert Page.objects.filter(pk=tree.ambitions[0].pk).exists()


def test_a_page_that_nothing_needs_is_deleted(administrator, tree):
    page = tree.foundations[1]
    administrator.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not Page.objects.filter(pk=page.pk).exists()
