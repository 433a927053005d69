"""A member of staff signs in with a second factor, in a real browser under the real policies."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.core.cache import cache
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE

PASSWORD = "a-good-long-password"


@pytest.fixture
def member(transactional_db):
    cache.clear()
    return User.objects.create_superuser("jo", "jo@example.org", PASSWORD)


def code_for(secret: str) -> str:
    # Those that are taken, from the oldest on. Now is in the middle: the oldest may be too old a moment later.
    counters = list(totp.yield_hotp_counters_from_time())
    counter = counters[len(counters) // 2]
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_from_the_first_password_to_the_administration(live_server, settings, member, area, visit, axe):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    page = visit(width=PHONE)
    page.goto(f"{live_server.url}/admin/")
    expect(page).to_have_title("Sign in – Staff")
    assert axe(page) == []

    page.get_by_label("Username").fill("jo")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title(re.compile("^Error: Sign in"))
    expect(page.get_by_role("alert")).to_be_visible()
    assert axe(page) == []

    page.get_by_label("Username").fill("jo")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Password").fill(PASSWORD)  # once more before a change of how one signs in
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("img", name="A code to scan")).to_be_visible()
    assert axe(page) == []
    secret = page.locator("code").inner_text()
    page.get_by_label("Authenticator code").fill(code_for(secret))
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("li code")).to_have_count(10)
    assert axe(page) == []
    assert page.get_by_role("link", name="Go to the administration").get_attribute("href") == "/admin/"


def sign_in(page, live_server):
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("Username").fill("jo")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")


def test_an_editor_sees_a_preview_beside_the_form(live_server, member, tree, visit):
    """The page is framed by the administration, which the public policy forbids and the preview's allows."""
    page = visit(watched=False)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/pages/{tree.home.pk}/edit/")
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("iframe[title=Preview]").first
    preview.get_by_role("heading", level=1).wait_for()


def test_the_administration_asks_no_other_host_for_anything(live_server, member, area, visit):
    """Its console is its own affair; where it sends requests is not."""
    page = visit(watched=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, live_server)
    for path in ("/admin/", "/admin/pages/", "/admin/account/", "/admin/users/"):
        page.goto(f"{live_server.url}{path}")
        page.wait_for_load_state("networkidle")
    assert len(asked) > 4
    assert [url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))] == []
