"""A resident searches: from any page, by keyboard, without scripts, with a slip, and for what is not there."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lis_site.search import entries, near_words
from tests.journeys.conftest import PHONE


@pytest.fixture(scope="module")
def site(demo_site, django_db_blocker):
    """The demo with its words gathered, as the clock does; the address of the first area."""
    with django_db_blocker.unblock():
        entries.catch_up(timezone.now())
        near_words.refresh(timezone.now())
    return demo_site.urls[0]


def test_results_and_their_absence_are_free_of_barriers_and_fit_the_screen(site, visit, barriers):
    page = visit()
    found = []
    for path in (
        "/search/",
        "/search/?q=strategy",
        "/search/?q=strategy&kind=ambition&page=2",
        "/search/?q=qqqqqqqq",
        "/search/?q=foundatons",
        "/search/?q=" + "w" * 190,
        "/no-such-page/",
    ):
        page.goto(site + path)
        found += barriers(page)
    assert not found, "\n".join(found)


def test_from_any_page_to_an_ambition_without_scripts(site, visit):
    page = visit(javascript=False)
    page.goto(f"{site}/strategy/sectors/")
    page.get_by_role("banner").get_by_label("Search this site").fill("E1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=E1")
    page.locator(".result a").first.click()
    expect(page.locator(".eyebrow").first).to_have_text(re.compile("^ambition e1 ·", re.IGNORECASE))


def test_on_a_phone_a_link_leads_to_the_form(site, visit):
    page = visit(width=PHONE, javascript=False)
    page.goto(site)
    expect(page.get_by_role("banner").get_by_label("Search this site")).not_to_be_visible()
    page.get_by_role("banner").get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("Search this site").fill("net zero")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".result mark")).not_to_have_count(0)


def test_a_slip_is_put_right_and_the_results_narrowed(site, visit):
    page = visit(javascript=False)
    page.goto(f"{site}/search/?q=foundatons")
    page.get_by_role("link", name="foundations", exact=True).first.click()
    page.wait_for_url("**/search/?q=foundations")
    kinds = page.get_by_role("navigation", name="Kinds of result")
    kind = kinds.get_by_role("link").nth(1)
    number = int(kind.locator(".quiet").inner_text().split()[0])
    kind.click()
    expect(page.get_by_role("heading", level=2).first).to_have_text(re.compile(f"^{number} result"))
    assert page.context.cookies() == []


def test_nothing_found_leads_somewhere(site, visit):
    page = visit(javascript=False)
    page.goto(f"{site}/search/?q=qqqqqqqq")
    page.locator(".ways-in a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
