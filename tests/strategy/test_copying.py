"""A copy of an ambition is another promise: without the code, without the history, and never public by itself."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from strategy.models import AmbitionPage, AmbitionStatus
from tests.strategy.factories import AmbitionStatusFactory


@pytest.fixture
def administrator(client, area):
    client.force_login(User.objects.create_superuser("admin"))
    return client


@pytest.fixture
def ambition(tree):
    page = tree.ambitions[0]
    page.save_revision().publish()
    AmbitionStatusFactory(ambition=page)
    return AmbitionPage.objects.get(pk=page.pk)


def copy(client, page, **fields):
    words = {"new_title": "Twin", "new_slug": "twin", "new_parent_page": page.get_parent().pk}
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), words | fields, follow=True)


def test_a_copy_has_no_code_and_no_status_and_its_links(administrator, ambition):
    copy(administrator, ambition)
    twin = AmbitionPage.objects.get(slug="twin")
    assert (twin.code, twin.live, twin.foundation_links.count()) == ("", False, 1)
    assert twin.get_latest_revision_as_object().code == ""
    assert all(revision.as_object().code == "" for revision in twin.revisions.all())
    assert list(AmbitionStatus.objects.values_list("ambition", flat=True)) == [ambition.pk]


def test_it_asks_for_a_code_of_its_own_before_it_is_published(administrator, ambition):
    copy(administrator, ambition)
    twin = AmbitionPage.objects.get(slug="twin")
    twin.code = ambition.code
    with pytest.raises(Exception, match="already has the code"):
        twin.full_clean()
    twin.code = ""
    with pytest.raises(Exception, match="cannot be blank"):
        twin.full_clean()


@pytest.mark.parametrize("wish", ["publish_copies", "alias"])
def test_neither_a_public_copy_nor_an_alias_is_made_and_the_form_says_why(administrator, ambition, wish):
    response = copy(administrator, ambition, **{wish: "on"})
    assert "each needs a code of its own" in response.text
    assert not AmbitionPage.objects.filter(slug="twin").exists()


@pytest.mark.parametrize("wish", ["publish_copies", "alias"])
def test_nor_with_the_pages_above_them(administrator, tree, ambition, wish, monkeypatch):
    from strategy.models import AmbitionIndexPage

    monkeypatch.setattr(AmbitionIndexPage, "max_count_per_parent", None)
    before = AmbitionPage.objects.count()
    response = copy(administrator, tree.ambition_index, copy_subpages="on", **{wish: "on"})
    assert "each needs a code of its own" in response.text
    assert AmbitionPage.objects.count() == before
    copy(administrator, tree.ambition_index, copy_subpages="on")
    copies = AmbitionPage.objects.filter(url_path__contains="/twin/")
    assert copies.count() == before
    assert {(page.code, page.live) for page in copies} == {("", False)}
    assert AmbitionStatus.objects.count() == 1


def test_other_pages_are_copied_as_before(administrator, tree):
    copy(administrator, tree.sectors[0], publish_copies="on")
    assert tree.sector_index.get_children().live().filter(slug="twin").exists()


def test_a_parent_that_does_not_exist_is_answered_in_words(administrator, ambition):
    response = copy(administrator, ambition, new_parent_page="x")
    assert response.status_code == 400
    assert "could not be read" in response.text
