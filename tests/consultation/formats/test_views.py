"""The form over HTTP: what is asked, what is kept, what is refused in words, and never a server error."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from consultation.formats.forms import FormatRequestForm
from consultation.formats.handling import MOST_PER_DAY
from consultation.formats.models import FormatRequest
from consultation.participants.models import Mail
from strategy.models import AreaSettings, SiteDocument
from tests.strategy.factories import PrivacyPageFactory, make_area, make_tree

FORM = "/other-formats/"
GOOD = {"document": "The strategy", "format": "braille", "name": "Jo Bloggs", "email": "jo@example.org"}
# The form was opened long before it is sent, as by a person.
GOOD |= {"opened": FormatRequestForm(now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)).initial["opened"]}


def test_the_form_alone_sets_a_cookie_and_is_not_kept_by_caches(client, tree):
    PrivacyPageFactory(parent=tree.home)
    response = client.get(FORM)
    assert list(response.cookies) == ["csrftoken"]
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert "Privacy notice" in response.text
    assert not client.get(tree.whole.url).cookies


@pytest.mark.django_db
def test_it_costs_few_queries(client, tree, django_assert_max_num_queries):
    client.get(FORM, {"about": tree.whole.url})
    with django_assert_max_num_queries(12):
        client.get(FORM, {"about": tree.whole.url})


def test_the_page_asked_about_is_filled_in(client, tree):
    assert f'value="{tree.whole.title}"' in client.get(FORM, {"about": tree.whole.url}).text


def test_the_document_asked_about_is_filled_in_if_it_is_of_this_area_and_for_everybody(client, tree):
    settings = AreaSettings.for_site(tree.site)
    settings.collection = Collection.get_first_root_node().add_child(name="Here")
    settings.save()
    document = SiteDocument.objects.create(
        title="The annual report", file=ContentFile(b"x", "report.txt"), collection=settings.collection
    )
    assert 'value="The annual report"' in client.get(FORM, {"about": document.url}).text
    client.post(FORM, GOOD | {"about": document.url})
    assert FormatRequest.objects.get().about_path == document.url
    CollectionViewRestriction.objects.create(collection=settings.collection, restriction_type="login")
    assert "The annual report" not in client.get(FORM, {"about": document.url}).text
    CollectionViewRestriction.objects.all().delete()
    settings.collection = None
    settings.save()
    assert "The annual report" not in client.get(FORM, {"about": document.url}).text


@pytest.mark.parametrize(
    "about",
    [
        "/documents/999999999/x.pdf",
        "/documents/1/",
        "/no/such/page/",
        "\x00",
        "x" * 5000,
        "//evil.example/",
        "../../admin/",
        "?",
        "%",
    ],
)
def test_an_odd_page_fills_in_nothing(client, tree, about):
    response = client.get(FORM, {"about": about})
    assert response.status_code == 200
    assert 'name="document" value' not in response.text


def test_a_page_of_another_area_or_not_for_everybody_is_not_named(client, tree):
    theirs: Any = make_tree(make_area("llep.localhost", "Othershire", is_default=False), count=1)
    theirs.foundations[0].slug = "only-theirs"
    theirs.foundations[0].title = "Only theirs"
    theirs.foundations[0].save()
    assert "Only theirs" not in client.get(FORM, {"about": "/strategy/foundations/only-theirs/"}).text
    PageViewRestriction.objects.create(page=tree.whole, restriction_type="login")
    assert 'name="document" value' not in client.get(FORM, {"about": tree.whole.url}).text


def test_a_good_request_is_stored_and_answered_with_reference_and_date(client, tree, area):
    response = client.post(FORM, GOOD | {"about": "strategy/whole-strategy/"}, follow=True)
    stored = FormatRequest.objects.get()
    assert (stored.site, stored.about_path, stored.status) == (area, "/strategy/whole-strategy/", "new")
    assert stored.reference in response.text
    assert f"{stored.due_on:%-d %B %Y}" in response.text
    assert "Jo Bloggs" not in response.text
    assert "jo@" not in response.redirect_chain[0][0]


def test_the_answer_can_be_opened_again_and_a_forged_one_leads_to_the_form(client, tree):
    url = client.post(FORM, GOOD)["Location"]
    assert client.get(url).status_code == client.get(url).status_code == 200
    assert client.get(url[:-3] + "/")["Location"] == FORM
    assert FormatRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"document": ""}, "Enter the document or page you need"),
        ({"format": ""}, "Select the format you need"),
        ({"format": "papyrus"}, "Select one of the formats in the list"),
        ({"name": " "}, "Enter your name"),
        ({"email": ""}, "Enter an e-mail address, a telephone number or a postal address"),
        ({"email": "jo at example"}, "like name@example.com"),
        ({"document": "x" * 251}, "at most 250 characters"),
        ({"name": "Jo\x00"}, "Null characters"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, tree, wrong, says):
    response = client.post(FORM, GOOD | {"detail": "Typed with care"} | wrong)
    assert response.status_code == 200
    assert "<title>Error: " in response.text
    assert response.text.count(says) == 2  # in the summary and beside the field
    assert 'value="Typed with care"' in response.text
    assert not FormatRequest.objects.exists()


@pytest.mark.parametrize("contact", [{"phone": "0113 496 0000"}, {"address": "1 High Street\nLeeds"}])
def test_any_one_way_to_reach_somebody_is_enough(client, tree, contact):
    assert client.post(FORM, GOOD | {"email": ""} | contact).status_code == 302


def test_a_robot_is_thanked_and_held_back(client, tree):
    response = client.post(FORM, GOOD | {"confirm_reference": "https://spam.example"})
    assert response.status_code == 302
    assert FormatRequest.objects.get().status == "quarantined"


def test_even_a_robot_that_fills_it_with_too_much_is_held_back(client, tree):
    client.post(FORM, GOOD | {"confirm_reference": "x" * 5000})
    assert [request.status for request in FormatRequest.objects.all()] in ([], ["quarantined"])


def test_one_that_was_filled_in_before_anybody_could_is_held_back(client, tree):
    now = FormatRequestForm(now=timezone.now()).initial["opened"]
    client.post(FORM, GOOD | {"opened": now})
    assert FormatRequest.objects.get().status == "quarantined"
    assert not Mail.objects.exists()


def test_too_many_in_a_day_are_refused_in_words(client, tree):
    for _ in range(MOST_PER_DAY):
        client.post(FORM, GOOD)
    assert "as many as this form takes" in client.post(FORM, GOOD).text
    assert FormatRequest.objects.count() == MOST_PER_DAY


def test_without_its_token_a_form_is_refused(tree, client):
    client.handler.enforce_csrf_checks = True
    assert client.post(FORM, GOOD).status_code == 403


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({name: st.text(max_size=300) for name in (*GOOD, "phone", "address", "about", "detail")}))
def test_nothing_that_is_sent_breaks_it(client, tree, fields):
    assert client.post(FORM, fields).status_code in (200, 302)


def test_every_page_leads_to_the_form(client, tree):
    assert 'href="/other-formats/"' in client.get(tree.foundations[0].url).text
    assert f"/other-formats/?about={tree.whole.url}" in client.get(tree.whole.url).text
    assert f"/other-formats/?about={tree.strategy.url}" in client.get(tree.strategy.url).text
