"""Asking for a place and confirming it: held, counted, once for each address, and nobody learns who comes."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from consultation.participants import consents
from consultation.participants.models import Consent, Contact, SignedLink
from consultation.round_tables import booking
from consultation.round_tables.booking import Details, Wish
from consultation.round_tables.booking.asking import MAIL_MAY_TAKE
from consultation.round_tables.models import Booking, BookingRequest, RoundTable, SeatPool
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


def steps(one):
    return [step.what for step in one.steps.all()]


def test_a_place_is_held_until_it_is_confirmed_by_the_link(table):
    held = ask(table)
    assert (held.state, held.pool.taken) == ("pending", 1)
    (mail,) = mails()
    assert (mail.kind, mail.to) == ("booking-confirm", "jane@example.org")
    assert "A place is held for you." in mail.text
    booking.confirm(request=held.request, now=NOW)
    confirmed = again(held)
    assert (confirmed.state, confirmed.confirmed_at, confirmed.held_until) == ("confirmed", NOW, None)
    assert steps(confirmed) == ["asked", "confirmed"]
    assert [mail.kind for mail in mails()] == ["booking-confirm", "booking-confirmed"]
    seats_are_counted(table)


def test_confirming_again_is_harmless(table):
    held = ask(table)
    for _ in range(3):
        booking.confirm(request=held.request, now=NOW)
    assert len(mails("booking-confirmed")) == 1
    assert steps(held) == ["asked", "confirmed"]


def test_the_hold_is_counted_from_when_the_mail_was_handed_over(table):
    held = ask(table)
    assert held.held_until == NOW + MAIL_MAY_TAKE + HOUR
    booking.hold_begins(mails()[0], NOW + HOUR / 2)
    assert again(held).held_until == NOW + HOUR / 2 + HOUR


def test_a_hold_that_nobody_confirms_gives_its_seat_back(table):
    held = ask(table)
    assert booking.expire_holds(NOW + HOUR) == 0
    later = held.held_until
    assert booking.expire_holds(later) == 1
    assert booking.expire_holds(later) == 0
    assert (again(held).state, again(held).pool) == ("expired", None)
    seats_are_counted(table)


def test_confirmed_too_late_it_gets_a_seat_if_there_is_one(table):
    held = ask(table)
    booking.expire_holds(held.held_until)
    booking.confirm(request=held.request, now=held.held_until + HOUR)
    assert again(held).state == "confirmed"
    seats_are_counted(table)


def test_confirmed_too_late_it_waits_if_the_seat_has_gone(area):
    table = make_round_table(area, 1)
    held = ask(table)
    booking.expire_holds(held.held_until)
    book(table, "sam", now=held.held_until)
    booking.confirm(request=held.request, now=held.held_until + HOUR)
    assert again(held).state == "waiting"
    assert "You are number 1 on the list" in mails("waiting-joined")[0].text


def test_of_two_for_the_last_seat_one_has_it_and_the_other_waits(area):
    table = make_round_table(area, 1)
    first, second = book(table, "jane"), book(table, "sam")
    assert (first.state, second.state, second.position) == ("confirmed", "waiting", 1)
    seats_are_counted(table)


def test_whoever_was_too_slow_is_promised_no_place(area):
    table = make_round_table(area, 1)
    seen = RoundTable.objects.prefetch_related("pools").get(pk=table.pk)  # with a free place
    book(table, "jane")
    details = Details(name="Sam", email="sam@example.org")
    request = booking.reserve(site=area, wishes=[Wish(seen, may_wait=True)], details=details, key=uuid.uuid4(), now=NOW)
    asked = request.bookings.get()
    assert (asked.state, asked.pool, steps(asked)) == ("pending", None, ["asked_to_wait"])
    (mail,) = mails("booking-confirm")[1:]
    assert "No place is free: you ask to go on the waiting list." in mail.text
    assert SignedLink.objects.filter(contact=asked.contact).count() == 1
    seats_are_counted(table)


def test_who_would_not_wait_is_refused_and_nothing_is_written(area):
    table = make_round_table(area, 0)
    with pytest.raises(booking.Full, match="is full now"):
        ask(table, may_wait=False)
    assert not Booking.objects.exists()
    assert not Contact.objects.exists()
    assert not mails()


def test_the_same_address_however_it_is_typed_has_one_booking(table):
    first = book(table, email=" Jane@Example.org ")
    key = uuid.uuid4()
    booking.reserve(
        site=table.site,
        wishes=[Wish(fresh(table))],
        details=Details("Not Jane", "JANE@example.ORG"),
        key=key,
        now=NOW,
    )
    assert list(Booking.objects.all()) == [first]
    (mail,) = mails("booking-already")
    assert first.reference in mail.text
    assert "Not Jane" not in mail.text
    assert again(first).contact.name == "Jane"


def test_what_follows_a_plus_is_another_address(table):
    assert book(table, "jane+work").pk != book(table, "jane").pk


def test_asked_again_before_it_is_confirmed_the_link_is_sent_again(table):
    first = ask(table)
    booking.reserve(
        site=table.site,
        wishes=[Wish(fresh(table))],
        details=Details("Jane", "jane@example.org"),
        key=uuid.uuid4(),
        now=NOW,
    )
    assert Booking.objects.count() == 1
    assert len(mails("booking-confirm")) == 2
    booking.confirm(request=again(first).request, now=NOW)
    assert again(first).state == "confirmed"


def test_the_database_refuses_a_second_active_booking_of_one_address(table):
    first = book(table)
    row = {name: getattr(first, name) for name in ("site", "round_table", "request", "contact", "made_at")}
    with pytest.raises(IntegrityError, match="booking_once_for_each_address"), transaction.atomic():
        Booking.objects.create(**row)


def test_the_database_refuses_one_more_than_there_are_seats(table):
    with pytest.raises(IntegrityError, match="seat_pool_not_oversold"), transaction.atomic():
        SeatPool.objects.update(taken=3)


def test_a_second_click_makes_nothing_new(table):
    given = {
        "site": table.site,
        "wishes": [Wish(fresh(table))],
        "details": Details("Jane", "jane@example.org"),
        "key": uuid.uuid4(),
        "now": NOW,
    }
    assert booking.reserve(**given) == booking.reserve(**given)
    assert (BookingRequest.objects.count(), Booking.objects.count(), len(mails())) == (1, 1, 1)


def test_several_sessions_in_one_go_are_one_mail_and_one_link(area):
    tables = [make_round_table(area, 1) for _ in range(3)]
    book(tables[2], "sam")
    request = booking.reserve(
        site=area,
        wishes=[Wish(fresh(table), may_wait=True) for table in reversed(tables)],
        details=Details("Jane", "jane@example.org"),
        key=uuid.uuid4(),
        now=NOW,
    )
    booking.confirm(request=request, now=NOW)
    assert [one.state for one in request.bookings.order_by("round_table_id")] == ["confirmed", "confirmed", "waiting"]
    to_jane = [mail for mail in mails() if mail.to == "jane@example.org"]
    assert [mail.kind for mail in to_jane] == ["booking-confirm", "booking-confirmed"]
    assert len(to_jane[1].attachments) == 2


def test_several_are_all_or_nothing(area):
    there, full = make_round_table(area, 1), make_round_table(area, 0)
    with pytest.raises(booking.Full):
        booking.reserve(
            site=area,
            wishes=[Wish(fresh(there)), Wish(fresh(full))],
            details=Details("Jane", "jane@example.org"),
            key=uuid.uuid4(),
            now=NOW,
        )
    assert there.pools.get().taken == 0


@pytest.mark.parametrize(
    ("fields", "now"),
    [
        ({"event_is_published": False}, NOW),
        ({"event_standing": "cancelled"}, NOW),
        ({"event_standing": "postponed"}, NOW),
        ({"closed_by_hand_at": NOW}, NOW),
        ({}, NOW - 8 * DAY),
        ({}, STARTS - 2 * DAY + HOUR / 12),
    ],
)
def test_booking_that_is_not_open_is_refused(area, fields, now):
    with pytest.raises(booking.NotBookable, match="not open now"):
        ask(make_round_table(area, **fields), now=now)


def test_a_page_opened_in_time_may_be_sent_within_two_minutes(table):
    assert ask(table, now=STARTS - 2 * DAY + HOUR / 60).state == "pending"


def test_online_and_in_the_room_have_seats_of_their_own(area):
    table = make_round_table(area, 1, online=1)
    assert book(table, "jane").state == "confirmed"
    assert book(table, "sam").state == "waiting"
    assert book(table, "ali", mode="online").state == "confirmed"
    with pytest.raises(booking.NoSuchMode):
        ask(make_round_table(area), mode="online")


def test_reserved_seats_are_for_their_kind_until_they_are_released(area):
    table = make_round_table(area, 0)
    reserve_seats(table, "charity", 1, released_at=NOW + DAY)
    assert book(table, "jane").state == "waiting"
    assert book(table, "sam", organisation="Food bank", kind="charity").state == "confirmed"
    other = make_round_table(area, 0)
    reserve_seats(other, "charity", 1, released_at=NOW + DAY)
    assert book(other, "jane", now=NOW + DAY).state == "confirmed"
    seats_are_counted(table, other)


def test_nobody_overtakes_who_waits(area):
    table = make_round_table(area, 1, promotion="by_hand")
    first = book(table, "jane")
    assert book(table, "sam").state == "waiting"
    booking.cancel(booking=first, now=NOW)
    assert book(table, "ali").position == 2


def test_one_organisation_has_no_more_than_its_places(area):
    table = make_round_table(area, 3, max_per_organisation=1)
    assert book(table, "jane", organisation="Leeds Beckett").state == "confirmed"
    with pytest.raises(booking.OrganisationHasItsPlaces, match="at most one person"):
        ask(table, "sam", organisation="LEEDS BECKETT Ltd", may_wait=False)
    assert book(table, "sam", organisation="The Leeds-Beckett").state == "waiting"
    assert book(table, "ali", organisation="Another").state == "offered"  # Sam is passed over
    seats_are_counted(table)


def test_what_looks_automatic_is_set_aside_and_may_be_let_in(table):
    request = booking.reserve(
        site=table.site,
        wishes=[Wish(fresh(table))],
        details=Details("Robot", "robot@example.org"),
        key=uuid.uuid4(),
        looks_automatic=True,
        now=NOW,
    )
    aside = request.bookings.get()
    assert (aside.state, aside.pool, mails()) == ("quarantined", None, [])
    booking.let_in(booking=aside, by=None, now=NOW)
    assert again(aside).is_held
    assert len(mails("booking-confirm")) == 1


def test_what_was_agreed_is_noted_when_it_is_confirmed_and_not_before(table):
    text = consents.word(site=table.site, purpose="contact-again", text="You may write to me again.")
    request = booking.reserve(
        site=table.site,
        wishes=[Wish(fresh(table))],
        details=Details("Jane", "jane@example.org"),
        key=uuid.uuid4(),
        agreed=[text],
        now=NOW,
    )
    assert not Consent.objects.exists()
    booking.confirm(request=request, now=NOW)
    assert Consent.objects.get().text == text


def test_an_unconfirmed_stranger_changes_nothing_that_is_known_of_an_address(area):
    book(make_round_table(area), "jane", name="Jane O'Connor")
    ask(make_round_table(area), "jane", name="Rude Word")
    assert Contact.objects.get().name == "Jane O'Connor"


def test_an_access_need_is_kept_beside_the_booking(table):
    one = book(table, access_need="A hearing loop", dietary="No nuts")
    assert one.access_need.words == "A hearing loop"
    assert one.dietary == ""  # no food is served
    assert "hearing loop" not in "".join(mail.text + mail.html for mail in mails())
