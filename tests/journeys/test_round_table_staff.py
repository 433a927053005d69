"""What an events officer does: looks at the list, adds somebody who rang, and runs the door with a phone."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from consultation.round_tables.models import AccessNeed, Booking, RoundTable
from tests.consultation.round_tables.desk import add, staff_of, table_in, url
from tests.consultation.round_tables.factories import DAY
from tests.journeys.conftest import DESK, LOOKS, PHONE
from tests.strategy.factories import make_area

SOON = dt.timedelta(minutes=30)


@pytest.fixture
def table(live_server):
    """A session in half an hour with three seats, of which two are taken and one is held; somebody waits."""
    cache.clear()
    site = make_area()
    found = table_in(site, 3, starts_in=SOON, event_title="Skills for the high street", event_venue_name="Town Hall")
    add(found, "Ann Ash", organisation="Oak Ltd", access_need="A hearing loop")
    add(found, "Ben Birch", organisation="Birch & Sons")
    add(found, "Dee Dogwood", waits=True)
    return found


@pytest.fixture
def officer(live_server, table, visit, client):
    """officer(PHONE) → a page on which an events officer is signed in."""
    user = staff_of(table.site)

    def signed_in(width=DESK, **options):
        client.force_login(user)
        page = visit(width=width, watched=False, **options)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
        return page

    return signed_in


def test_the_day_of_an_events_officer(live_server, table, officer, axe):
    page = officer()
    page.goto(live_server.url + url(RoundTable, "list"))
    page.get_by_role("img", name="2 of 3 taken, 1 waiting").wait_for()
    page.get_by_role("link", name=re.compile("Skills for the high street")).first.click()
    page.get_by_role("link", name="Add somebody").click()
    page.get_by_label("Name", exact=False).first.fill("Cat Cedar")
    page.get_by_label("E-mail address").fill("cat@example.org")
    page.get_by_role("button", name="Add them").click()
    page.get_by_text("Cat Cedar: confirmed").wait_for()

    phone = officer(PHONE)
    phone.goto(live_server.url + url(RoundTable, "door", table.pk))
    phone.get_by_label("Name, organisation or reference").fill("oak")
    phone.get_by_role("button", name="Find").click()
    phone.get_by_role("button", name="Check in Ann Ash").click()
    phone.get_by_text(re.compile(r"Ann Ash is in, at")).wait_for()
    phone.get_by_role("button", name="Undo the check-in of Ann Ash").click()
    phone.get_by_text("Ann Ash is not in any more.").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    # The code on Cat's phone.
    booking = Booking.objects.get(name="Cat Cedar")
    phone.goto(live_server.url + url(Booking, "arrival", booking.reference))
    phone.get_by_role("button", name="Check in Cat Cedar").click()
    phone.get_by_text(re.compile("In since")).wait_for()
    booking.refresh_from_db()
    assert booking.state == "attended"

    page.goto(live_server.url + url(RoundTable, "export", table.pk))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download").click()
    assert taken.value.suggested_filename.endswith(".csv")
    assert "Cat Cedar" in taken.value.path().read_text("utf-8-sig")


def test_the_door_works_without_javascript(live_server, table, officer):
    phone = officer(PHONE, javascript=False)
    phone.goto(live_server.url + url(RoundTable, "door", table.pk))
    phone.get_by_role("button", name="Check in Ben Birch").click()
    expect(phone.locator("main")).to_contain_text("Ben Birch is in")
    assert Booking.objects.get(name="Ben Birch").state == "attended"


def test_several_are_ticked_and_written_to(live_server, table, officer, axe):
    page = officer()
    page.goto(f"{live_server.url}{url(Booking, 'list')}?round_table={table.pk}")
    boxes = page.locator("[data-bulk-action-checkbox]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("link", name="Write to the selected people").click()
    page.get_by_label("Subject").fill("Bring a pen")
    page.get_by_label("Message").fill("See you.")
    assert axe(page) == []
    page.get_by_role("button", name="Write to them").click()
    page.get_by_text("2 of 2 done").wait_for()


def test_no_screen_of_staff_has_a_barrier(live_server, table, officer, axe):
    page = officer(DESK)
    one, need = Booking.objects.get(name="Ann Ash"), AccessNeed.objects.get()
    far = table_in(table.site, 1, starts_in=2 * DAY, fewest=5)
    add(far, "Eve Elm")
    add(far, "Fay Fir", beyond_the_seats=True, why="Speaks")
    found = []
    for place in (
        *(
            url(RoundTable, name, table.pk)
            for name in ("door", "door_list", "add_person", "invite", "message", "export")
        ),
        *(url(RoundTable, name, far.pk) for name in ("inspect", "seats", "closing", "call_off", "copy")),
        *(url(Booking, "act", one.pk, action) for action in ("details", "move", "cancel")),
        *(url(Booking, name, *args) for name, args in (("inspect", [one.pk]), ("arrival", [one.reference]))),
        *(url(AccessNeed, name, need.pk) for name in ("inspect", "take_on", "confirm_back")),
        *(url(model, "list") for model in (RoundTable, Booking, AccessNeed)),
        reverse(RoundTable.snippet_viewset.get_url_name("add")),
    ):
        page.goto(live_server.url + place)
        for width, rules in ((DESK, ()), (PHONE, LOOKS)):
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{place} {width}: {line}" for line in axe(page, rules=rules)]
    assert not found, "\n".join(found)
