"""What an editor adds to the library, walked through the forms, and what readers then find of it."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from lis_site.roles import Role, make_roles
from strategy.models import EvidencePage, PageNotice
from tests.journeys.conftest import PHONE
from tests.strategy.library_factories import LibraryPageFactory

PASSWORD = "a-good-long-password"


@pytest.fixture
def library(transactional_db, tree):
    cache.clear()
    User.objects.create_user("approver", "a@example.org", PASSWORD).groups.add(make_roles(tree.site)[Role.APPROVER])
    return LibraryPageFactory(parent=tree.home)


@pytest.fixture
def desk(live_server, library, visit):
    page = visit(watched=False)
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("Username").fill("approver")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    return page


def new(desk, live_server, library, kind, title):
    desk.goto(live_server.url + reverse("wagtailadmin_pages:add_subpage", args=[library.pk]))
    desk.get_by_role("link", name=re.compile(rf"^{kind}\b")).first.click()
    desk.locator("#id_title").fill(title)


def part(desk, name):
    return desk.get_by_role("region", name=name, exact=True)


def add_block(desk, within, kind, words):
    within.get_by_role("button", name="Insert a block").last.click()
    desk.get_by_role("option", name=kind).click()
    desk.wait_for_timeout(300)  # it is focused as it opens
    type_in(desk, words)


def write(field, words):
    """Into a field that may be an editor of rich text, in place of what stands there."""
    field.click()
    field.page.keyboard.press("Control+A")
    type_in(field.page, words)


def type_in(desk, words):
    desk.keyboard.type(words)
    desk.wait_for_timeout(400)  # the editor of rich text notes what was typed a quarter of a second later


def choose_page(desk, within, title):
    within.get_by_role("button", name="Choose a page").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Search term").fill(title)
    dialog.get_by_role("link", name=title).first.click()
    expect(dialog).to_have_count(0)


def publish(desk):
    desk.locator("#id_title").click()  # a calendar may be in the way
    desk.get_by_role("button", name="More actions").click()
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.wait_for_load_state()


def refused(desk, *words):
    expect(desk.get_by_text("could not be")).to_be_visible()
    for said in words:
        expect(desk.get_by_text(said).first).to_be_visible()


def published(desk):
    desk.wait_for_url(re.compile(r"/pages/\d+/$"))


def test_what_is_added_to_the_library_is_what_readers_find(desk, live_server, library, tree, visit, axe):
    ambition = tree.ambitions[0]
    desk.set_viewport_size({"width": 1280, "height": 2600})
    new(desk, live_server, library, "Board paper", "Where we stand")
    desk.locator("#id_board").fill("The board")
    desk.locator("#id_date_on").fill("2019-05-14")
    decided = part(desk, "Recommendations and decisions")
    decided.get_by_role("button", name="Add recommendation").click()
    desk.locator("#id_recommendations-0-text").fill("Agree the draft.")
    desk.locator("#id_recommendations-0-decision").fill("Agreed.")
    choose_page(desk, decided, ambition.title)
    paragraphs = part(desk, "Numbered paragraphs")
    add_block(desk, paragraphs, "Heading", "Purpose")
    add_block(desk, paragraphs, "Numbered paragraph", "The board agrees drafts.")
    publish(desk)
    refused(desk, "Say how exact the date is, or leave the date empty.")
    desk.locator("#id_date_precision").select_option("Month")
    publish(desk)
    published(desk)

    # A study, and an ambition that rests on it.
    new(desk, live_server, library, "Evidence", "Productivity review")
    write(part(desk, "The study").locator("[contenteditable=true]"), "Output is twenty pounds an hour.")
    publish(desk)
    published(desk)
    desk.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[ambition.pk]))
    evidence = part(desk, "Evidence it rests on")
    evidence.get_by_role("button", name=re.compile("^Add")).click()
    desk.locator("#id_evidence_used-0-name").fill("Productivity review")
    choose_page(desk, evidence, "Productivity review")
    publish(desk)
    published(desk)

    # An indicator, with a day twice at first.
    new(desk, live_server, library, "Indicator", "Output per hour")
    desk.locator("#id_unit").fill("£ per hour")
    desk.locator("#id_direction").select_option("Higher is better")
    for at, (day, period, value) in enumerate([("2017-01-01", "2017", "28.1"), ("2017-01-01", "2018", "29.25")]):
        part(desk, "Numbers").get_by_role("button", name="Add number").click()
        for name, given in (("on", day), ("period", period), ("value", value)):
            desk.locator(f"#id_values-{at}-{name}").fill(given)
    publish(desk)
    refused(desk, "That day is there twice.")
    desk.locator("#id_values-1-on").fill("2018-01-01")
    publish(desk)
    published(desk)

    # The study is corrected: first the page, then what was wrong.
    study = EvidencePage.objects.get(title="Productivity review")
    desk.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[study.pk]))
    write(part(desk, "The study").locator("[contenteditable=true]"), "Output is thirty pounds an hour.")
    publish(desk)
    published(desk)
    desk.goto(live_server.url + reverse(PageNotice.snippet_viewset.get_url_name("add")))
    desk.get_by_role("button", name="Save").click()
    choose_page(desk, desk, "Productivity review")
    desk.locator("#id_kind").select_option("Correction")
    desk.locator("#id_text").fill("We had written twenty pounds.")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("created")).to_be_visible()

    reader = visit(width=PHONE)
    reader.goto(f"{live_server.url}/library/where-we-stand/#paragraph-1")
    expect(reader.locator("#paragraph-1")).to_contain_text("The board agrees drafts.")
    expect(reader.locator("#recommendation-a")).to_contain_text("Decision: Agreed.")
    assert axe(reader) == []
    reader.locator("#recommendation-a").get_by_role("link", name=ambition.title).click()
    expect(reader.get_by_role("link", name="Where we stand")).to_be_visible()
    reader.get_by_role("link", name="Productivity review").click()
    expect(reader.get_by_role("link", name=ambition.title)).to_be_visible()
    expect(reader.locator(".page-notices")).to_contain_text("We had written twenty pounds.")
    assert "thirty pounds" in reader.locator("main").inner_text()
    assert axe(reader) == []
    reader.get_by_role("link", name=re.compile("The page as it was")).click()
    assert "twenty pounds an hour" in reader.locator("main").inner_text()
    expect(reader.get_by_text("An earlier version")).to_be_visible()
    assert axe(reader) == []
    reader.get_by_role("link", name="Read the page as it is now").click()
    reader.goto(f"{live_server.url}/library/output-per-hour/")
    expect(reader.locator("svg.chart")).to_be_visible()
    assert axe(reader) == []
    series = reader.get_by_role("link", name="These numbers as CSV").get_attribute("href")
    assert ",2018,29.25," in reader.request.get(live_server.url + series).text()
