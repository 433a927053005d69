"""Staff bring a table into the tracker: files that are none, files with bad rows, and the one that is taken."""

import csv
import io
import zipfile

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from lis_site.roles import Role, make_roles
from strategy.models import Partnership
from tests.strategy.tracker.factories import ThemeFactory

PASSWORD = "a-good-long-password"
COLUMNS = ("partnership", "partnership name", "strategy", "strategy title", "due", "themes", "about")
GOOD = ("aside", "Aside", "joint", "Joint plan", "spring 2020", "Skills", "Was agreed, they say.\nIn “May”.")


def table(*rows, columns=COLUMNS):
    out = io.StringIO()
    csv.writer(out).writerows([columns, *rows])
    return out.getvalue().encode()


def workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
    return out.getvalue()


@pytest.fixture
def desk(live_server, transactional_db, area, visit):
    cache.clear()
    ThemeFactory(site=area, name="Skills", slug="skills")
    User.objects.create_user("editor", "e@example.org", PASSWORD).groups.add(make_roles(area)[Role.EDITOR])
    page = visit(watched=False)
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    page.goto(live_server.url + reverse("tracker_import"))
    return page


def attempt(desk, content):
    desk.get_by_label("CSV file").set_input_files({"name": "tracker.csv", "mimeType": "text/csv", "buffer": content})
    desk.get_by_role("button", name="Try the file").click()
    desk.wait_for_load_state()


def test_files_that_are_refused_and_one_that_is_taken(desk, axe):
    desk.get_by_role("button", name="Try the file").click()
    expect(desk.get_by_text("Choose the file to import")).to_be_visible()
    for content, says in (
        (workbook(), "This is a workbook"),
        (table(("caf\u00e9",)).decode().encode("cp1252"), "Line 2 holds a sign that is not UTF-8"),
        (table(GOOD[:1], columns=COLUMNS[:1]), "Missing: partnership name"),
        (table(*[(f"p{at}", "A") for at in range(3_000)], columns=COLUMNS[:2]), "The file has 3,000 rows"),
    ):
        attempt(desk, content)
        expect(desk.get_by_text(says)).to_be_visible()

    bad = [
        ("beside", "Beside", "", "", "soon", "", ""),
        ("behind", "Behind", "behind-plan", "Behind plan", "", "Joy", ""),
        GOOD,
        GOOD,
    ]
    attempt(desk, table(*bad))
    expect(desk.get_by_text("Rows that need mending: 3 of 4. Nothing was imported.")).to_be_visible()
    for number, says in (("2", "strategy:"), ("3", "no theme called “Joy”"), ("5", "Line 4 is about the same")):
        row = desk.get_by_role("row").filter(has=desk.get_by_role("cell", name=number, exact=True))
        expect(row).to_contain_text(says)
    assert axe(desk) == []

    attempt(desk, table(GOOD))
    expect(desk.get_by_text("A trial: nothing is stored yet.")).to_be_visible()
    assert not Partnership.objects.exists()
    assert axe(desk) == []
    desk.get_by_role("button", name="Import these rows").click()
    expect(desk.get_by_text("Imported. Rows that brought something new: 1.")).to_be_visible()
    assert Partnership.objects.get().about.replace("\r\n", "\n") == GOOD[-1]
