"""What machines ask for: robots.txt, the map of the site, whom to tell of a weakness, and the picture of each page."""

import datetime as dt
import io
import json
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from PIL import Image
from wagtail.models import PageViewRestriction

from strategy.models import AreaSettings
from tests.strategy.tracker.factories import furnish_tracker


def test_robots_are_shown_the_map_and_kept_from_forms(client, area):
    text = client.get("/robots.txt").text
    assert "Disallow: /my/" in text
    assert f"Sitemap: {area.root_url}/sitemap.xml" in text


def test_the_map_names_every_public_page_and_record_and_no_other(client, tree):
    furnish_tracker(tree.site, 1)
    hidden = tree.foundations[0]
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    content = b"".join(client.get("/sitemap.xml").streaming_content)
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = {loc.text for loc in ET.fromstring(content).findall("s:url/s:loc", spaces)}  # noqa: S314 - our own
    root = tree.site.root_url
    paths = ("/", "/strategy/", "/data/", "/tracker/", "/tracker/themes/", "/tracker/partnership-of-place-0/")
    assert {f"{root}{path}" for path in paths} <= found
    assert f"{root}{hidden.url}" not in found


def test_security_txt_holds_for_a_while_and_less_than_a_year(client, area):
    assert client.get("/.well-known/security.txt").status_code == 404  # nobody to tell yet
    AreaSettings.objects.filter(site=area).update(contact_email="safe@example.org")
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert lines["Contact"] == "mailto:safe@example.org"
    left = dt.datetime.fromisoformat(lines["Expires"]) - timezone.now()
    assert dt.timedelta(days=30) < left < dt.timedelta(days=365)


def test_each_page_has_a_drawn_picture_that_other_sites_may_show(client, tree):
    page = BeautifulSoup(client.get(tree.foundations[0].url).text, "html.parser")
    address = str(page.select('meta[property="og:image"]')[0]["content"])
    assert address.endswith(
        "/cards/strategy/foundations/foundation-0.png".replace("foundation-0", tree.foundations[0].slug)
    )
    response = client.get(address)
    picture = Image.open(io.BytesIO(response.content))
    assert picture.size == (1200, 630)
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_no_picture_tells_the_title_of_a_page_that_is_not_for_everybody(client, tree):
    PageViewRestriction.objects.create(page=tree.whole, restriction_type="login")
    assert client.get("/cards/strategy/whole-strategy.png").status_code == 404
    assert client.get("/cards/no/such.png").status_code == 404
    assert client.get("/cards/%00.png").status_code == 404


@pytest.mark.parametrize(("page", "kind"), [("home", "Organization"), ("strategy", "BreadcrumbList")])
def test_pages_say_what_they_are_in_the_words_of_search_engines(client, tree, page, kind):
    found = BeautifulSoup(client.get(getattr(tree, page).url).text, "html.parser")
    scripts = [json.loads(str(tag.string)) for tag in found.find_all("script", type="application/ld+json")]
    assert kind in [script["@type"] for script in scripts]
