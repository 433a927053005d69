"""The strategy in one picture, as people use it: by keyboard, on a phone, in the dark, on paper, in any number."""

import pytest
from playwright.sync_api import expect

from strategy.models import FoundationPage, GrandChallengePage
from tests.journeys.conftest import DESK, PHONE
from tests.strategy.factories import OverviewPageFactory, make_area, make_tree

PICTURE, GLOSSARY = "/strategy/one-picture/", "/glossary/"


def test_the_picture_and_the_glossary_are_free_of_barriers(demo_site, visit, barriers):
    page = visit()
    for url in demo_site.urls:
        for path in (PICTURE, GLOSSARY):
            page.goto(url + path)
            assert barriers(page) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_by_keyboard_down_the_warp_then_along_each_weft_then_the_thread(demo_site, visit, width):
    page = visit(width=width)
    page.goto(demo_site.urls[0] + PICTURE)
    page.get_by_role("link", name="read the picture in words").focus()
    names = []
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        if not focus.evaluate("link => link.closest('svg') !== null"):
            break
        assert focus.evaluate("link => getComputedStyle(link.querySelector('.cloth-box')).strokeWidth") == "3px"
        box = focus.locator(".cloth-box").bounding_box()
        assert min(box["width"], box["height"]) >= 24
        names.append(focus.get_attribute("aria-label"))
    foundations = ("Ideas", "People", "Infrastructure", "Business Environment", "Place")
    assert names[:5] == [f"Foundation: {name}" for name in foundations]
    assert names[5].startswith("Grand Challenge: AI and Data")
    assert names[6] == "7 ambitions where Ideas meets AI and Data: 3 lead, 4 contribute"
    assert names[-1] == "The gold thread: What people said"
    wefts = [at for at, name in enumerate(names) if name.startswith("Grand Challenge")]
    assert len(wefts) == 4
    assert wefts == sorted(wefts)


def test_a_number_leads_to_the_names_of_its_ambitions(demo_site, visit):
    page = visit(javascript=False)
    page.goto(demo_site.urls[0] + PICTURE)
    page.locator(".cloth-wide").get_by_role("link", name="6 ambitions where Infrastructure meets Clean Growth").click()
    target = page.locator(":target")
    expect(target.locator("li")).to_have_count(6)
    target.get_by_role("link", name="E1 A net zero carbon region by 2038").click()
    page.wait_for_url("**/ambitions/e1-net-zero/")


def test_names_stay_inside_the_picture(demo_site, visit):
    for width in (320, PHONE, 768, 1000, DESK):
        page = visit(width=width)
        for url in demo_site.urls:
            page.goto(url + PICTURE)
            assert names_outside(page) == []


def names_outside(page):
    """The lines of letters that reach over the edge of the picture, or out of what is pressed with them."""
    return page.evaluate("""() => [...document.querySelectorAll(".cloth text")].filter(line => {
        const box = line.getBoundingClientRect()
        if (!box.width) return false
        const edge = line.closest("svg").getBoundingClientRect()
        return box.left < edge.left || box.right > edge.right || box.top < edge.top || box.bottom > edge.bottom
    }).map(line => line.textContent)""")


def test_on_paper_the_names_are_dark_and_the_words_are_there(demo_site, visit):
    page = visit()
    page.goto(demo_site.urls[0] + PICTURE)
    page.emulate_media(media="print")
    name = page.locator(".cloth-narrow .cloth-name").first
    expect(name).to_be_visible()
    assert name.evaluate("name => getComputedStyle(name).fill") == "rgb(0, 0, 0)"
    expect(page.locator(".cloth-words")).to_be_visible()


LONG = [
    "Infrastructure and the long-term resilience of communities",
    "Ideas",
    "Donaudampfschifffahrtsgesellschaftskapitän",
]


def test_twelve_of_each_with_long_titles_and_then_one_and_none(live_server, visit, axe):
    tree = make_tree(make_area(), count=12)
    for kind, pages in ((FoundationPage, tree.foundations), (GrandChallengePage, tree.challenges)):
        for at, page in enumerate(pages):
            kind.objects.filter(pk=page.pk).update(title=LONG[at % 3])
    for at, ambition in enumerate(tree.ambitions[2:]):
        tree.link(ambition, tree.foundations[at % 12], "leads" if at % 2 else "contributes")
        tree.link(ambition, tree.challenges[at * 5 % 12], "leads")
    OverviewPageFactory(parent=tree.strategy)
    for width in (PHONE, DESK):
        page = visit(width=width)
        page.goto(live_server.url + PICTURE)
        assert axe(page) == []
        assert names_outside(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    for part in (*tree.foundations[1:], *tree.challenges):
        part.unpublish()
    page = visit(width=PHONE)
    page.goto(live_server.url + PICTURE)
    assert axe(page) == []
    expect(page.locator(".cloth-narrow a")).to_have_count(1)
