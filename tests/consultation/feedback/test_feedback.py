"""You said, we did: rows on the consultation and on every page of the strategy that they touched."""

import pytest
from django.contrib.auth.models import User
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from consultation.feedback.models import FeedbackRow
from consultation.feedback.publishing import PublishingRefused, publish
from lis_site.roles import Role, make_roles
from tests.consultation.feedback.factories import NOW, make_consultation, make_row
from tests.strategy.factories import make_area, make_tree


@pytest.fixture
def consultation(tree):
    return make_consultation(tree)


@pytest.fixture
def sign_in(client, area):
    def as_(role, site=area):
        user = User.objects.create_user(f"{role}-{site.pk}")
        user.groups.add(make_roles(site)[role])
        client.force_login(user)
        return user

    return as_


def address(name, *args):
    return reverse(FeedbackRow.snippet_viewset.get_url_name(name), args=args)


def form(consultation, pages, **changes):
    words = {"asked": "What stops you?", "said": "Buses.", "answer": "did", "did": "Cheaper.", "precision": "day"}
    lines = {
        "themes": inline_formset([{"words": "Fares", "count": "3", "ORDER": "1"}]),
        "touches": inline_formset([{"page": page.pk, "ORDER": "1"} for page in pages]),
    }
    place = {"site": consultation.get_site().pk, "consultation": consultation.pk, "place": "1", "done_on": ""}
    return nested_form_data(words | lines | place | {"source": ""} | changes)


def test_a_row_stands_on_the_consultation_and_on_what_it_touched(tree, client, consultation):
    ambition, other = tree.ambitions[0], tree.ambitions[1]
    make_row(consultation, ambition, tree.foundations[0], themes=[("Fares", 12), ("Routes", None)], source="Minutes")
    make_row(consultation, ambition, said="A draft.", published=False)

    on_page, on_thread = client.get(consultation.url).text, client.get(ambition.url).text
    for text in (on_page, on_thread, client.get(tree.foundations[0].url).text):
        for words in (
            "What stops you?",
            "Buses cost too much.",
            "12 responses",
            "number not stated",
            "Fares were capped",
        ):
            assert words in text
        assert "A draft." not in text
    assert f'<a href="{ambition.url}">{ambition.title}</a>' in on_page
    assert f'<a href="{consultation.url}">{consultation.title}</a>' in on_thread
    assert "You said, we did" not in client.get(other.url).text


def test_what_not_everybody_may_read_is_not_named(tree, client, consultation):
    make_row(consultation, tree.ambitions[0], tree.ambitions[1], tree.ambitions[2])
    PageViewRestriction.objects.create(page=tree.ambitions[1], restriction_type="login")
    tree.ambitions[2].unpublish()
    text = client.get(consultation.url).text
    assert tree.ambitions[0].title in text
    assert tree.ambitions[1].title not in text
    assert tree.ambitions[2].title not in text


def test_a_row_is_published_once_and_not_without_a_page(tree, consultation):
    row = make_row(consultation, published=False)
    with pytest.raises(PublishingRefused):
        publish(row=row, by=None, now=NOW)
    row = make_row(consultation, tree.ambitions[0])
    assert publish(row=row, by=None, now=NOW) is False


def test_what_a_row_touched_is_not_deleted(tree, consultation):
    make_row(consultation, tree.ambitions[0])
    with pytest.raises(ProtectedError):
        tree.ambitions[0].delete()
    with pytest.raises(ProtectedError):
        consultation.delete()


def test_an_analyst_writes_and_an_approver_publishes(tree, client, consultation, sign_in):
    sign_in(Role.ANALYST)
    assert "Publish it" not in client.get(address("add")).text
    client.post(address("add"), form(consultation, [tree.ambitions[0]], publish="on"))
    row = FeedbackRow.objects.get()
    assert not row.is_published

    sign_in(Role.APPROVER)
    client.post(address("edit", row.pk), form(consultation, [], publish="on"))
    row.refresh_from_db()
    assert not row.is_published  # it touches nothing that was sent with it


def publish_through_form(client, row, consultation, pages, **changes):
    theme, touch = row.themes.get(), row.touches.get()
    lines = {
        "themes": inline_formset([{"id": theme.pk, "words": "Fares", "count": "3", "ORDER": "1"}], initial=1),
        "touches": inline_formset([{"id": touch.pk, "page": touch.page_id, "ORDER": "1"}], initial=1),
    }
    return client.post(address("edit", row.pk), form(consultation, pages) | nested_form_data(lines | changes))


def test_a_public_row_is_corrected_by_who_may_publish_and_says_so(tree, client, consultation, sign_in):
    row = make_row(consultation, tree.ambitions[0], published=False)
    sign_in(Role.APPROVER)
    publish_through_form(client, row, consultation, [tree.ambitions[0]], publish="on")
    row.refresh_from_db()
    assert row.is_published
    assert row.corrected_at is None

    sign_in(Role.ANALYST)
    response = publish_through_form(client, row, consultation, [tree.ambitions[0]], did="Nothing.")
    assert "Ask somebody who may publish" in response.text
    client.force_login(User.objects.get(username__startswith=Role.APPROVER))
    publish_through_form(client, row, consultation, [tree.ambitions[0]], did="Fares were halved.")
    row.refresh_from_db()
    assert row.did == "Fares were halved."
    assert "Corrected on" in client.get(tree.ambitions[0].url).text


def test_the_other_area_sees_and_takes_nothing(tree, client, consultation, sign_in):
    there = make_area("there.localhost", "Thereshire", is_default=False)
    row = make_row(consultation, tree.ambitions[0])
    sign_in(Role.ADMINISTRATOR, there)
    assert row.said not in client.get(address("list")).text
    assert client.get(address("edit", row.pk)).status_code in (302, 403, 404)
    client.post(address("add"), form(consultation, [make_tree(there).ambitions[0]], site=there.pk))
    assert FeedbackRow.objects.count() == 1


@pytest.mark.parametrize("role", [Role.EDITOR, Role.EVENTS_OFFICER, Role.DATA_PROTECTION_OFFICER])
def test_other_roles_have_no_part_in_it(area, client, sign_in, role):
    sign_in(role)
    assert client.get(address("list")).status_code in (302, 403)
