"""A first visit to any public page: at most 60 KB on the wire and six requests, with the files as they are served."""

import gzip
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import call_command
from django.test import TestCase, override_settings

from tests.site.crawling import Crawl
from tests.site.demo import load_demo

LIMIT, REQUESTS = 60_000, 6


class TestBytes(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demo()

    @pytest.fixture(autouse=True)
    def use_folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def test_every_page_is_light_and_asks_for_little(self):
        with override_settings(
            STATIC_ROOT=str(self.folder),
            STORAGES=settings.STORAGES
            | {"staticfiles": {"BACKEND": "lis_site.static_files.BundlingStaticFilesStorage"}},
        ):
            call_command("collectstatic", interactive=False, verbosity=0)
            crawls = [Crawl.of("localhost:8000"), Crawl.of("llep.localhost:8000")]
        for crawl in crawls:
            assert crawl.pages
            for url, page in crawl.pages.items():
                with self.subTest(host=crawl.host, url=url):
                    files = self.files_of(page)
                    html = len(gzip.compress(crawl.responses[url].content, 6))
                    assert 1 + len(files) <= REQUESTS, files
                    assert html + sum(map(self.bytes_of, files)) <= LIMIT

    @staticmethod
    def files_of(page: BeautifulSoup) -> set[str]:
        """What a browser fetches with the page: stylesheets, icons, scripts and pictures."""
        links = {str(tag["href"]) for tag in page.find_all("link", rel=["stylesheet", "icon"])}
        return links | {str(tag["src"]) for tag in page.find_all(["script", "img"], src=True)}

    def bytes_of(self, url: str) -> int:
        path = Path(self.folder, url.removeprefix(settings.STATIC_URL))
        packed = path.with_name(f"{path.name}.gz")  # browsers take the smaller brotli file
        return (packed if packed.exists() else path).stat().st_size
