"""Follows every internal link of a site from its home page, as a reader would."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup
from django.test import Client


@dataclass
class Crawl:
    """What was found: the page at each address, and each link as (from, to, anchor)."""

    host: str
    pages: dict[str, BeautifulSoup] = field(default_factory=dict)
    responses: dict[str, Any] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, host: str) -> Crawl:
        crawl, client, waiting = cls(host), Client(), ["/"]
        while waiting:
            url = waiting.pop()
            if url in crawl.responses:
                continue
            response = client.get(url, headers={"host": host})
            crawl.responses[url] = response
            if response.status_code != 200 or "html" not in response["Content-Type"]:
                continue
            page = crawl.pages[url] = BeautifulSoup(response.text, "html.parser")
            for link in page.find_all("a", href=True):
                target, anchor = urldefrag(urljoin(f"http://{host}{url}", str(link["href"])))
                parts = urlsplit(target)
                if parts.scheme == "http" and parts.netloc == host:
                    path = parts.path + (f"?{parts.query}" if parts.query else "")
                    crawl.links.append((url, path, anchor))
                    waiting.append(path)
        return crawl

    def words(self, url: str) -> str:
        """The text of the page at `url`, in one line; KeyError when no link leads there."""
        main = self.pages[url].main
        return " ".join(main.get_text(" ").split()) if main else ""
