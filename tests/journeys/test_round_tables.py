"""What somebody does who wants a place: book, read the e-mail, confirm, manage, cancel; wait, be offered one."""

import datetime as dt
import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect

from consultation.participants.bots import WithTrap
from consultation.participants.sending import send_waiting
from consultation.round_tables import booking
from consultation.round_tables.models import Booking
from tests.consultation.round_tables.factories import book, make_round_table
from tests.journeys.conftest import PHONE, TWO_LOOKS
from tests.strategy.factories import make_area, make_tree


@pytest.fixture(autouse=True)
def a_quick_reader(monkeypatch):
    """The browser types faster than people do, which looks automatic."""
    monkeypatch.setattr(WithTrap, "least_seconds", 0)


@pytest.fixture
def post_box(settings, tmp_path):
    """latest() → the newest letter to Jane that the sender has written to the folder."""
    backend = "consultation.participants.mail_folder.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"folder": str(tmp_path / "mail")}}}

    def latest():
        send_waiting(timezone.now() + dt.timedelta(seconds=1))
        files = sorted(Path(tmp_path / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
        return [letter for letter in letters if letter["To"] == "jane@example.org"][-1]

    return latest


@pytest.fixture
def site(live_server):
    found = make_area()
    found.port = int(live_server.url.rpartition(":")[2])
    found.save()
    make_tree(found, count=1)
    return found


def soon(days=21, hour=10):
    return timezone.now().replace(hour=hour, minute=0, second=0, microsecond=0) + dt.timedelta(days=days)


def open_table(site, seats=5, **fields):
    given = {"opens_at": timezone.now() - dt.timedelta(days=1), "starts_at": soon(), "event_venue_name": "Town Hall"}
    return make_round_table(site, seats, **(given | fields))


def link_in(letter):
    return re.findall(r"https?://\S+/my/\S+", letter.get_body(("plain",)).get_content())[0]


class Checked:
    """A page that is looked at for barriers each time something is reached: as it is, and on a desk in the dark."""

    def __init__(self, page, barriers):
        self.page, self.barriers = page, barriers

    def has(self, heading):
        self.page.get_by_role("heading", level=1, name=heading).wait_for()
        assert self.barriers(self.page, looks=TWO_LOOKS) == [], heading


def test_book_confirm_change_and_cancel(site, live_server, visit, barriers, post_box):
    table = open_table(site, event_title="Textiles")
    open_table(site, event_title="At the same time")
    open_table(site, 0, event_title="Full one", starts_at=soon(22))
    page = visit(width=PHONE)
    checked = Checked(page, barriers)
    page.goto(f"{live_server.url}/round-tables/")
    checked.has("Round tables")
    page.get_by_role("link", name=re.compile("Book a place.*Textiles")).click()
    checked.has("Book a place")
    page.get_by_role("button", name="Check your answers").click()
    checked.has("Book a place")
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Enter your full name").click()
    assert page.evaluate("document.activeElement.id") == "id_name"
    page.get_by_label("Full name").fill("Jane O’Connor")
    page.get_by_label("E-mail address").fill("jane@example.org")
    page.get_by_label(re.compile("At the same time")).check()
    page.get_by_role("button", name="Check your answers").click()
    checked.has("Check your answers")
    expect(page.get_by_text("Two of these are held at the same time")).to_have_count(1)
    page.get_by_role("button", name="Change sessions").click()
    checked.has("Book a place")
    page.get_by_label(re.compile("At the same time")).uncheck()
    page.get_by_role("button", name="Check your answers").click()
    page.get_by_role("button", name="Send and get the link").click()
    checked.has("Check your e-mail")

    page.goto(link_in(post_box()))
    checked.has("Confirm your booking")
    page.get_by_role("button", name="Confirm my booking").click()
    checked.has("Your place is booked")
    letter = post_box()
    assert letter["Subject"] == "Your place is booked"
    (file,) = letter.iter_attachments()
    (entry,) = Calendar.from_ical(file.get_content()).events
    assert str(entry["UID"]) == str(table.event.uid)

    page.get_by_role("link", name="See, change or cancel your booking").click()
    checked.has("Your booking")
    page.get_by_role("link", name="Change your details").click()
    checked.has("Change your details")
    page.get_by_label("Sector or role").fill("Weaving")
    page.get_by_role("button", name="Save").click()
    checked.has("Your booking")
    for name, heading in (
        ("Send a colleague instead", "Send a colleague instead"),
        ("Use another e-mail address", "Use another e-mail address"),
        ("Move to another session", "Move to another session"),
    ):
        page.get_by_role("link", name=name).click()
        checked.has(heading)
        page.get_by_role("link", name="Back to your booking").click()
    page.get_by_role("link", name="Cancel Textiles").click()
    checked.has("Cancel your booking")
    page.get_by_role("button", name="Cancel my booking").click()
    checked.has("Your booking")
    assert Booking.objects.get().state == "cancelled"
    assert Booking.objects.get().role == "Weaving"
    assert table.pools.get().taken == 0


def test_wait_be_offered_a_place_and_accept_it_without_scripts(site, live_server, visit, post_box):
    table = open_table(site, 1, event_title="Textiles")
    other = book(table, "sam", now=timezone.now())
    page = visit(width=PHONE, javascript=False)
    page.goto(f"{live_server.url}{table.event.get_absolute_url()}")
    page.get_by_role("link", name="Join the waiting list").click()
    page.get_by_label(re.compile("^Textiles")).check()
    page.get_by_label("Full name").fill("Jane")
    page.get_by_label("E-mail address").fill("jane@example.org")
    page.get_by_role("button", name="Check your answers").click()
    page.get_by_role("button", name="Send and get the link").click()
    page.goto(link_in(post_box()))
    page.get_by_role("button", name="Confirm my booking").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are on the waiting list")

    booking.cancel(booking=other, now=timezone.now())
    page.goto(link_in(post_box()))
    page.get_by_role("link", name="Accept the place").click()
    page.get_by_role("button", name="Accept the place").click()
    expect(page.get_by_text("Confirmed", exact=True)).to_have_count(1)
    assert Booking.objects.get(contact__email="jane@example.org").state == "confirmed"
