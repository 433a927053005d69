"""Makes the pictures of the guides again, from the demo as `make run` serves it.

    make run                                      # in one window
    .venv/bin/python -m docs.editors.pictures     # in another, from the root of the project

It signs in as the approver of the demo and goes where the guides go. It sends no form but the sign-in, so the demo
stays as it is. Give another port, or the name of one picture, to change what it does: `--port 8001 --only schedule`.
"""

import argparse
import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.journeys.chromium import HOW_TO_GET_ONE, find_chromium, flags

HERE = Path(__file__).parent / "pictures"
LOGINS = Path(__file__).parents[2] / "var" / "demo-logins.txt"
WHO = "lcr-approver"
SIZE = {"width": 1200, "height": 750}
SETTLED = 500  # milliseconds, until menus have faded in
COLOURS = 96  # enough for text and icons, and small files


def find(page: Page, title: str) -> None:
    """The list with the page called `title`, as the search of the admin finds it."""
    page.goto(f"/admin/pages/search/?q={quote(title)}")


def edit(page: Page, title: str) -> None:
    find(page, title)
    page.locator("main a[href*='/edit/']").get_by_text(title, exact=True).first.click()
    page.wait_for_load_state("networkidle")


def number_of(page: Page) -> str:
    """Of the page that is being edited: /admin/pages/<number>/edit/."""
    return page.url.split("/admin/pages/")[1].split("/")[0]


def show(page: Page, panel: str) -> None:
    """Open a side panel, or close them all for "". The browser remembers which was open."""
    for name in ("status", "preview", "checks", "comments"):
        toggle = page.get_by_role("button", name=f"Toggle {name}", exact=True)
        is_open = toggle.get_attribute("aria-expanded") == "true"
        if is_open != (name == panel):
            toggle.click()


def dashboard(page: Page) -> None:
    page.goto("/admin/")


def foundation(page: Page) -> None:
    edit(page, "Ideas")
    show(page, "preview")
    page.frame_locator("iframe[title=Preview]").first.get_by_role("heading", level=1).wait_for()


def checks(page: Page) -> None:
    edit(page, "The strategy")  # whose list of documents has something to mend
    show(page, "checks")
    page.locator("[data-content-checker-row]").first.wait_for()


def actions(page: Page) -> None:
    edit(page, "Ideas")
    show(page, "")
    page.get_by_role("button", name="More actions").click()


def ambition(page: Page) -> None:
    edit(page, "Ambitions")
    page.goto(f"/admin/pages/add/strategy/ambitionpage/{number_of(page)}/")
    show(page, "")


def retire(page: Page) -> None:
    edit(page, "Future of Mobility")
    show(page, "")
    page.get_by_role("tab", name="Settings").click()
    panel = page.get_by_role("region", name="Retire this page")
    panel.get_by_role("button", name="Toggle section").click()
    panel.get_by_text("Why it was retired").scroll_into_view_if_needed()


def schedule(page: Page) -> None:
    edit(page, "Ideas")
    show(page, "status")
    page.get_by_role("button", name="Set schedule").click()
    page.get_by_role("heading", name="Set publishing schedule").wait_for()


def history(page: Page) -> None:
    edit(page, "Ideas")
    page.goto(f"/admin/pages/{number_of(page)}/history/")


def review(page: Page) -> None:
    edit(page, "Ideas")
    page.goto(f"/admin/pages/{number_of(page)}/reviews/")


PICTURES: dict[str, Callable[[Page], None]] = {
    one.__name__: one for one in (dashboard, foundation, checks, actions, ambition, retire, schedule, history, review)
}


def sign_in(page: Page) -> None:
    passwords = dict(line.split()[:2] for line in LOGINS.read_text().splitlines() if line.strip())
    page.goto("/accounts/login/?next=/admin/")
    page.get_by_label("Username").fill(WHO)
    page.get_by_label("Password").fill(passwords[WHO])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")


def keep(name: str, shot: bytes) -> None:
    picture = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    path = HERE / f"{name}.png"
    picture.save(path, optimize=True)
    print(f"{path.relative_to(Path.cwd())}: {path.stat().st_size // 1024} KB")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the pictures of the guides again.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--only", choices=PICTURES)
    asked = parser.parse_args()
    executable = find_chromium()
    if executable is None:
        parser.error(HOW_TO_GET_ONE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=flags())
        context = chromium.new_context(
            base_url=f"http://localhost:{asked.port}",
            viewport=SIZE,
            color_scheme="light",
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        page = context.new_page()
        sign_in(page)
        for name in [asked.only] if asked.only else PICTURES:
            PICTURES[name](page)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(SETTLED)
            keep(name, page.screenshot())
        chromium.close()


if __name__ == "__main__":
    main()
