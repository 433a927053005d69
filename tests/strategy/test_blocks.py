"""The blocks that bodies are made of."""

import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.images.blocks import ImageBlock

from strategy.models import AreaSettings, SiteDocument, SiteImage
from strategy.templatetags.strategy import day
from tests.strategy.factories import DistrictFactory, StandardPageFactory


@pytest.fixture
def image(area, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    file = io.BytesIO()
    Picture.new("RGB", (1600, 900), "teal").save(file, "PNG")
    return SiteImage.objects.create(
        title="Mill", file=ContentFile(file.getvalue(), "mill.png"), collection=AreaSettings.for_site(area).collection
    )


def shown(client, tree, *body):
    page = StandardPageFactory(parent=tree.home, body=list(body))
    return BeautifulSoup(client.get(page.url).text, "html.parser").main


def test_a_picture_comes_in_modern_formats_and_sizes_with_its_dimensions(tree, client, image):
    block = ImageBlock().to_python({"image": image.pk, "alt_text": "A mill by a river", "decorative": False})
    main = shown(client, tree, ("picture", {"image": block, "caption": "The mill"}))
    picture = main.find("picture")
    types = [source.get("type") for source in picture.find_all("source")]
    assert types == ["image/avif", "image/webp"] or types == ["image/avif"]
    assert all(width in str(picture) for width in ("400w", "800w", "1200w"))
    img = picture.img
    assert img["alt"] == "A mill by a river"
    assert img["loading"] == "lazy"
    assert int(img["width"]) > 0
    assert int(img["height"]) > 0
    assert client.get(img["src"]).status_code == 200
    assert main.find("figcaption").get_text(strip=True) == "The mill"


def test_a_decorative_picture_is_passed_over_by_screen_readers(tree, client, image):
    block = ImageBlock().to_python({"image": image.pk, "alt_text": "", "decorative": True})
    assert shown(client, tree, ("picture", {"image": block, "caption": ""})).find("img")["alt"] == ""


def test_documents_show_type_and_size_as_read_from_the_file(tree, client, area, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    document = SiteDocument(
        title="The paper",
        file=ContentFile(b"x" * 2048, "paper.pdf"),
        collection=AreaSettings.for_site(area).collection,
    )
    document._set_document_file_metadata()  # as an upload does
    document.save()
    main = shown(client, tree, ("documents", [document]))
    said = main.find(class_="documents").get_text(" ", strip=True)
    assert said.startswith(
        f"The paper PDF, 2.0\xa0KB, number of pages not known, added {day(timezone.localdate())} Accessible version:"
    )


def test_headings_become_contents_with_anchors_of_their_own(tree, client):
    main = shown(client, tree, *[("heading", words) for words in ("Why", "How", "Why", "???")])
    targets = [link["href"] for link in main.find(class_="contents").find_all("a")]
    assert targets == ["#why", "#how", "#why-2", "#section"]
    assert [main.find(id=target[1:]).name for target in targets] == ["h2"] * 4


def test_districts_come_from_their_records(tree, client, area):
    for name in ("York", "Craven"):
        DistrictFactory(site=area, name=name)
    main = shown(client, tree, ("districts", None))
    assert [tile.get_text() for tile in main.find(class_="districts").find_all("li")] == ["Craven", "York"]


def test_what_editors_type_is_never_markup(tree, client):
    evil = "<script>alert(1)</script>"
    main = shown(client, tree, ("heading", evil), ("quote", {"text": evil, "who": evil}))
    assert not main.find("script")
    assert evil in main.get_text()


def test_no_block_leaves_out_a_level_of_headings(tree, client):
    parts = [("links", [tree.foundations[0]]), ("engagement", None)]
    first = shown(client, tree, *parts)
    assert [heading.name for heading in first.select(".prose :is(h1, h2, h3)")] == ["h2", "h2"]
    below = shown(client, tree, ("heading", "Where to go on"), *parts)
    assert [heading.name for heading in below.select(".prose :is(h1, h2, h3)")] == ["h2", "h3", "h3"]
