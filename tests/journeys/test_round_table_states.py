"""Every state in which the public can meet a round table or a booking, looked at for barriers.

Each is looked at small and wide, light and dark, though not in all four pairs of these: those take turns.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from consultation.events import decisions
from consultation.participants.bots import WithTrap
from consultation.round_tables import booking
from tests.consultation.round_tables.factories import DAY, HOUR, again, ask, book, mails, token_in
from tests.journeys.conftest import PHONE
from tests.journeys.test_round_tables import open_table, site  # noqa: F401 - a fixture


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def tables(site, now, monkeypatch):  # noqa: F811
    """One in each state, by name."""
    monkeypatch.setattr(WithTrap, "least_seconds", 0)
    past, soon = now - 3 * DAY, now + 3 * HOUR
    made = {
        "open": open_table(site, 40, event_title="Open", shows_who_comes=True, has_catering=True),
        "full": open_table(site, 1, event_title="Full"),
        "not-yet": open_table(site, 5, event_title="Not yet", opens_at=now + DAY),
        "closed": open_table(site, 5, event_title="Closed", closes_at=now - HOUR),
        "cancelled": open_table(site, 5, event_title="Cancelled"),
        "moved": open_table(site, 5, event_title="Moved"),
        "past": open_table(site, 5, event_title="Past", starts_at=past, opens_at=now - 9 * DAY, closes_at=past),
        "near": open_table(site, 0, online=5, event_title="Near", starts_at=soon, closes_at=soon, freeze_hours=1,
                           event_joining_link="https://meet.example/near"),
    }  # fmt: skip
    book(made["open"], "named", organisation="Hospice", shown_as="name", now=now)
    decisions.cancel(event=made["cancelled"].event, why="The hall is flooded.", by=None, now=now)
    event = made["moved"].event
    event.starts_at, event.ends_at = event.starts_at + DAY, event.ends_at + DAY
    decisions.save_event(event=event, why="The speaker is ill.", by=None, now=now)
    return made


class Looks:
    """looks.at(path, heading) → nothing, and a note of each barrier there."""

    def __init__(self, page, barriers, root):
        self.page, self.barriers, self.root, self.found = page, barriers, root, []

    def at(self, path, heading):
        self.page.goto(self.root + path)
        self.here(heading)

    def here(self, heading):
        self.page.get_by_role("heading", level=1, name=heading).wait_for()
        self.found += [f"{heading}: {line}" for line in self.barriers(self.page)]


def test_no_state_of_a_session_has_a_barrier(tables, live_server, visit, barriers):
    looks = Looks(visit(width=PHONE), barriers, live_server.url)
    looks.at("/round-tables/", "Round tables")
    for table in tables.values():  # each has a page of its own kind
        looks.at(table.event.get_absolute_url(), table.event.title)
    looks.at(tables["full"].booking_url, "Book a place")
    for name in ("not-yet", "cancelled"):
        looks.at(tables[name].booking_url, "You cannot book this now")
    looks.at("/my/wrong/places/", "This link does not work")
    assert not looks.found, "\n".join(looks.found)


def test_no_state_of_a_booking_has_a_barrier(tables, live_server, visit, barriers, now):
    looks = Looks(visit(width=PHONE), barriers, live_server.url)
    page = looks.page
    # The last place goes while somebody writes.
    page.goto(live_server.url + tables["full"].booking_url)
    page.get_by_label("Full name").fill("Jane")
    page.get_by_label("E-mail address").fill("late@example.org")
    page.get_by_role("button", name="Check your answers").click()
    had = book(tables["full"], "had-it", now=now)
    page.get_by_role("button", name="Send and get the link").click()
    looks.here("Choose again")

    held = ask(tables["open"], "held", now=now)
    pages = f"/my/{token_in(mails('booking-confirm')[-1])}"
    booking.expire_holds(now + DAY)
    looks.at(f"{pages}/places/", "Confirm your booking")
    assert again(held).state == "expired"

    waits = book(tables["full"], "waits", now=now)
    pages = f"/my/{token_in(mails('waiting-joined')[-1])}"
    looks.at(f"{pages}/booked/", "You are on the waiting list")
    looks.at(f"{pages}/places/", "Your booking")
    booking.cancel(booking=had, now=now)
    looks.at(f"{pages}/places/", "Your booking")
    looks.at(f"{pages}/{waits.reference}/accept/", "Accept the place")
    booking.expire_offers(now + 9 * DAY)
    looks.at(f"{pages}/{waits.reference}/accept/", "This offer is over")

    near = book(tables["near"], "near", mode="online", now=now)
    pages = f"/my/{token_in(mails('booking-confirmed')[-1])}"
    looks.at(f"{pages}/places/", "Your booking")
    expect(page.get_by_role("link", name="Join online")).to_have_count(1)
    booking.cancel(booking=near, by=None, now=now - DAY)
    looks.at(f"{pages}/places/", "Your booking")
    book(tables["open"], "comes", now=now)
    pages = f"/my/{token_in(mails('booking-confirmed')[-1])}"
    page.goto(f"{live_server.url}{pages}/places/")
    page.get_by_text("Code to show at the door").click()
    looks.here("Your booking")
    decisions.cancel(event=tables["open"].event, why="The hall is flooded.", by=None, now=now)
    looks.at(f"{pages}/places/", "Your booking")
    assert not looks.found, "\n".join(looks.found)
