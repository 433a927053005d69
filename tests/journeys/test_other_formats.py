"""A resident asks for large print: with mistakes, by keyboard alone, on a phone, in the dark, without scripts."""

import re

import pytest
from playwright.sync_api import expect

from consultation.formats.models import FormatRequest
from consultation.participants.bots import WithTrap
from tests.journeys.conftest import DESK, PHONE, TWO_LOOKS
from tests.strategy.factories import PrivacyPageFactory, make_area, make_tree


@pytest.fixture
def whole(live_server, monkeypatch):
    """The one-page strategy of a small area, which leads to the form."""
    monkeypatch.setattr(WithTrap, "least_seconds", 0)  # no person is as quick as this browser
    tree = make_tree(make_area(), count=1)
    PrivacyPageFactory(parent=tree.home)
    return f"{live_server.url}{tree.whole.url}", tree


@pytest.mark.parametrize(("width", "javascript"), [(DESK, True), (PHONE, False)])
def test_with_mistakes_and_without_barriers(whole, visit, barriers, width, javascript):
    url, tree = whole
    page = visit(width=width, javascript=javascript)

    def sound():
        # Axe is a script itself: where scripts are off, the same pages were checked with scripts on.
        return barriers(page, looks=TWO_LOOKS) == [] if javascript else True

    page.goto(url)
    page.get_by_role("link", name="Ask for it in large print").click()
    expect(page.get_by_label("Which document or page do you need?")).to_have_value(tree.whole.title)
    assert sound()

    page.get_by_label("Anything else we should know").fill("18 point, please")
    page.get_by_role("button", name="Send my request").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    expect(page).to_have_title(re.compile("^Error: Ask for another format"))
    assert page.locator(".error-summary").bounding_box()["y"] < page.locator("h1").bounding_box()["y"]
    assert page.locator(".error-summary").evaluate("box => box === document.activeElement")
    expect(page.get_by_label("Anything else we should know")).to_have_value("18 point, please")
    assert sound()

    page.get_by_role("link", name="Select the format you need").click()
    assert page.locator("#id_format_0").evaluate("radio => radio === document.activeElement") or not javascript
    page.get_by_label("Large print").check()
    page.get_by_label("Your name").fill("Jo Bloggs")
    page.get_by_label("Telephone number").fill("0113 496 0000")
    page.get_by_role("button", name="Send my request").click()
    page.wait_for_url("**/other-formats/asked/**")
    request = FormatRequest.objects.get()
    assert request.reference in page.locator("main").inner_text()
    assert f"{request.due_on:%-d %B %Y}" in page.locator("main").inner_text()
    assert (request.status, request.format, request.detail) == ("new", "large-print", "18 point, please")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert sound()


def test_by_keyboard_alone_and_never_into_the_trap(whole, visit):
    page = visit()
    page.goto(f"{whole[0].partition('/strategy/')[0]}/other-formats/")
    page.get_by_label("Which document or page do you need?").focus()

    def tab():
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        assert focus.get_attribute("name") != "confirm_reference"
        assert focus.evaluate("node => getComputedStyle(node).outlineStyle") != "none"
        return focus

    page.keyboard.type("The strategy")
    tab()
    page.keyboard.press("Space")  # the first of the formats
    tab()
    tab()
    page.keyboard.type("Jo Bloggs")
    tab()
    page.keyboard.type("jo@example.org")
    while tab().get_attribute("type") != "submit":
        pass
    page.keyboard.press("Enter")
    page.wait_for_url("**/other-formats/asked/**")
    assert FormatRequest.objects.get().status == "new"
