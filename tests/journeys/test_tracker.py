"""The national picture and the library as people meet them: by sight, by keyboard, on a phone, without a script."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import COLOURS, DESK, PHONE


@pytest.mark.parametrize(("width", "dark"), [(PHONE, True), (DESK, False)])
def test_the_map_is_walked_by_keyboard_and_the_list_narrowed_without_a_script(visit, demo_site, axe, width, dark):
    page = visit(width=width, dark=dark, javascript=False)
    page.goto(f"{demo_site.urls[0]}/tracker/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    tiles = page.locator(".tile-map a")
    expect(tiles).to_have_count(19)
    tiles.first.focus()
    expect(tiles.first).to_have_attribute("aria-label", "North East: wave 2, no entry in the source")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Cumbria")
    page.go_back()
    page.get_by_label("Wave", exact=True).select_option("Wave 2")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#partnerships")).to_have_text("6 of 19 partnerships, 6 strategies")


def test_every_kind_of_page_is_accessible_light_and_dark(visit, demo_site, axe):
    page = visit()
    for path in (
        "/tracker/",
        "/tracker/?colour=stage&theme=skills",
        "/tracker/tees-valley/",
        "/tracker/themes/",
        "/library/",
        "/library/health-and-growth/",
        "/library/productivity-review/",
        "/library/partnerships-announced/",
        "/glossary/",
        "/data/",
        "/suggest-a-correction/",
    ):
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(f"{demo_site.urls[0]}{path}")
        assert axe(page) == [], path
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert axe(page, rules=COLOURS) == [], path
