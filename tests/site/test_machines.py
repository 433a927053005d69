"""What machines ask for: robots.txt, the map of the site, whom to tell of a weakness, and the picture of each page."""

import datetime as dt
import io
import json
import xml.etree.ElementTree as ET

from bs4 import BeautifulSoup
from django.utils import timezone
from PIL import Image
from wagtail.models import PageViewRestriction

from lis_site.search.entries import rebuild
from strategy.models import AreaSettings
from tests.consultation.events.factories import EventFactory, EventsPageFactory
from tests.consultation.evidence.factories import make_call
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.consultation.surveys.factories import open_survey
from tests.strategy.library_factories import IndicatorPageFactory, LibraryPageFactory
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


# What a search engine wants of each kind; without one of these it passes over the whole.
WANTED = {
    "Organization": {"name", "url", "areaServed"},
    "BreadcrumbList": {"itemListElement"},
    "GovernmentService": {"name", "description", "url", "serviceType", "areaServed", "provider"},
    "Event": {"name", "url", "startDate", "endDate", "location", "organizer", "eventStatus", "eventAttendanceMode"},
    "Dataset": {"name", "description", "url", "license", "creator", "distribution", "isAccessibleForFree"},
    "DataCatalog": {"name", "description", "url", "license", "publisher", "dataset"},
}


def linked_data(page):
    scripts = page.find_all("script", type="application/ld+json")
    found = [json.loads(str(tag.string)) for tag in scripts]
    assert all(one["@context"] == "https://schema.org" for one in found)
    return {one["@type"]: one for one in found}


def test_pages_and_records_say_what_they_are_and_have_a_picture(client, tree):
    """Each kind of schema.org that the site speaks, on every page it belongs to, with all that it needs."""
    furnish_tracker(tree.site, 1)
    say = HaveYourSayPageFactory(parent=tree.home)
    consultation = ConsultationPageFactory(parent=say)
    indicator = IndicatorPageFactory(parent=LibraryPageFactory(parent=tree.home))
    event = EventFactory(site=tree.site, venue_name="Library", venue_address="1 High Street")
    survey, call = open_survey(tree.site), make_call(tree.site)
    rebuild(timezone.now())
    crumbs = "BreadcrumbList"
    for url, kinds in {
        "/": {"Organization"},
        tree.strategy.url: {crumbs},
        tree.ambitions[0].url: {crumbs},
        consultation.url: {crumbs, "GovernmentService"},
        survey.get_absolute_url(): {crumbs, "GovernmentService"},
        call.get_absolute_url(): {crumbs, "GovernmentService"},
        event.get_absolute_url(): {crumbs, "Event"},
        indicator.url: {crumbs, "Dataset"},
        "/tracker/partnership-of-place-0/": {crumbs},
        "/data/": {"DataCatalog"},
    }.items():
        page = BeautifulSoup(client.get(url).text, "html.parser")
        found = linked_data(page)
        assert kinds <= set(found), url
        for kind, data in found.items():
            missing = WANTED[kind] - {name for name, value in data.items() if value not in ("", None, [])}
            assert not missing, (url, kind, missing)
        told = {str(tag["property"]): str(tag["content"]) for tag in page.select('meta[property^="og:"]')}
        assert told["og:url"] == f"http://testserver{url}"
        assert told["og:title"]
        assert told["og:type"] == ("website" if url == "/" else "article")
        picture = client.get(told["og:image"])
        assert picture["Content-Type"] == "image/png", url
        own = "/cards/area.png" if url in ("/", "/data/") else f"/cards{url.rstrip('/')}.png"
        assert told["og:image"].endswith(own)


def test_a_trail_leads_from_home_to_the_page_and_each_step_answers(client, tree):
    event = EventFactory(site=tree.site)
    EventsPageFactory(parent=tree.home)
    for url, depth in ((tree.foundations[0].url, 4), (event.get_absolute_url(), 3)):
        found = linked_data(BeautifulSoup(client.get(url).text, "html.parser"))
        steps = found["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, depth + 1))
        assert [client.get(step["item"]).status_code for step in steps] == [200] * depth
        assert steps[-1]["item"].endswith(url)


def test_every_set_of_data_is_described_at_length_for_whoever_searches_for_data(client, area):
    found = linked_data(BeautifulSoup(client.get("/data/").text, "html.parser"))["DataCatalog"]
    for one in found["dataset"]:
        assert WANTED["Dataset"] <= set(one)
        assert 50 <= len(one["description"]) <= 5000, one["name"]
        assert {file["encodingFormat"] for file in one["distribution"]} == {"text/csv", "application/json"}


def test_the_picture_of_a_record_is_there_while_the_search_finds_it(client, tree):
    event = EventFactory(site=tree.site)
    card = f"/cards{event.get_absolute_url().rstrip('/')}.png"
    assert client.get(card).status_code == 404
    rebuild(timezone.now())
    assert client.get(card).status_code == 200
    type(event).objects.update(is_published=False)
    rebuild(timezone.now())
    assert client.get(card).status_code == 404
