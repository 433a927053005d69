"""A link opens one thing for whoever holds it, for a time; every other answer is the same."""

import datetime as dt

import pytest
from django.db import InternalError, connection
from django.http import HttpResponse
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from consultation.participants.links import LinkRefused, forget_dead_links, make_link, note_use, resolve, revoke
from consultation.participants.models import Contact, SignedLink
from consultation.participants.organisations import find_or_make
from consultation.participants.views import for_holder
from lis_site.urls import urlpatterns as site_urls
from tests.consultation.participants.factories import NOW, make_contact
from tests.strategy.factories import make_area

DAY = dt.timedelta(days=1)


@pytest.fixture
def contact(area):
    return make_contact(area)


def link_to(contact, **options):
    return make_link(**{"purpose": "booking", "target": contact, "contact": contact, "now": NOW, "days": 30, **options})


def test_the_token_opens_its_target_and_is_stored_nowhere(contact):
    token = link_to(contact)
    assert len(token) >= 43  # 256 bits
    link = resolve(token, "booking", NOW)
    assert (link.target, link.contact) == (contact, contact)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(l)::text FROM consultation_signedlink l")
        assert token not in cursor.fetchone()[0]


def refusals(contact):
    """Every kind of token that opens nothing."""
    yield "wrong", "x" * 43
    yield "empty", ""
    yield "odd", "\x00\ud800é" + "x" * 100_000
    yield "of another purpose", link_to(contact, purpose="survey")
    yield "expired", link_to(contact, now=NOW - 31 * DAY)
    revoked = link_to(contact)
    revoke(purpose="booking", target=contact, now=NOW)
    yield "revoked", revoked
    gone = find_or_make(site=contact.site, name="Gone")
    to_gone = link_to(contact, target=gone)
    gone.delete()
    yield "to what is gone", to_gone


def test_all_that_open_nothing_are_answered_alike(contact):
    answers = set()
    for why, token in refusals(contact):
        with pytest.raises(LinkRefused) as refusal:
            resolve(token, "booking", NOW)
        answers.add(str(refusal.value))
        assert answers == {str(refusal.value)}, why


def test_it_expires_to_the_second(contact):
    token = link_to(contact, days=1)
    assert resolve(token, "booking", NOW + DAY - dt.timedelta(seconds=1))
    with pytest.raises(LinkRefused):
        resolve(token, "booking", NOW + DAY)


def test_it_opens_nothing_in_another_area(contact):
    token = link_to(contact)
    there = make_area("there.localhost", "Thereshire", is_default=False)
    assert resolve(token, "booking", NOW, contact.site)
    with pytest.raises(LinkRefused):
        resolve(token, "booking", NOW, there)


def test_a_new_link_replaces_the_old_when_asked(contact):
    first, second = link_to(contact), link_to(contact)
    other = link_to(contact, purpose="survey")
    third = link_to(contact, replaces=True)
    for token in (first, second):
        with pytest.raises(LinkRefused):
            resolve(token, "booking", NOW)
    assert resolve(third, "booking", NOW)
    assert resolve(other, "survey", NOW)


def test_a_link_without_target_is_replaced_for_its_contact_only(contact):
    other = make_contact(contact.site, "other@example.org")
    theirs = link_to(other, target=None, purpose="mine")
    first = link_to(contact, target=None, purpose="mine")
    link_to(contact, target=None, purpose="mine", replaces=True)
    assert resolve(theirs, "mine", NOW)
    with pytest.raises(LinkRefused):
        resolve(first, "mine", NOW)


def test_looking_it_up_costs_one_query_whatever_the_answer(contact, django_assert_num_queries):
    token = link_to(contact, target=None)
    with django_assert_num_queries(1):
        assert resolve(token, "booking", NOW).contact == contact
    with django_assert_num_queries(1), pytest.raises(LinkRefused):
        resolve("wrong", "booking", NOW)


def test_dead_links_are_forgotten_after_a_month(contact):
    link_to(contact, days=1)
    link_to(contact, days=400)
    assert forget_dead_links(NOW + 20 * DAY) is None
    assert forget_dead_links(NOW + 32 * DAY) == "1 deleted"
    assert SignedLink.objects.count() == 1


# --- The pages behind them ---


@for_holder("booking")
def look(request, link):
    if request.method == "POST":
        note_use(link, NOW)
    return HttpResponse(f"Yours: {link.contact.pk}", content_type="text/plain")


@for_holder("booking")
def change_while_looking(request, link):
    Contact.objects.update(name="Changed")
    return HttpResponse()


urlpatterns = [
    path("my/<str:token>/", look),
    path("my/<str:token>/change/", change_while_looking),
    path("", include(site_urls)),
]
here = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def fresh(contact):
    return make_link(purpose="booking", target=contact, contact=contact, now=dt.datetime.now(dt.UTC), days=1)


@here
def test_its_pages_are_kept_nowhere_and_found_by_nobody(client, contact, fresh):
    for response in (client.get(f"/my/{fresh}/"), client.get("/my/wrong/")):
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "same-origin"
        assert not response.cookies


@here
def test_wrong_foreign_expired_and_revoked_get_one_page(client, contact):
    bodies = set()
    for _why, token in refusals(contact):
        if token and "\x00" not in token:
            response = client.get(f"/my/{token}/")
            assert response.status_code == 404
            bodies.add(response.text)
    assert len(bodies) == 1
    assert "This link does not work" in bodies.pop()


@here
def test_looking_changes_nothing_and_the_database_sees_to_it(client, contact, fresh):
    assert client.get(f"/my/{fresh}/").text == f"Yours: {contact.pk}"
    assert SignedLink.objects.get().last_used_at is None
    with pytest.raises(InternalError, match="read-only transaction"):
        client.get(f"/my/{fresh}/change/")
    assert client.post(f"/my/{fresh}/").status_code == 200
    assert SignedLink.objects.get().last_used_at == NOW


@here
def test_the_area_is_the_one_that_wagtail_finds_and_is_not_searched_for_without_need(client, contact, fresh):
    there = make_area("llep.localhost", "Thereshire", is_default=False)
    hosts = {"localhost": 200, "localhost:8000": 200, "testserver": 200, "llep.localhost": 404}
    for host, status in hosts.items():
        assert client.get(f"/my/{fresh}/", headers={"host": host}).status_code == status, host
    with CaptureQueriesContext(connection) as queries:
        client.post(f"/my/{fresh}/", headers={"host": "localhost"}, SERVER_PORT="8000")
    assert not [one for one in queries.captured_queries if 'FROM "wagtailcore_site"' in one["sql"]]
    # One host for both, told apart by their ports: now it must be searched for.
    there.hostname, there.port = "localhost", 8000
    there.save()
    assert client.get(f"/my/{fresh}/", headers={"host": "localhost"}).status_code == 200
    assert client.get(f"/my/{fresh}/", headers={"host": "localhost"}, SERVER_PORT="8000").status_code == 404
