"""The whole demo, crawled from the home page of each area: sound links, sound pages, nothing about the visitor.

The HTML itself is read by the checker of `tests.html_checker`, as that of every page a test is shown.
"""

import re
from collections import Counter
from itertools import pairwise

from django.conf import settings
from django.test import TestCase
from wagtail.models import Page, Site

from tests.site.demo import crawl_of_demo, load_demo

HOSTS = ["localhost:8000", "llep.localhost:8000"]

# Forms are no pages of Wagtail's and hold a token: they have tests of their own.
FORMS = ("/other-formats/", "/search/", "/suggest-a-correction/", "/what-we-hold/")
BOOKING = "/book/"  # how the addresses of booking forms end


class TestCrawl(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demo()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crawls = [crawl_of_demo(host) for host in HOSTS]

    def each_page(self):
        for crawl in self.crawls:
            for url, page in crawl.pages.items():
                if url.startswith(FORMS) or url.endswith(BOOKING):
                    continue
                with self.subTest(host=crawl.host, url=url):
                    yield crawl, url, page

    def test_the_crawl_reaches_every_public_page(self):
        for crawl, site in zip(self.crawls, Site.objects.order_by("-is_default_site"), strict=True):
            home = site.root_page
            public = {
                f"/{page.url_path.removeprefix(home.url_path)}"
                for page in Page.objects.descendant_of(home, inclusive=True).live()
            }
            assert public - set(crawl.pages) == set()

    def test_every_internal_link_answers_200_and_every_anchor_is_there(self):
        for crawl in self.crawls:
            broken = {
                (source, target) for source, target, _ in crawl.links if crawl.responses[target].status_code != 200
            }
            assert not broken
            ids = {url: {tag["id"] for tag in page.find_all(id=True)} for url, page in crawl.pages.items()}
            lost = {
                (source, target, anchor)
                for source, target, anchor in crawl.links
                if anchor and anchor not in ids.get(target, ())
            }
            assert not lost

    def test_no_link_is_empty_or_says_nothing(self):
        for _, _, page in self.each_page():
            for link in page.find_all("a"):
                words = " ".join(link.get_text().split())
                assert link.get("href"), words
                assert words, link
                assert words.lower() not in {"click here", "here", "read more", "more", "link", "this page"}

    def test_one_h1_and_no_skipped_heading(self):
        for _, _, page in self.each_page():
            assert len(page.find_all("h1")) == 1
            levels = [int(tag.name[1]) for tag in page.main.find_all(re.compile(r"^h[1-6]$"))]
            assert levels[0] == 1
            assert all(after <= before + 1 for before, after in pairwise(levels)), levels

    def test_titles_tell_pages_apart(self):
        for crawl in self.crawls:
            titles = Counter(page.title.get_text() for url, page in crawl.pages.items() if "?" not in url)
            assert {title for title, number in titles.items() if number > 1} == set()

    def test_landmarks(self):
        for _, _, page in self.each_page():
            assert page.html["lang"] == "en-GB"
            for name in ("main", "header", "footer"):
                landmarks = [tag for tag in page.find_all(name) if name == "main" or tag.parent.name == "body"]
                assert len(landmarks) == 1, name
            labels = [nav.get("aria-label") for nav in page.find_all("nav")]
            assert all(labels)
            assert len(labels) == len(set(labels)), labels
            for section in page.find_all(attrs={"aria-labelledby": True}):
                assert page.find(id=section["aria-labelledby"]), section["aria-labelledby"]

    def test_ids_are_used_once(self):
        for _, _, page in self.each_page():
            ids = [tag["id"] for tag in page.find_all(id=True)]
            assert len(ids) == len(set(ids)), [one for one, number in Counter(ids).items() if number > 1]

    def test_the_policy_would_stop_nothing_we_send(self):
        for _, _, page in self.each_page():
            assert not page.find_all(style=True)
            assert not page.find_all("style")
            for script in page.find_all("script"):  # linked data is not run: the journeys see that it breaks no policy
                assert script.get("src") or script.get("type") == "application/ld+json"
            for tag in page.find_all(src=True):
                assert tag["src"].startswith("/"), tag["src"]
            for tag in page.find_all("link", href=True):
                assert tag["href"].startswith("/"), tag["href"]

    def test_no_page_sets_a_cookie_or_differs_by_visitor(self):
        for crawl in self.crawls:
            for url, response in crawl.responses.items():
                if url.startswith(FORMS) or url.endswith(BOOKING):
                    continue
                with self.subTest(url=url):
                    assert not response.cookies
                    assert "cookie" not in response.get("Vary", "").lower()
                    if not url.startswith("/documents/"):  # each time it is asked who may read a file
                        assert "public" in response["Cache-Control"]
                    assert response.streaming or "csrfmiddlewaretoken" not in response.text

    def test_every_page_says_when_it_was_last_updated(self):
        for _, _, page in self.each_page():
            assert page.find(class_="updated").time["datetime"]

    def test_the_legal_pages_are_linked_from_every_page(self):
        for _, _, page in self.each_page():
            foot = page.find("footer", class_="foot")
            hrefs = {link["href"] for link in foot.find_all("a")}
            assert {"/accessibility/", "/privacy/", "/cookies/", "/contact/"} <= hrefs

    def test_no_address_is_more_than_four_segments_below_home(self):
        for _, url, _ in self.each_page():
            assert len([part for part in url.partition("?")[0].split("/") if part]) <= 4

    def test_the_cookies_page_names_every_cookie_that_can_be_set(self):
        names = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
        for crawl in self.crawls:
            rows = crawl.pages["/cookies/"].select("tbody th")
            assert {row.get_text(strip=True) for row in rows} == names
