"""A superuser starts another area; its first person is made, signs in, edits its home page and sees no other area."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from playwright.sync_api import expect
from wagtail.models import Site

from strategy.models import StandardPage
from tests.journeys.test_sign_in import PASSWORD, code_for
from tests.strategy.factories import StandardPageFactory


@pytest.fixture
def superuser(transactional_db, tree):
    cache.clear()
    StandardPageFactory(parent=tree.home, title="Theirs alone")
    return User.objects.create_superuser("root", "root@example.org", PASSWORD)


def sign_in(page, live_server, name):
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_from_a_form_to_the_first_page_of_another_area(live_server, settings, superuser, visit, axe):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "new.localhost"]
    root = visit(watched=False)
    root.set_default_timeout(30_000)  # a whole area is made behind one button
    root.set_viewport_size({"width": 1280, "height": 1400})
    sign_in(root, live_server, "root")
    root.wait_for_url("**/admin/")
    root.goto(f"{live_server.url}/admin/areas/start/")
    root.get_by_label("Name of the place").fill("Newshire")
    root.get_by_label("Web address").fill("new.localhost")
    root.get_by_role("button", name="Start").click()
    expect(root.get_by_text("is started")).to_be_visible()
    root.get_by_role("link", name="Add a colleague").click()
    root.wait_for_url("**/users/new/")
    root.get_by_label("Username").fill("sam")
    root.get_by_label("Email").fill("sam@example.org")
    root.get_by_label("First name").fill("Sam")
    root.get_by_label("Last name").fill("New")
    root.get_by_label("Password", exact=False).first.fill(PASSWORD)
    root.get_by_label("Password confirmation").fill(PASSWORD)
    root.get_by_role("tab", name="Roles").first.click()
    root.get_by_label("Newshire Industrial Strategy: administrators").check()
    root.get_by_role("button", name="Create").click()
    expect(root.get_by_text("created").first).to_be_visible()

    # Who comes for the first time sets up a second factor.
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    sam = visit(watched=False)
    sam.set_viewport_size({"width": 1280, "height": 1400})
    sign_in(sam, live_server, "sam")
    sam.get_by_label("Password").fill(PASSWORD)
    sam.get_by_role("button", name="Continue").click()
    sam.get_by_label("Authenticator code").fill(code_for(sam.locator("code").inner_text()))
    sam.get_by_role("button", name="Finish").click()
    sam.get_by_role("link", name="Go to the administration").click()
    sam.wait_for_url("**/admin/")
    expect(sam.get_by_text("Theirs alone")).to_have_count(0)

    # There are the pages of the new area, and no others.
    sam.goto(f"{live_server.url}/admin/pages/")
    expect(sam.get_by_role("link", name="Have your say").first).to_be_visible()
    expect(sam.get_by_text("Testshire")).to_have_count(0)
    sam.goto(f"{live_server.url}/admin/pages/search/?q=Theirs")
    expect(sam.get_by_text("Theirs alone")).to_have_count(0)
    theirs = sam.goto(f"{live_server.url}/admin/pages/{StandardPage.objects.get().pk}/edit/")
    assert "Theirs alone" not in theirs.text()
    for list_of in ("images", "documents", "snippets/strategy/keyfigure", "snippets/consultation/event"):
        sam.goto(f"{live_server.url}/admin/{list_of}/")
        expect(sam.get_by_text("Testshire")).to_have_count(0)

    home = Site.objects.get(hostname="new.localhost").root_page
    sam.goto(f"{live_server.url}/admin/pages/{home.pk}/edit/")
    sam.locator("#id_heading").fill("A plan for Newshire")
    sam.get_by_role("button", name="More actions").click()
    sam.get_by_role("button", name="Publish", exact=True).click()
    sam.wait_for_url(re.compile(r"/pages/\d+/$"))

    reader = visit()
    reader.goto(live_server.url.replace("//localhost", "//new.localhost"))
    expect(reader.get_by_role("heading", level=1)).to_have_text("A plan for Newshire")
    assert axe(reader) == []
