"""The headers of standards that a public body is measured by."""

import pytest
from django.http import HttpRequest

from lis_site.middleware.headers import policy_for
from lis_site.settings import policies

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; manifest-src 'self'"
)


def test_a_public_answer_carries_the_strict_policy_and_its_companions(client):
    response = client.get("/healthz/live")
    assert response["Content-Security-Policy"] == STRICT
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_as_strict(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert response["Content-Security-Policy"] == STRICT
    assert not response.cookies


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/", policies.PUBLIC),
        ("/admin/", policies.ADMIN),
        ("/admin/pages/3/edit/", policies.ADMIN),
        ("/administration/", policies.PUBLIC),
        ("/strategy/admin/", policies.PUBLIC),
        ("/accounts/login/", policies.ACCOUNTS),
    ],
)
def test_only_the_parts_that_need_it_have_a_laxer_policy(path, policy):
    request = HttpRequest()
    request.path = path
    assert policy_for(request) == policy


def test_a_preview_may_be_framed_by_the_admin():
    request = HttpRequest()
    request.path = "/strategy/"
    request.is_preview = True
    assert policy_for(request)["frame-ancestors"] == ["'self'"]


def test_no_policy_allows_another_host_or_an_inline_script_outside_the_admin():
    for policy in (policies.PUBLIC, policies.ACCOUNTS):
        sources = {source for values in policy.values() for source in values}
        assert sources <= {"'self'", "'none'", "data:"}
    assert "data:" not in policies.ACCOUNTS["script-src"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:8000@evil.example"])
def test_a_foreign_host_is_refused(client, host):
    assert client.get("/healthz/live", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("room", ["my", "review"])
def test_secrets_in_addresses_do_not_reach_the_log(room):
    import logging

    from lis_site.logs import WithoutTokens

    address = f"/{room}/s3cr3t/cancel/"
    record = logging.LogRecord("x", logging.ERROR, "", 0, "Internal Server Error: %s", (address,), None)
    WithoutTokens().filter(record)
    assert record.getMessage() == f"Internal Server Error: /{room}/…/cancel/"
