"""A real browser on the real site: one Chromium for each worker, a fresh profile for each visit.

    def test_…(visit, live_server):
        page = visit(width=390, dark=True)
        page.goto(live_server.url)

Every visit fails its test at the end if the page broke its content security policy, logged an error, or asked another
host for anything. pytest-django's live_server empties the database after each test.
"""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.as_migrated import put_back
from tests.journeys.chromium import HOW_TO_GET_ONE, find_chromium, flags
from tests.journeys.served_files import served_as_in_production
from tests.ready_made import ready_made

PHONE, DESK = 390, 1280  # widths in CSS pixels
_HEIGHTS = {PHONE: 844, DESK: 900}

# WCAG 2.0, 2.1 and 2.2 at levels A and AA. Axe's best practices are opinions, and some oppose GOV.UK's.
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    # Style sheets, which it would fetch a second time one by one, are asked for by an experimental rule only.
    "preload": {"assets": ["media"]},
}
type Look = tuple[int, Literal["light", "dark"]]
# By width, so that what is done once for each width is done while it is that wide.
ALL_LOOKS: Sequence[Look] = ((PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark"))
TWO_LOOKS: Sequence[Look] = ((PHONE, "light"), (DESK, "dark"))
OTHER_TWO: Sequence[Look] = ((PHONE, "dark"), (DESK, "light"))
# Whose answer may change with the colours, and whose with the width; they take most of axe's time.
COLOURS = ["color-contrast", "link-in-text-block"]
LOOKS = [*COLOURS, "target-size", "scrollable-region-focusable"]

_LOOK = Path(__file__).with_name("axe_look.js").read_text(encoding="utf-8")

# Playwright runs an event loop in this thread, which Django takes for asynchronous code; it is not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Without one the journeys are skipped, or fail where REQUIRE_BROWSER is 1."""
    executable = find_chromium()
    if executable is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER is set, and {HOW_TO_GET_ONE}")
        pytest.skip(f"Browser journeys: {HOW_TO_GET_ONE}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=flags())
        yield chromium
        chromium.close()


@pytest.fixture(scope="package", autouse=True)
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with served_as_in_production(tmp_path_factory.mktemp("static")):
        yield


@dataclass(frozen=True)
class DemoSite:
    """The demo, served: the addresses of its two areas."""

    urls: tuple[str, str]


@pytest.fixture(scope="module")
def demo_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DemoSite]:
    """The demo, loaded and served once for all tests of a module, which only read it. Emptied afterwards."""
    # Open for as long as the server answers: its threads ask the database too.
    with django_db_blocker.unblock():
        ready_made("demo of today", lambda: call_command("load_demo", verbosity=0))
        server = LiveServer("localhost")
        port = server.url.rpartition(":")[2]
        yield DemoSite((f"http://localhost:{port}", f"http://llep.localhost:{port}"))
        server.stop()
        put_back()
        connection.close()


@dataclass
class Visit:
    """A page and what went wrong on it."""

    page: Page
    problems: list[str] = field(default_factory=list)

    def note_console(self, message: ConsoleMessage) -> None:
        # A page that is not there is what some journeys are about; its own content is checked all the same.
        is_missing_page = "Failed to load resource" in message.text
        # Axe tries out styles of its own, which the policy stops. What the debugger sent has no address.
        is_ours = not message.location["url"]
        if message.type == "error" and not is_missing_page and not is_ours:
            self.problems.append(f"console: {message.text} ({self.page.url})")

    def note_request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or ""
        if request.url.startswith("http") and host != "127.0.0.1" and not host.endswith("localhost"):
            self.problems.append(f"another host was asked: {request.url}")

    def watch(self) -> None:
        self.page.on("console", self.note_console)  # content security violations are logged as errors
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("request", self.note_request)


class OpenVisit(Protocol):
    """visit(width=…, dark=…, javascript=…) → a page in a profile of its own."""

    def __call__(self, *, width: int = ..., dark: bool = ..., javascript: bool = ..., watched: bool = ...) -> Page: ...


@pytest.fixture
def visits() -> list[Visit]:
    """Every visit of this test."""
    return []


def _wait_until_the_server_rests(seconds: float = 5) -> None:
    """What a closed page has asked for is still answered. Whoever empties the tables meanwhile may wait for ever."""
    others = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
            AND (state <> 'idle' OR state_change > clock_timestamp() - interval '0.1 s')
    """
    end = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.05)


@pytest.fixture
def visit(browser: Browser, visits: list[Visit], django_db_blocker: DjangoDbBlocker) -> Iterator[OpenVisit]:
    """Opens pages: as wide as a phone or a desk, light or dark, with or without JavaScript.

    `watched=False` for journeys through the admin, whose own scripts log what they like.
    """

    def open_visit(*, width: int = DESK, dark: bool = False, javascript: bool = True, watched: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": _HEIGHTS.get(width, 900)},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)  # milliseconds
        visit = Visit(context.new_page())
        if watched:
            visit.watch()
        visits.append(visit)
        return visit.page

    yield open_visit
    for visit in visits:
        visit.page.context.close()
    if connection.settings_dict["NAME"].startswith("test_"):  # tests of the browser alone have no database
        with django_db_blocker.unblock():
            _wait_until_the_server_rests()
    problems = [problem for visit in visits for problem in visit.problems]
    assert not problems, "\n".join(problems)


class Axe(Protocol):
    """axe(page) → one line for each violation: the rule, what it is about, and where. `rules` are all that counts."""

    def __call__(self, page: Page, *, rules: Sequence[str] = ...) -> list[str]: ...


@pytest.fixture(scope="session")
def known_furniture() -> set[str]:
    """What surrounds the pages, where axe has found nothing wrong with it: see `axe_look.js`."""
    return set()


@pytest.fixture
def axe(known_furniture: set[str]) -> Axe:
    def check(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
        page.wait_for_load_state()  # a page without its style sheets has other barriers
        try:
            return look(page, rules)
        except Error as error:
            if "navigation" not in str(error):
                raise
            page.wait_for_load_state()  # a click was still leading to another page: that is the one to look at
            return look(page, rules)

    def look(page: Page, rules: Sequence[str]) -> list[str]:
        # Sent by the browser's debugger and not by the page, so the content security policy stays on.
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        options = AXE_OPTIONS | {"runOnly": {"type": "rule", "values": rules}} if rules else AXE_OPTIONS
        looks = {"options": options, "known": list(known_furniture)}
        seen = page.evaluate(_LOOK, looks)
        if not seen["violations"]:
            known_furniture.update(seen["furniture"])
        return [
            f"{found['id']}: {found['help']} — {', '.join(str(node['target'][0]) for node in found['nodes'])}"
            for found in seen["violations"]
        ]

    return check


class Barriers(Protocol):
    """barriers(page) → one line for each barrier of the open page. `looks` instead of those whose turn it is."""

    def __call__(self, page: Page, *, looks: Sequence[Look] = ...) -> list[str]: ...


@pytest.fixture
def barriers(axe: Axe) -> Barriers:
    """Barriers of the open page on a phone and on a desk, one of them light and the other dark, by turns.

    So each page is seen at both widths and in both colours, and with LOOKS=all in all four looks. It is loaded once,
    and style sheets do the rest, so the rules about anything but looks are asked once. It must fit a screen of 320 px
    too, which is a desk's at 400 %. Afterwards it is as wide, and light or dark, as before.
    """

    def too_wide(page: Page) -> list[str]:
        screen, page_width = page.evaluate(
            "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
        )
        return [f"{page.url}: {page_width} px wide on a screen of {screen}"] if page_width > screen else []

    turns = cycle([ALL_LOOKS] if os.environ.get("LOOKS") == "all" else [TWO_LOOKS, OTHER_TWO])

    def check(page: Page, *, looks: Sequence[Look] = ()) -> list[str]:
        found, seen = [], set[int]()
        before = page.viewport_size
        was_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        for width, scheme in looks or next(turns):
            page.set_viewport_size({"width": width, "height": _HEIGHTS[width]})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            rules = COLOURS if width in seen else LOOKS if seen else ()
            found += [f"{page.url} {width} {scheme}: {line}" for line in axe(page, rules=rules)]
            found += too_wide(page) if width not in seen else []
            seen.add(width)
        page.set_viewport_size({"width": 320, "height": 900})
        found += too_wide(page)
        page.set_viewport_size(before or {"width": DESK, "height": _HEIGHTS[DESK]})
        page.emulate_media(color_scheme="dark" if was_dark else "light", reduced_motion="reduce")
        return found

    return check
