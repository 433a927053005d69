"""Who sees the requests, and what they may do with them."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from consultation.formats.handling import ask
from consultation.formats.models import FormatRequest
from lis_site.roles import Role, make_roles
from tests.strategy.factories import make_area

LONG_AGO = dt.datetime(2026, 1, 5, 10, tzinfo=dt.UTC)
ANSWERING = {Role.APPROVER, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR}


def asked(area, **fields):
    return ask(
        site=area, now=LONG_AGO, document="The strategy", format="audio", name="Jo Bloggs", email="jo@x.org", **fields
    )


def url(view, *args):
    return reverse(FormatRequest.snippet_viewset.get_url_name(view), args=args)


def sign_in(client, area, role):
    user, _ = User.objects.get_or_create(username=f"{role}-{area.pk}")
    user.groups.add(make_roles(area)[role])
    client.force_login(user)


@pytest.mark.parametrize("role", Role)
def test_only_those_who_answer_see_requests(client, area, role):
    request = asked(area)
    sign_in(client, area, role)
    listing, page = client.get(url("list")), client.get(url("edit", request.pk))
    if role in ANSWERING:
        assert request.reference in listing.text
        assert "overdue" in listing.text
        assert "Jo Bloggs" not in listing.text
        assert "jo@x.org" in page.text
    else:
        assert listing.status_code in (302, 403)
        assert page.status_code in (302, 403, 404)
    for view, args in (("add", ()), ("delete", (request.pk,))):
        assert client.get(url(view, *args)).status_code in (302, 403, 404)


@pytest.mark.parametrize("role", sorted(ANSWERING))
def test_requests_of_another_area_are_out_of_reach(client, area, role):
    theirs = asked(make_area("llep.localhost", "Othershire", is_default=False))
    sign_in(client, area, role)
    assert theirs.reference not in client.get(url("list")).text
    for view in ("edit", "history", "usage"):
        assert client.get(url(view, theirs.pk)).status_code in (302, 403, 404)


def test_closing_a_request_is_dated_and_opening_it_again_is_not(client, area):
    request = asked(area)
    sign_in(client, area, Role.ADMINISTRATOR)
    client.post(url("edit", request.pk), {"status": "sent", "declined_because": ""})
    request.refresh_from_db()
    assert request.status == "sent"
    assert request.closed_at
    client.post(url("edit", request.pk), {"status": "in-hand", "declined_because": ""})
    request.refresh_from_db()
    assert request.closed_at is None


def test_declining_needs_a_reason(client, area):
    request = asked(area)
    sign_in(client, area, Role.ADMINISTRATOR)
    refused = client.post(url("edit", request.pk), {"status": "declined", "declined_because": " "})
    assert "Say why the request is declined." in refused.text
    client.post(url("edit", request.pk), {"status": "declined", "declined_because": "We have no such document."})
    request.refresh_from_db()
    assert request.status == "declined"


def test_what_was_asked_cannot_be_changed(client, area):
    request = asked(area)
    sign_in(client, area, Role.ADMINISTRATOR)
    client.post(
        url("edit", request.pk), {"status": "in-hand", "declined_because": "", "name": "Other", "document": "X"}
    )
    request.refresh_from_db()
    assert (request.status, request.name, request.document) == ("in-hand", "Jo Bloggs", "The strategy")


def test_what_was_held_back_can_be_let_through_and_nothing_is_held_back_by_hand(client, area):
    held, real = asked(area, looks_automatic=True), asked(area)
    sign_in(client, area, Role.APPROVER)
    client.post(url("edit", held.pk), {"status": "new", "declined_because": ""})
    held.refresh_from_db()
    assert held.status == "new"
    refused = client.post(url("edit", real.pk), {"status": "quarantined", "declined_because": ""})
    assert "Decline it instead" in refused.text


def test_the_history_names_nobody(client, area):
    from wagtail.models import ModelLogEntry

    request = asked(area)
    sign_in(client, area, Role.ADMINISTRATOR)
    client.post(url("edit", request.pk), {"status": "sent", "declined_because": ""})
    for entry in ModelLogEntry.objects.all():
        assert "Jo Bloggs" not in f"{entry.label} {entry.data}"
