"""The W3C's checker of HTML reads every public page that any test was shown, at the end of the run.

The checker is a Java program that comes from npm; `make html-checker` fetches it. Without it pages are not read, which
the tests of this folder say by being skipped, or by failing where REQUIRE_HTML_CHECKER is 1.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

HOW_TO_GET_ONE = "no checker of HTML was found: install Java and npm, then run `make html-checker`"

_JAR = Path(__file__).with_name("node_modules") / "vnu-jar/build/dist/vnu.jar"

# What somebody typed is shown again as it was, whatever it is: that is no fault of the page.
_TYPED = re.compile(
    r"code point|Saw U\+0000|Astral non-character|^Bad value .* for attribute “value” on element “input”", re.DOTALL
)
_TAG = re.compile(rb"<[^>]*>")
# What differs between two pages of one make: numbers and tokens.
_OWN = re.compile(rb"[\w-]{22,}|\d+")


@cache
def find_checker() -> list[str] | None:
    """The command that runs the checker, or None where Java or its file is missing."""
    java = shutil.which("java")
    return [java, "-jar", str(_JAR)] if java and _JAR.exists() else None


def errors(folder: Path) -> list[str]:
    """A line for each error in the .html files of `folder`: the file's name, what is wrong, and where."""
    command = find_checker()
    assert command, HOW_TO_GET_ONE
    options = ["--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", str(folder)]
    run = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
    return [
        f"{Path(message['url']).name}: {message['message']} — {message.get('extract', '').strip()}"
        for message in json.loads(run.stdout)["messages"]
        if message["type"] != "info" and not _TYPED.search(message["message"])
    ]


class PagesSeen:
    """Pages of the site as they were sent, one for each make: two that have the same tags are the same to a checker."""

    def __init__(self) -> None:
        self._kept = tempfile.TemporaryDirectory(prefix="lis-test-pages-")  # removed when the process ends
        self.folder = Path(self._kept.name)
        self.asked: dict[str, str] = {}

    def keep(self, request: HttpRequest, response: HttpResponse) -> None:
        shape = _OWN.sub(b"", b"".join(_TAG.findall(response.content)))
        name = f"{hashlib.sha256(shape).hexdigest()}.html"
        if name not in self.asked:
            test = os.environ.get("PYTEST_CURRENT_TEST", "no test").partition(" ")[0]
            self.asked[name] = f"{request.method} {request.get_full_path()} ({response.status_code}, in {test})"
            (self.folder / name).write_bytes(response.content)

    def errors(self) -> list[str]:
        """A line for each error, beginning with the request that was answered so. Empty where nothing was kept."""
        found = [line.partition(": ") for line in errors(self.folder)] if self.asked else []
        return [f"{self.asked[name]}: {error}" for name, _, error in found]


PAGES_SEEN = PagesSeen()


def keep_pages_seen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware of the tests' settings. The admin's pages are mostly Wagtail's, and are left out."""
    if not find_checker():
        raise MiddlewareNotUsed
    admin = reverse("wagtailadmin_home")

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _is_page_of_ours(request, response) and not request.path.startswith(admin):
            PAGES_SEEN.keep(request, response)
        return response

    return middleware


def _is_page_of_ours(request: HttpRequest, response: HttpResponse) -> bool:
    """HTML that does not come from a view that a test made up."""
    is_html = response.get("Content-Type", "").startswith("text/html") and not response.streaming
    made_by = request.resolver_match.func.__module__ if request.resolver_match else ""
    return is_html and bool(response.content) and not made_by.startswith("tests.")
