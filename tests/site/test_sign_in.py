"""How staff sign in: limited attempts, a second factor, and no way round either."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache

from lis_site.middleware.staff_session import KEY

pytestmark = pytest.mark.django_db

PASSWORD = "a-good-long-password"
MINUTE, HOUR = 60, 3600  # seconds


@pytest.fixture(autouse=True)
def no_earlier_attempts():
    cache.clear()


@pytest.fixture
def member():
    """A member of staff with a password and no second factor."""
    return User.objects.create_superuser("jo", "jo@example.org", PASSWORD)


def found(pattern: str, text: str) -> str:
    """What the first group of `pattern` matches in `text`."""
    match = re.search(pattern, text)
    assert match, f"{pattern} is not in {text}"
    return match[1]


def sign_in(client, password=PASSWORD, **data):
    return client.post("/accounts/login/", {"login": "jo", "password": password, **data}, follow=False)


def code_for(secret: str) -> str:
    """What the authenticator app shows now."""
    # Those that are taken, from the oldest on. Now is in the middle: the oldest may be too old a moment later.
    counters = list(totp.yield_hotp_counters_from_time())
    counter = counters[len(counters) // 2]
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def activation_page(client):
    """The page to set up an authenticator app, which asks for the password once more."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client.get("/accounts/2fa/totp/activate/")


def enrol(client) -> list[str]:
    """Set up an authenticator app; return the recovery codes."""
    page = activation_page(client)
    secret = found(r"<code>(\w+)</code>", page.content.decode())
    page = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)}, follow=True)
    assert page.redirect_chain == [("/accounts/2fa/recovery-codes/", 302)]
    return re.findall(r"<code>(\d+)</code>", page.content.decode())


def test_the_administration_asks_visitors_to_sign_in(client):
    response = client.get("/admin/pages/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/admin/pages/")


def test_wagtails_own_form_is_not_a_way_round(client, member):
    response = client.post("/admin/login/?next=/admin/", {"username": "jo", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/admin/")
    assert "_auth_user_id" not in client.session


def test_where_no_second_factor_is_asked_for_a_password_opens_the_door(client, member):
    response = sign_in(client, next="/admin/reports/")
    assert (response.status_code, response["Location"]) == (302, "/admin/reports/")
    assert client.get("/admin/").status_code == 200


def test_signing_in_starts_a_new_session(client, member):
    client.get("/accounts/login/")
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "https:///evil.example"],
)
def test_after_signing_in_nobody_is_sent_to_another_site(client, member, target):
    assert sign_in(client, next=target)["Location"] == "/admin/"


def test_wrong_passwords_are_limited_for_that_name_and_address(client, member):
    for _ in range(5):
        assert "not correct" in sign_in(client, "wrong").content.decode()
    refused = sign_in(client)
    assert "_auth_user_id" not in client.session
    assert "Too many failed" in refused.content.decode()


def test_the_true_owner_is_not_locked_out_elsewhere(client, member):
    for _ in range(6):
        sign_in(client, "wrong")
    client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert sign_in(client)["Location"] == "/admin/"


def test_without_a_second_factor_the_administration_sends_staff_to_set_one_up(client, member, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    assert sign_in(client)["Location"] == "/admin/"
    for path in ("/admin/", "/admin/pages/", "/admin/users/"):
        assert client.get(path)["Location"] == "/accounts/2fa/totp/activate/"
    codes = enrol(client)
    assert len(codes) == 10
    assert client.get("/admin/").status_code == 200


def test_with_a_second_factor_a_password_alone_opens_nothing(client, member, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    sign_in(client)
    codes = enrol(client)
    client.logout()

    assert sign_in(client)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "Incorrect code" in wrong.content.decode()
    right = client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert right["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200

    client.logout()
    sign_in(client)
    again = client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert "Incorrect code" in again.content.decode(), "a recovery code works once"


def test_codes_are_limited_too(client, member):
    sign_in(client)
    codes = enrol(client)
    client.logout()
    sign_in(client)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert "_auth_user_id" not in client.session


def test_the_picture_to_scan_is_allowed_and_scripts_are_not(client, member):
    sign_in(client)
    page = activation_page(client)
    assert 'src="data:image/svg+xml' in page.content.decode()
    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    assert "<script" not in page.content.decode()
    assert "unsafe-inline" not in page["Content-Security-Policy"]


def test_nobody_can_make_an_account(client):
    before = User.objects.count()
    for method in (client.get, client.post):
        assert "Accounts are made by an administrator" in method("/accounts/signup/").content.decode()
    assert User.objects.count() == before


def test_pages_that_staff_do_not_need_are_not_there(client, member):
    sign_in(client)
    assert client.get("/accounts/email/").status_code == 404
    assert client.get("/admin/password_reset/").status_code == 404


def test_a_forgotten_password_is_replaced_by_a_mailed_link(client, member):
    assert client.post("/accounts/password/reset/", {"email": "jo@example.org"}).status_code == 302
    (message,) = mail.outbox
    link = found(r"http://testserver(/accounts/password/reset/key/\S+)", str(message.body))
    form = client.get(link, follow=True)
    action = form.request["PATH_INFO"]
    new = "another-good-long-one"
    done = client.post(action, {"password1": new, "password2": new}, follow=True)
    assert "Your password is changed" in done.content.decode()
    assert "_auth_user_id" not in client.session
    assert sign_in(client, new)["Location"] == "/admin/"


def test_an_address_without_an_account_is_answered_alike(client, member):
    known = client.post("/accounts/password/reset/", {"email": "jo@example.org"}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert known.content == unknown.content


@pytest.mark.parametrize(
    "path",
    ["/accounts/password/change/", "/accounts/2fa/", "/accounts/reauthenticate/", "/accounts/logout/"],
)
def test_every_page_of_an_account_can_be_read(client, member, path):
    sign_in(client)
    page = client.get(path, follow=True)
    assert page.status_code == 200
    assert page.content.count(b"<h1>") == 1


def move_back(client, *, began: float = 0, last_seen: float = 0) -> None:
    """As if the session had begun, and its owner had last been seen, so many seconds earlier."""
    session = client.session
    start, end = session[KEY]
    session[KEY] = [start - began, end - last_seen]
    session.save()


@pytest.mark.parametrize(
    ("began", "last_seen", "status"),
    [(7 * HOUR, 29 * MINUTE, 200), (7 * HOUR, 31 * MINUTE, 302), (8 * HOUR + 1, MINUTE, 302)],
    ids=["at work", "gone away", "after a day"],
)
def test_a_session_ends_with_absence_and_with_the_day(client, member, began, last_seen, status):
    sign_in(client)
    client.get("/admin/")
    move_back(client, began=began, last_seen=last_seen)
    response = client.get("/admin/account/")
    assert response.status_code == status
    assert ("_auth_user_id" in client.session) == (status == 200)
    if status == 302:
        assert response["Location"] == "/accounts/login/?next=/admin/account/"


def test_an_open_editor_alone_does_not_keep_a_session(client, member):
    sign_in(client)
    client.get("/admin/")
    move_back(client, last_seen=20 * MINUTE)
    client.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    move_back(client, last_seen=11 * MINUTE)
    assert client.get("/admin/").status_code == 302
