"""Who is named in public, and who is shown the way in online: nobody who did not choose it, and nobody too early."""

import datetime as dt

import pytest
from django.utils import timezone

from consultation.participants.models import Consent
from consultation.round_tables import booking
from consultation.round_tables.booking import Details
from consultation.round_tables.keeping import erase
from tests.consultation.round_tables.factories import DAY, HOUR, again, book, mails, token_in
from tests.consultation.round_tables.test_public import errors, open_table, post, words
from tests.strategy.factories import Tree


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def table(area):
    """A session that names who comes and wants to be named."""
    Tree(area, count=1)
    return open_table(area, 4, event_title="Textiles", shows_who_comes=True)


def named(client, table):
    text = words(client.get(table.event.get_absolute_url()))
    return text.partition("who chose to be named.")[2].partition("All round tables")[0].split()


def test_only_who_chose_it_and_has_a_place_is_named_an_organisation_once(client, table, now):
    book(table, "ann", organisation="Hospice", shown_as="organisation", now=now)
    book(table, "ben", organisation="Hospice", shown_as="organisation", now=now)
    book(table, "cat", organisation="Mill", shown_as="name", now=now)
    book(table, "dee", organisation="Quiet", now=now)
    book(table, "eve", organisation="Waiting", shown_as="name", now=now)
    assert named(client, table) == ["Hospice", "Cat,", "Mill"]
    booking.cancel(booking=table.bookings.get(name="Cat"), now=now)
    assert named(client, table) == ["Hospice"]


def test_nobody_is_named_where_the_session_does_not_and_the_form_does_not_ask(client, area, now):
    table = open_table(area, shows_who_comes=False)
    one = book(table, "ann", organisation="Hospice", shown_as="name", now=now)
    assert again(one).shown_as == ""
    assert "May we name you" not in client.get(table.booking_url).text
    assert "who chose to be named" not in client.get(table.event.get_absolute_url()).text


def test_the_choice_is_made_on_the_form_kept_with_its_words_and_taken_back(client, table, now):
    assert "May we name you on the page of the session" in words(client.get(table.booking_url))
    assert "Enter the name of your organisation" in errors(post(client, table, shown_as="organisation"))
    assert "Choose one of the answers" in errors(post(client, table, shown_as="everything"))
    assert "Yes, my name and organisation" in words(post(client, table, shown_as="name", step="check"))
    post(client, table, shown_as="name")
    client.post(f"/my/{token_in(mails()[0])}/places/")
    assert Consent.objects.get().text.purpose == "named-in-public"
    assert named(client, table) == ["Jane", "O’Connor"]
    one = table.bookings.get()
    client.post(f"/my/{token_in(mails()[0])}/{one.reference}/change/", {"name": "Jane", "needs": "no"})
    assert named(client, table) == []


def test_a_need_that_is_told_later_is_agreed_to_as_well(client, table, now):
    one = book(table, "jane", now=now)
    told = {"name": "Jane", "needs": "tell", "access_need": "A lift", "needs_agreed": "on"}
    client.post(f"/my/{token_in(mails()[0])}/{one.reference}/change/", told)
    assert Consent.objects.get().text.purpose == "access-needs"


def test_a_colleague_chooses_anew_and_erasing_takes_the_name_away(client, table, now):
    one = book(table, "jane", shown_as="name", now=now)
    booking.substitute(booking=one, details=Details("Sam", "sam@example.org"), now=now)
    assert again(one).shown_as == ""
    other = book(table, "ben", shown_as="name", now=now)
    erase(other.contact, now)
    assert again(other).shown_as == ""


def test_staff_who_change_details_leave_the_choice(officer, table, now):
    from consultation.round_tables.models import Booking
    from tests.consultation.round_tables.desk import url

    one = book(table, "jane", shown_as="name", now=now)
    officer.post(url(Booking, "act", one.pk, "details"), {"name": "Jane Doe"})
    assert (again(one).name, again(one).shown_as) == ("Jane Doe", "name")


LINK = "https://meet.example.org/room-7"


@pytest.mark.parametrize(
    ("mode", "starts_in", "is_shown"),
    [("online", 20 * HOUR, True), ("online", 3 * DAY, False), ("in_person", 20 * HOUR, False)],
)
def test_the_way_in_is_shown_the_day_before_to_who_takes_part_online(client, area, now, mode, starts_in, is_shown):
    starts_at = now + starts_in
    table = open_table(
        area, 2, online=2, starts_at=starts_at, closes_at=starts_at, opens_at=now - DAY, event_joining_link=LINK
    )
    one = book(table, "jane", mode=mode, now=now)
    waits = book(open_table(area, 0, event_joining_link=LINK, event_mode="online"), "sam", now=now)
    assert waits.joining_link == ""
    mine = f"/my/{token_in(mails('booking-confirmed')[0])}/places/"
    page = client.get(mine)
    assert (LINK in page.text) is is_shown
    assert ("from the day before" in page.text) is (mode == "online" and not is_shown)
    assert LINK not in client.get(table.event.get_absolute_url()).text
    booking.cancel(booking=one, by=None, now=now - dt.timedelta(days=1))
    assert LINK not in client.get(mine).text
