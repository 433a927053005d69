"""A first visit to any public page: at most 60 KB on the wire and six requests, with the files as they are served."""

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import TestCase, override_settings

from tests.site.demo import crawl_of_demo, load_demo

LIMIT, REQUESTS = 60_000, 6
_NAME = re.compile(r"/static/(?P<name>[^\"'?#\s)]+)")


class TestBytes(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demo()

    @pytest.fixture(autouse=True)
    def use_folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def test_every_page_is_light_and_asks_for_little(self):
        crawls = [crawl_of_demo("localhost:8000"), crawl_of_demo("llep.localhost:8000")]
        with override_settings(
            STATIC_ROOT=str(self.folder),
            # Ours: a public page that took a file from a library would not find it here.
            STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
            STORAGES=settings.STORAGES
            | {"staticfiles": {"BACKEND": "lis_site.static_files.BundlingStaticFilesStorage"}},
        ):
            call_command("collectstatic", interactive=False, verbosity=0)
            for crawl in crawls:
                assert crawl.pages
                for url, page in crawl.pages.items():
                    with self.subTest(host=crawl.host, url=url):
                        files = self.files_of(page)
                        html = _NAME.sub(self.as_collected, crawl.responses[url].text)
                        assert 1 + len(files) <= REQUESTS, files
                        assert len(gzip.compress(html.encode(), 6)) + sum(map(self.bytes_of, files)) <= LIMIT

    @staticmethod
    def as_collected(found: re.Match[str]) -> str:
        """The address that a page gives for a static file in production: the name says what is in the file."""
        return staticfiles_storage.url(found["name"])

    @staticmethod
    def files_of(page: BeautifulSoup) -> set[str]:
        """What a browser fetches with the page: stylesheets, icons, scripts and pictures."""
        links = {str(tag["href"]) for tag in page.find_all("link", rel=["stylesheet", "icon"])}
        return links | {str(tag["src"]) for tag in page.find_all(["script", "img"], src=True)}

    def bytes_of(self, url: str) -> int:
        path = Path(self.folder, _NAME.sub(self.as_collected, url).removeprefix(settings.STATIC_URL))
        packed = path.with_name(f"{path.name}.gz")  # browsers take the smaller brotli file
        return (packed if packed.exists() else path).stat().st_size
