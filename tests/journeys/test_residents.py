"""What a resident does: finds an ambition, on a phone, by keyboard, in the dark, without scripts."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from strategy.models import AmbitionPage
from tests.journeys.conftest import DESK, PHONE
from tests.strategy.factories import AmbitionStatusFactory

# One address of each page type, and the page that is not there.
PAGE_TYPES = [
    "/",
    "/strategy/",
    "/strategy/foundations/",
    "/strategy/foundations/ideas/",
    "/strategy/grand-challenges/",
    "/strategy/grand-challenges/clean-growth/",
    "/strategy/priorities/",
    "/strategy/priorities/environment/",
    "/strategy/ambitions/",
    "/strategy/ambitions/e1-net-zero/",
    "/strategy/health-priorities/",
    "/strategy/health-priorities/climate/",
    "/strategy/determinants-of-health/",
    "/strategy/how-it-fits/",
    "/strategy/how-it-fits/?show=gaps",
    "/strategy/whole-strategy/",
    "/strategy/footprint/",
    "/have-your-say/",
    "/have-your-say/draft-priorities/",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
    "/contact/",
    "/no-such-page/",
]
AREA_2 = [
    "/",
    "/strategy/sectors/textiles/",
    "/strategy/prospectus/",
    "/have-your-say/demonstration-shaping-the-prospectus/",
]


@pytest.fixture(scope="module")
def demo(demo_site):
    """The demo, with a status on one ambition; the addresses of both areas."""
    ambition = AmbitionPage.objects.get(code="E1")
    for on, status in [(dt.date(2020, 1, 27), "upcoming"), (dt.date(2020, 3, 12), "some_delay")]:
        AmbitionStatusFactory(ambition=ambition, on=on, status=status)
    return demo_site.urls


def test_every_page_type_is_free_of_barriers_light_and_dark_and_fits_every_screen(demo, visit, barriers):
    first, second = demo
    page = visit()
    found = []
    for url in [first + path for path in PAGE_TYPES] + [second + path for path in AREA_2]:
        page.goto(url)
        found += barriers(page)
    assert not found, "\n".join(found)


def test_what_only_a_desk_shows_is_free_of_barriers(demo, visit, axe):
    page = visit(width=DESK)
    for path in ("/", "/strategy/how-it-fits/", "/strategy/ambitions/e1-net-zero/"):
        page.goto(demo[0] + path)
        assert axe(page) == []


def test_from_home_to_an_ambition_by_keyboard_alone(demo, visit):
    page = visit()
    page.goto(demo[0])
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to main content"
    assert skip.bounding_box()["x"] >= 0  # it comes into view when it has the focus
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    def tab_to(words):
        for _ in range(80):
            page.keyboard.press("Tab")
            focus = page.locator(":focus")
            assert focus.evaluate("node => getComputedStyle(node).outlineStyle") != "none"
            if words in focus.inner_text():
                return
        raise AssertionError(f"no way to “{words}” by Tab")

    tab_to("An environment for healthy, active lives")
    page.keyboard.press("Enter")
    page.wait_for_url("**/priorities/environment/")
    tab_to("A net zero carbon region by 2038")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ambitions/e1-net-zero/")
    assert page.locator("h1").inner_text() == "A net zero carbon region by 2038"


def test_on_a_phone_without_scripts_everything_is_there(demo, visit):
    page = visit(width=PHONE, javascript=False)
    page.goto(f"{demo[0]}/strategy/")
    page.locator(".section-menu summary").click()  # a details element needs no script
    page.locator(".section-menu details").get_by_role("link", name="How it all fits").click()
    page.get_by_role("link", name="Environment", exact=True).click()
    page.wait_for_url("**?priority=environment")
    expect(page.locator("tbody tr")).to_have_count(5)
    first_cell = page.locator("tbody th").first
    before = first_cell.bounding_box()["x"]
    page.locator(".matrix-frame").evaluate("frame => frame.scrollLeft = 400")
    assert abs(first_cell.bounding_box()["x"] - before) < 1  # the name of the ambition stays in view


def test_printing_shows_link_addresses_and_no_furniture(demo, visit):
    page = visit()
    page.goto(f"{demo[0]}/strategy/whole-strategy/")
    page.emulate_media(media="print")
    for furniture in (".masthead", ".section-menu", ".crumbs"):
        expect(page.locator(furniture)).not_to_be_visible()
    after = page.locator(".ambition h4 a").first.evaluate("link => getComputedStyle(link, '::after').content")
    assert "/strategy/ambitions/" in after


def test_a_first_visit_asks_for_little(demo, visit):
    """Requests only, and none to another host; the bytes, compressed, are counted in tests/site/test_bytes.py."""
    for path in ("/", "/strategy/how-it-fits/", "/strategy/footprint/"):
        page = visit()
        requests = []
        page.on("request", lambda request: requests.append(request.url))  # noqa: B023
        page.goto(demo[0] + path)
        assert len(requests) <= 6, requests
