"""What staff do: people added by hand, seats, the door, access needs; changes of the event, and numbers after it."""

import pytest
from django.contrib.auth.models import User
from django.db.models import ProtectedError
from icalendar import Calendar

from consultation.events import decisions
from consultation.events.decisions import save_event
from consultation.events.engagement import events_held
from consultation.events.models import Event
from consultation.round_tables import booking
from consultation.round_tables.booking import Details
from consultation.round_tables.models import AccessNeed, Booking
from tests.consultation.events.factories import EventFactory
from tests.consultation.round_tables.factories import (
    DAY,
    HOUR,
    NOW,
    STARTS,
    again,
    ask,
    book,
    fresh,
    mails,
    make_round_table,
    reserve_seats,
    seats_are_counted,
)

AFTER = STARTS + 3 * HOUR


@pytest.fixture
def jo(db):
    return User.objects.create(username="jo")


def add(table, jo, who="sam", **given):
    return booking.add_by_hand(
        round_table=table, details=Details(who.title(), f"{who}@example.org"), by=jo, **({"now": NOW} | given)
    )


def test_somebody_who_rang_is_added_even_when_booking_is_closed(table, jo):
    added = add(table, jo, now=STARTS - HOUR)
    assert added.state == "confirmed"
    assert mails("booking-confirmed")[0].to == "sam@example.org"
    with pytest.raises(booking.AlreadyBooked):
        add(table, jo)


def test_somebody_without_an_address_is_added_and_nobody_is_written_to(table, jo):
    added = booking.add_by_hand(round_table=table, details=Details("Sam"), by=jo, now=NOW)
    another = booking.add_by_hand(round_table=table, details=Details("Ali"), by=jo, now=NOW)
    booking.cancel(booking=added, by=jo, now=NOW)
    assert another.state == "confirmed"
    assert not mails()


def test_past_the_seats_only_when_asked_for_and_with_a_reason(area, jo):
    table = make_round_table(area, 0)
    with pytest.raises(booking.WouldOverbook):
        add(table, jo)
    with pytest.raises(booking.ReasonNeeded):
        add(table, jo, beyond_the_seats=True)
    added = add(table, jo, beyond_the_seats=True, why="Speaks")
    (step,) = added.steps.all()
    assert (step.what, step.by, step.why) == ("overbooked", jo, "Speaks")
    assert table.pools.get().over == 1
    assert add(table, jo, "ali", waits=True).state == "waiting"
    seats_are_counted(table)


def test_closing_by_hand_and_opening_again(table, jo):
    booking.close(round_table=table, by=jo, why="Enough", now=NOW)
    assert fresh(table).state_at(NOW) == "closed"
    with pytest.raises(booking.NotBookable):
        ask(table)
    booking.reopen(round_table=table, by=jo, now=NOW)
    assert fresh(table).state_at(NOW) == "open"
    assert [step.what for step in table.steps.order_by("pk")] == ["closed", "reopened"]


def test_what_is_held_may_be_confirmed_after_booking_was_closed(table, jo):
    held = ask(table)
    booking.close(round_table=table, by=jo, now=NOW)
    booking.confirm(request=held.request, now=NOW)
    assert again(held).state == "confirmed"


def test_a_copy_has_the_seats_and_none_of_the_people(area, jo):
    table = make_round_table(area, 3, max_per_organisation=2)
    reserve_seats(table, "charity", 1, released_at=STARTS - 7 * DAY)
    book(table)
    event = EventFactory(site=area, starts_at=STARTS + 7 * DAY)
    copy = booking.copy_to(round_table=table, event=event, opens_at=NOW, closes_at=STARTS)
    assert copy.max_per_organisation == 2
    assert [(pool.kind, pool.capacity, pool.taken) for pool in copy.pools.order_by("kind")] == [
        ("", 3, 0),
        ("charity", 1, 0),
    ]
    assert copy.pools.get(kind="charity").released_at == STARTS
    assert not copy.bookings.exists()


def test_an_event_with_seats_or_bookings_is_not_deleted(table):
    book(table)
    for thing in (table.event, table, Booking.objects.get()):
        with pytest.raises(ProtectedError):
            thing.delete()


def test_a_message_goes_to_those_chosen_who_have_an_address(table, jo):
    chosen = [book(table), booking.add_by_hand(round_table=table, details=Details("Ali"), by=jo, now=NOW)]
    assert booking.message(bookings=chosen, subject="Lunch", words="Bring <b>nothing</b>.", by=jo, now=NOW) == 1
    (mail,) = mails("booking-message")
    assert mail.subject == "Lunch"
    assert "&lt;b&gt;nothing" in mail.html


# --- The event changes ---


def flush_changes(table, **changes):
    event = table.event
    for name, value in changes.items():
        setattr(event, name, value)
    return decisions.save_event(event=event, why="The hall is too small.", by=None, now=NOW)


def test_a_new_place_is_told_once_to_everybody_who_means_to_come(area):
    table = make_round_table(area, 1, event_venue_name="Town Hall")
    book(table, "jane", access_need="A lift")
    book(table, "sam")
    ask(table, "ali")
    need = AccessNeed.objects.get()
    booking.confirm_back(need=need, answer="The lift works.", by=None, now=NOW)
    assert booking.how_many_would_be_told(table) == 2
    flush_changes(table, venue_name="Library")
    flush_changes(table, venue_name="Museum")
    told = mails("booking-event-changed")
    assert [mail.to for mail in told] == ["jane@example.org", "sam@example.org"]
    assert all(mail.next_try_at > NOW for mail in told)
    assert "Town Hall" in told[0].text
    assert "Museum" in told[0].text
    assert "Library" not in told[0].text
    need.refresh_from_db()
    assert need.state == "open"


def test_a_correction_of_words_is_told_to_nobody(table):
    book(table)
    flush_changes(table, title="Better words")
    assert not mails("booking-event-changed")


def test_calling_it_off_ends_what_was_not_yet_a_place(area):
    table = make_round_table(area, 1)
    jane, sam = book(table, "jane"), book(table, "sam")
    decisions.cancel(event=table.event, why="Flood.", by=None, now=NOW)
    assert (again(jane).state, again(sam).state, again(sam).ended_by) == ("confirmed", "cancelled", "event")
    told = mails("booking-event-changed")
    assert [mail.to for mail in told] == ["jane@example.org", "sam@example.org"]
    assert told[0].subject.startswith("Cancelled: ")
    calendar = Calendar.from_ical(told[0].attachments[0]["content"])
    assert (calendar["METHOD"], str(calendar.events[0]["SEQUENCE"])) == ("CANCEL", "1")
    seats_are_counted(table)


# --- Reminders ---


def test_reminders_a_week_and_a_day_before_once_each(table):
    book(table)
    week, day = STARTS - 7 * DAY, STARTS - DAY
    assert [booking.remind(now) for now in (week - HOUR, week, week + HOUR, week + DAY)] == [0, 1, 0, 0]
    assert [booking.remind(now) for now in (day - HOUR, day, day + HOUR)] == [0, 1, 0]
    assert [mail.kind for mail in mails() if "reminder" in mail.kind] == ["reminder-7-days", "reminder-1-day"]


def test_a_clock_that_stood_still_for_two_days_misses_nobody(table):
    book(table)
    assert booking.remind(STARTS - 5 * DAY) == 1


def test_who_booked_since_is_not_reminded_of_what_they_have_just_read(area):
    table = make_round_table(area, 2, closes_at=STARTS)
    book(table, now=STARTS - 6 * DAY)
    assert booking.remind(STARTS - 5 * DAY) == 0
    assert booking.remind(STARTS - DAY) == 1
    book(table, "sam", now=STARTS - 20 * HOUR)
    assert booking.remind(STARTS - 19 * HOUR) == 0


def test_nobody_is_reminded_of_what_is_cancelled(table):
    booking.cancel(booking=book(table), now=NOW)
    book(table, "sam")
    type(table.event).objects.update(standing="cancelled")
    assert booking.remind(STARTS - 7 * DAY) == 0


def test_a_new_date_is_another_reminder_and_the_joining_link_comes_the_day_before(area):
    table = make_round_table(area, 1, online=1, event_joining_link="https://meet.example.org/x")
    book(table, mode="online")
    assert booking.remind(STARTS - 7 * DAY) == 1
    type(table.event).objects.update(starts_at=STARTS + DAY, ends_at=STARTS + DAY + HOUR)
    assert booking.remind(STARTS - 6 * DAY) == 1
    assert booking.remind(STARTS) == 1
    reminders = [mail for mail in mails() if "reminder" in mail.kind]
    assert ["meet.example.org" in mail.text for mail in reminders] == [False, False, True]


def test_a_new_joining_link_goes_to_all_who_were_told_the_old_one(area):
    table = make_round_table(area, 1, online=3, event_joining_link="https://meet.example.org/old")
    book(table, "jane", mode="online")
    book(table, "sam", mode="online")
    book(table, "kim")
    booking.cancel(booking=book(table, "lou", mode="online"), now=NOW)

    def change(link, now):
        event = Event.objects.get(pk=table.event_id)
        event.joining_link = link
        save_event(event=event, why="", by=None, now=now)
        return [mail.to for mail in mails("booking-joining-link") if mail.state == "waiting"]

    assert change("https://meet.example.org/newer", STARTS - 2 * DAY) == []  # the reminder will tell it
    told = ["jane@example.org", "sam@example.org"]
    assert change("https://meet.example.org/new", STARTS - HOUR) == told
    assert all("https://meet.example.org/new\n" in mail.text for mail in mails("booking-joining-link"))
    assert change("https://meet.example.org/new", STARTS) == told  # nothing new
    assert change("https://meet.example.org/newest", STARTS) == told  # instead of what had not gone out
    assert change("", STARTS) == told
    assert change("https://meet.example.org/late", STARTS + DAY) == told


def test_who_came_is_asked_once_how_it_was(table, jo):
    came, stayed_away = book(table), book(table, "sam")
    booking.check_in(booking=came, by=jo, now=STARTS)
    booking.no_show(booking=stayed_away, by=jo, now=STARTS + HOUR)
    ends = table.event.ends_at
    assert booking.ask_how_it_was(ends + 3 * HOUR) == 0  # there is no survey
    type(table).objects.update(feedback_survey="https://example.org/surveys/how-was-it/")
    assert [booking.ask_how_it_was(ends + n * HOUR) for n in (2, 3, 4, 200)] == [0, 1, 0, 0]
    (mail,) = mails("event-feedback")
    assert mail.to == "jane@example.org"
    assert "https://example.org/surveys/how-was-it/" in mail.text
    assert "/my/" not in mail.text  # the key to the booking is not in what may be passed on


def test_an_invitation_that_nobody_answers_leaves_the_place_to_whoever_waits(area, jo):
    table = make_round_table(area, 1)
    who = Details("Jane", "jane@example.org")
    until = NOW + 2 * DAY
    invited = booking.invite(round_table=table, details=who, until=until, by=jo, now=NOW)
    waits = book(table, "sam")
    assert [booking.expire_offers(now) for now in (until - HOUR, until, until + HOUR)] == [0, 1, 0]
    assert (again(invited).state, again(waits).state) == ("expired", "offered")
    assert "book again" in mails("waiting-offer-lapsed")[0].text
    assert "waiting list" not in mails("waiting-offer-lapsed")[0].text
    seats_are_counted(table)


# --- The door ---


def test_checking_in_twice_says_since_when_and_may_be_undone(table, jo):
    jane = book(table)
    with pytest.raises(booking.Refused, match="three hours before"):
        booking.check_in(booking=jane, by=jo, now=NOW)
    booking.check_in(booking=jane, by=jo, now=STARTS)
    assert booking.check_in(booking=jane, by=jo, now=AFTER).checked_in_at == STARTS
    assert booking.undo_check_in(booking=jane, by=jo, now=AFTER).state == "confirmed"
    assert [step.what for step in jane.steps.all()][-2:] == ["checked_in", "check_in_undone"]


def test_who_waits_gets_an_empty_seat_once_it_has_begun(area, jo):
    table = make_round_table(area, 1)
    jane, sam = book(table, "jane"), book(table, "sam")
    with pytest.raises(booking.NotInThatState, match="no place yet"):
        booking.check_in(booking=sam, by=jo, now=STARTS - HOUR)
    with pytest.raises(booking.WouldOverbook):
        booking.check_in(booking=sam, by=jo, now=STARTS)
    booking.cancel(booking=jane, by=jo, now=STARTS)
    assert booking.check_in(booking=sam, by=jo, now=STARTS).state == "attended"
    seats_are_counted(table)


def test_who_walks_in_takes_a_seat_and_is_counted(table, jo):
    came = booking.walk_in(round_table=table, name="Kim", organisation="Hospice", by=jo, now=STARTS)
    assert (came.state, came.name) == ("attended", "Kim")
    seats_are_counted(table)


def test_not_coming_is_recorded_and_may_be_undone(table, jo):
    jane = book(table)
    with pytest.raises(booking.Refused, match="has not begun"):
        booking.no_show(booking=jane, by=jo, now=NOW)
    assert booking.no_show(booking=jane, by=jo, now=AFTER).state == "no_show"
    assert booking.undo_no_show(booking=jane, by=jo, now=AFTER).state == "confirmed"
    seats_are_counted(table)


def test_who_came_is_written_to_the_event_and_so_to_the_ledger(table, jo):
    for who, kind in (("jane", "charity"), ("sam", "business")):
        one = book(table, who, organisation=f"{who}'s", kind=kind)
        booking.check_in(booking=one, by=jo, now=STARTS)
    assert booking.record_everywhere(AFTER) == 0
    assert booking.record_everywhere(AFTER + DAY) == 1
    assert booking.record_everywhere(AFTER + DAY) == 0
    table.event.refresh_from_db()
    assert {line.kind: line.people for line in table.event.people_by_kind.all()} == {"community": 1, "business": 1}
    assert events_held(table.site, AFTER + DAY).people == 2


# --- Access needs ---


def test_an_access_need_has_an_owner_and_is_confirmed_to_the_person_without_its_words(table, jo):
    book(table, access_need="I am deaf")
    need = booking.take_on(need=AccessNeed.objects.get(), owner=jo)
    assert (need.state, need.owner) == ("in_hand", jo)
    booking.confirm_back(need=need, answer="There will be a signer.", by=jo, now=NOW)
    (mail,) = mails("access-need-arranged")
    assert "There will be a signer." in mail.text
    assert "deaf" not in mail.text
    assert not AccessNeed.objects.unsettled().exists()
