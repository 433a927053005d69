"""Axe for pages whose scripts are off. A script itself, it is shown the very same page in another window."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.journeys.conftest import Axe, OpenVisit


class Twin:
    """A window that shows what another shows, with none of its scripts."""

    def __init__(self, visit: OpenVisit, *, width: int, dark: bool) -> None:
        self.page = visit(width=width, dark=dark)
        self.page.route("**/*.js", lambda route: route.abort())

    def barriers(self, page: Page, axe: Axe) -> list[str]:
        """What axe finds on `page` as it is now."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
        if not self.page.url.startswith(origin):
            self.page.goto(f"{origin}/robots.txt")  # from there, what belongs to the page may be fetched
        self.page.set_content(page.content())
        return axe(self.page)
