"""Changing a booking: details, who comes, the address, the session; and giving it up."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from icalendar import Calendar

from consultation.participants import contacts, links
from consultation.round_tables import booking, emails
from consultation.round_tables.booking import Details
from consultation.round_tables.models import AccessNeed
from tests.consultation.round_tables.factories import (
    DAY,
    HOUR,
    NOW,
    STARTS,
    again,
    book,
    fresh,
    mails,
    make_round_table,
    seats_are_counted,
    token_in,
)
from tests.strategy.factories import make_area

FROZEN = STARTS - DAY


@pytest.fixture
def jo(db):
    return User.objects.create(username="jo")


@pytest.fixture
def jane(table):
    return book(table, "jane", organisation="Leeds Beckett", access_need="A lift")


def details(**given):
    return Details(**({"name": "Jane", "email": "jane@example.org"} | given))


def test_details_are_corrected_and_noted(jane):
    booking.change_details(booking=jane, details=details(name="Jane  Doe", organisation="Hospice"), now=NOW)
    changed = again(jane)
    assert (changed.name, changed.organisation.name) == ("Jane Doe", "Hospice")
    assert [step.what for step in jane.steps.all()][-1] == "changed"
    assert not AccessNeed.objects.exists()  # it was left out of what was sent
    assert not mails("booking-changed")


def test_the_person_hears_of_what_staff_change(jane, jo):
    booking.change_details(booking=jane, details=details(name="Janet"), by=jo, now=NOW)
    assert len(mails("booking-changed")) == 1


def test_another_organisation_must_have_room(area):
    table = make_round_table(area, 3, max_per_organisation=1)
    book(table, "sam", organisation="Hospice")
    jane = book(table, "jane", organisation="Leeds Beckett")
    with pytest.raises(booking.Refused, match="as many places as one may have"):
        booking.change_details(booking=jane, details=details(organisation="hospice"), now=NOW)


def test_a_colleague_comes_instead_and_the_old_links_lead_nowhere(jane):
    old = links.resolve(token_in(mails("booking-confirmed")[0]), emails.MINE, NOW)
    booking.substitute(booking=jane, details=Details("Sam", "sam@example.org"), now=NOW)
    passed = again(jane)
    assert (passed.name, passed.contact.email, passed.state) == ("Sam", "sam@example.org", "confirmed")
    assert not AccessNeed.objects.exists()
    assert not old.target.bookings.exists()
    assert mails("booking-passed-on")[0].to == "jane@example.org"
    (told,) = mails("booking-taken-over")
    assert told.to == "sam@example.org"
    assert "erase them 180 days after it" in told.text
    mine = links.resolve(token_in(told), emails.MINE, NOW)
    assert list(mine.target.bookings.all()) == [passed]


def test_a_colleague_who_has_a_place_cannot_have_another(table, jane):
    book(table, "sam")
    with pytest.raises(booking.AlreadyBooked):
        booking.substitute(booking=jane, details=Details("Sam", "sam@example.org"), now=NOW)


def test_when_the_list_is_frozen_only_staff_change_who_comes(jane, jo):
    given = {"booking": jane, "details": Details("Sam", "sam@example.org"), "now": FROZEN}
    with pytest.raises(booking.TooLate, match="Ring us"):
        booking.substitute(**given)
    booking.substitute(**given, by=jo)
    assert again(jane).name == "Sam"


def test_a_new_address_is_proved_before_anything_changes_and_the_old_one_is_told(jane):
    booking.ask_new_email(booking=jane, email="Jane@New.example.org", now=NOW)
    assert again(jane).contact.email == "jane@example.org"
    (mail,) = mails("booking-verify-address")
    link: Any = links.resolve(token_in(mail), emails.NEW_ADDRESS, NOW)
    for _ in range(2):
        booking.change_email(booking=link.target, contact=link.contact, now=NOW)
    assert again(jane).contact.email == "jane@new.example.org"
    (told,) = mails("booking-address-changed")
    assert told.to == "jane@example.org"
    assert "new.example.org" not in told.text
    with pytest.raises(links.LinkRefused):
        links.resolve(token_in(mail), emails.NEW_ADDRESS, NOW)


def test_moving_takes_the_new_seat_and_gives_back_the_old_one(area):
    here, there = make_round_table(area, 1), make_round_table(area, 1, event_title="There")
    jane, sam = book(here, "jane"), book(here, "sam")
    booking.move(booking=jane, to=there, now=NOW)
    assert (again(jane).round_table, again(jane).reference) == (there, jane.reference)
    assert again(sam).state == "offered"
    (mail,) = mails("booking-moved")
    methods = [Calendar.from_ical(one["content"])["METHOD"] for one in mail.attachments]
    assert methods == ["PUBLISH", "CANCEL"]
    seats_are_counted(here, there)


def test_moving_to_a_full_session_leaves_everything_as_it_is(area):
    here, there = make_round_table(area, 1), make_round_table(area, 1)
    jane = book(here, "jane")
    book(there, "sam")
    with pytest.raises(booking.Full):
        booking.move(booking=jane, to=there, now=NOW)
    assert again(jane).round_table == here
    seats_are_counted(here, there)


@pytest.mark.parametrize("event", [{"event_is_published": False}, {"event_standing": "cancelled"}])
def test_moving_to_what_cannot_be_booked_is_refused(area, jane, event):
    with pytest.raises(booking.NotBookable):
        booking.move(booking=jane, to=make_round_table(area, 1, **event), now=NOW)


def test_nobody_moves_to_another_area(jane):
    elsewhere = make_round_table(make_area("other.localhost", "Othershire", is_default=False), 1)
    with pytest.raises(booking.NotBookable):
        booking.move(booking=jane, to=elsewhere, now=NOW)


def test_who_has_a_place_there_cannot_move_there(area, jane):
    there = make_round_table(area, 2)
    book(there, "jane")
    with pytest.raises(booking.AlreadyBooked):
        booking.move(booking=jane, to=there, now=NOW)


def test_cancelling_gives_the_seat_back_and_twice_is_harmless(table, jane):
    for _ in range(2):
        booking.cancel(booking=jane, now=NOW)
    assert (again(jane).state, again(jane).ended_by) == ("cancelled", "person")
    (mail,) = mails("booking-cancelled")
    calendar = Calendar.from_ical(mail.attachments[0]["content"])
    assert (calendar["METHOD"], calendar.events[0]["STATUS"]) == ("CANCEL", "CANCELLED")
    assert str(calendar.events[0]["UID"]) == str(table.event.uid)
    seats_are_counted(table)


def test_after_the_time_for_it_one_rings(jane, jo):
    late = STARTS - 4 * HOUR
    booking.cancel(booking=book(fresh(jane.round_table), "sam"), now=late - HOUR)
    with pytest.raises(booking.TooLate, match="Ring us"):
        booking.cancel(booking=jane, now=late)
    booking.cancel(booking=jane, by=jo, why="The room is too small.", now=late)
    assert again(jane).ended_by == "staff"
    assert "The room is too small." in mails("booking-cancelled")[-1].text


def test_nothing_is_sent_any_more_about_a_booking_that_was_cancelled(jane):
    emails.reminder(jane, emails.WEEK_BEFORE, NOW)
    booking.cancel(booking=jane, now=NOW)
    assert not mails("reminder-7-days")


def test_one_may_book_again_what_one_gave_up(table, jane):
    booking.cancel(booking=jane, now=NOW)
    assert booking.ask_again(like=again(jane), round_table=fresh(table), now=NOW).state == "confirmed"
    with pytest.raises(booking.AlreadyBooked):
        booking.ask_again(like=again(jane), round_table=fresh(table), now=NOW)
    assert contacts.same_email(" A@B.org ") == "a@b.org"
