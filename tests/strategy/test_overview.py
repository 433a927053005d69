"""The strategy in one picture follows whatever the editors made, says it in words too, and fits."""

import datetime as dt
from itertools import combinations, pairwise
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as some

from strategy.lettering import width_of
from strategy.models.overview import Overview
from strategy.overview import LINE, NARROW, SIZE, TARGET, WIDE, Box, Cloth
from tests.strategy.factories import OverviewPageFactory, StandardPageFactory, make_area, make_tree

names = some.text(alphabet="abcdefgh iMW…é", max_size=70)
parts = some.lists(
    some.builds(SimpleNamespace, name=names, caption=some.sampled_from(["", "The region leads"])), max_size=12
)
counts = some.builds(SimpleNamespace, leads=some.integers(0, 120), contributes=some.integers(0, 120))
looms = some.sampled_from([WIDE, NARROW])


@some.composite
def cloths(draw):
    warps, wefts, loom = draw(parts), draw(parts), draw(looms)
    places = [(row, at) for row in range(len(wefts)) for at in range(len(warps))]
    crossings = (
        {place: draw(counts) for place in draw(some.lists(some.sampled_from(places), max_size=9, unique=True))}
        if places
        else {}
    )
    crossings = {place: one for place, one in crossings.items() if one.leads or one.contributes}
    return warps, wefts, crossings, Cloth.of(warps, wefts, crossings, loom=loom, thread="What people said")


def within(inner: Box, width: float, height: float) -> bool:
    return inner.x >= 0 and inner.y >= 0 and inner.x + inner.width <= width and inner.y + inner.height <= height


def apart(one: Box, other: Box) -> bool:
    beside = one.x + one.width <= other.x + 0.1 or other.x + other.width <= one.x + 0.1
    return beside or one.y + one.height <= other.y + 0.1 or other.y + other.height <= one.y + 0.1


@given(cloths())
def test_every_part_and_crossing_is_drawn_once_and_inside(drawn):
    warps, wefts, crossings, cloth = drawn
    assert [warp.part for warp in cloth.warps] == warps
    assert [row.weft.part for row in cloth.rows] == wefts
    knots = [knot for row in cloth.rows for knot in row.knots]
    assert sorted(map(id, (knot.crossing for knot in knots))) == sorted(map(id, crossings.values()))
    boxes = [warp.box for warp in cloth.warps] + [row.weft.box for row in cloth.rows] + [knot.box for knot in knots]
    assert all(within(box, cloth.width, cloth.height) for box in boxes)
    assert all(within(mark.box, cloth.width, cloth.height) for knot in knots for mark in knot.marks)
    for knot in knots:
        shown = sum(mark.count for mark in knot.marks)
        assert shown == knot.crossing.leads + knot.crossing.contributes


@given(cloths())
def test_nothing_to_press_is_small_or_under_something_else(drawn):
    cloth = drawn[3]
    knots = [knot.box for row in cloth.rows for knot in row.knots]
    boxes = knots + [warp.box for warp in cloth.warps] + [row.weft.box for row in cloth.rows]
    assert all(min(box.width, box.height) >= TARGET for box in boxes)
    assert all(apart(one, other) for one, other in combinations(boxes, 2))


@given(cloths())
def test_names_fit_where_they_stand(drawn):
    cloth = drawn[3]
    for warp in cloth.warps:
        for line in warp.lines:
            long = width_of(line.words, SIZE)
            if line.turn:
                assert line.y - long >= 0
                assert warp.box.x + SIZE * 0.8 <= line.x <= warp.box.x + warp.box.width + 1
            else:
                assert long <= warp.box.width
    for row in cloth.rows:
        assert all(
            line.x + width_of(line.words, SIZE) <= row.weft.box.x + row.weft.box.width + 1 for line in row.weft.lines
        )
        heights = [line.y for line in row.weft.lines]
        assert all(after - before >= LINE - 0.1 for before, after in pairwise(heights))


@given(cloths())
def test_the_thread_meets_warps_between_the_wefts(drawn):
    cloth = drawn[3]
    if not (cloth.warps or cloth.rows):
        assert not cloth.thread
        return
    points = [tuple(map(float, part.split()[-2:])) for part in cloth.thread[1:].split("C")][1:-1]
    assert len(points) == len(cloth.warps)
    for x, y in points:
        assert 0 < x < cloth.width
        assert not [row for row in cloth.rows if row.weft.y < y < row.weft.y + cloth.loom.band]
    assert [y for _, y in points] == sorted(y for _, y in points)


@pytest.mark.parametrize(("warps", "wefts"), [(0, 0), (0, 3), (3, 0), (1, 1), (5, 4), (12, 12)])
def test_up_to_twelve_of_each_fit_the_screens_they_are_for(warps, wefts):
    some_parts = [SimpleNamespace(name="Infrastructure") for _ in range(12)]
    for loom in (WIDE, NARROW):
        cloth = Cloth.of(some_parts[:warps], some_parts[:wefts], {}, loom=loom)
        assert not cloth.is_broad
    assert Cloth.of(some_parts * 3, [], {}, loom=WIDE).is_broad


@pytest.fixture
def overview_page(tree):
    return OverviewPageFactory(parent=tree.strategy)


def soup(client, page):
    return BeautifulSoup(client.get(page.url).text, "html.parser").main


def test_ambitions_sit_where_what_they_serve_crosses(tree):
    found = Overview.of(tree.strategy)
    crossing = found.crossings[0, 0]
    assert crossing.leading == [tree.ambitions[0]]
    assert crossing.contributing == [tree.ambitions[1]]
    assert list(found.crossings) == [(0, 0)]


def test_one_that_leads_on_the_foundation_alone_contributes_to_the_crossing(tree):
    tree.link(tree.ambitions[2], tree.foundations[1], "leads")
    tree.link(tree.ambitions[2], tree.challenges[1], "contributes")
    crossing = Overview.of(tree.strategy).crossings[1, 1]
    assert (crossing.leads, crossing.contributes) == (0, 1)


def test_every_link_of_the_picture_has_a_name_and_leads_somewhere(tree, overview_page, client):
    main = soup(client, overview_page)
    pictures = main.find_all("svg", class_="cloth")
    assert len(pictures) == 2
    ids = {tag["id"] for tag in main.find_all(id=True)}
    for picture in pictures:
        links = picture.find_all("a")
        assert len(links) == len(tree.foundations) + len(tree.challenges) + 1
        assert all(link["aria-label"].strip() for link in links)
        for link in links:
            assert link["href"].startswith("/") or link["href"][1:] in ids
        assert links[-1]["aria-label"] != links[0]["aria-label"]
    assert "2 ambitions where Foundation" in str(pictures[0])
    assert ": 1 lead, 1 contribute" in str(pictures[0])


def test_it_says_the_same_in_words(tree, overview_page, client):
    tree.link(tree.ambitions[2], tree.foundations[1])
    words = " ".join(soup(client, overview_page).find(class_="cloth-words").get_text(" ").split())
    for part in (*tree.foundations, *tree.challenges):
        assert part.title in words
    assert f"Leads: {tree.ambitions[0].code} {tree.ambitions[0].title}" in words
    assert f"Contributes: {tree.ambitions[1].code} {tree.ambitions[1].title}" in words
    assert f"and no Grand Challenge {tree.ambitions[2].code}" in words


def test_it_follows_what_editors_add_and_retire(tree, overview_page, client):
    tree.foundations[0].retired_on = dt.date(2026, 1, 1)
    tree.foundations[0].save_revision().publish()
    tree.challenges[1].title = "Renamed <challenge>"
    tree.challenges[1].save_revision().publish()
    text = client.get(overview_page.url).text
    assert tree.foundations[0].title not in text
    assert "Renamed &lt;challenge&gt;" in text


@pytest.mark.parametrize(("foundations", "challenges"), [(0, 0), (0, 3), (3, 0), (1, 0)])
def test_with_none_of_a_kind_there_is_still_a_page(tree, overview_page, client, foundations, challenges):
    for part in (*tree.foundations[foundations:], *tree.challenges[challenges:]):
        part.unpublish()
    main = soup(client, overview_page)
    assert len(main.find_all("svg", class_="cloth")) == (2 if foundations or challenges else 0)
    assert ("weaves itself" in main.get_text()) == (not foundations and not challenges)


def test_the_gold_thread_leads_to_what_people_said(tree, overview_page, client):
    assert "The gold thread" not in str(soup(client, overview_page).svg)
    overview_page.thread_page = StandardPageFactory(parent=tree.home, title="Said")
    overview_page.save_revision().publish()
    links = soup(client, overview_page).find("svg", class_="cloth").find_all("a")
    assert (links[-1]["aria-label"], links[-1]["href"]) == ("The gold thread: What people said", "/said/")
    overview_page.thread_page.unpublish()
    assert "/said/" not in client.get(overview_page.url).text


def test_it_has_no_style_attribute_and_shows_its_own_area_only(tree, overview_page, client):
    make_tree(make_area("there.localhost", "Thereshire", is_default=False))
    main = soup(client, overview_page)
    assert not main.find_all(style=True)
    assert len(main.find("svg", class_="cloth").find_all("a")) == 7
