"""People's data: found, given out, erased on request and on time; the counts stay."""

import pytest

from consultation.participants import privacy
from consultation.participants.models import Contact, Hold
from consultation.round_tables import booking
from consultation.round_tables.booking import needs
from consultation.round_tables.keeping import erase_nameless
from consultation.round_tables.models import AccessNeed, Booking
from tests.consultation.round_tables.factories import (
    DAY,
    HOUR,
    NOW,
    STARTS,
    again,
    book,
    make_round_table,
    seats_are_counted,
)

ENDED = STARTS + 2 * HOUR
OVER = ENDED + 181 * DAY


@pytest.fixture
def jane(area):
    table = make_round_table(area, 1, has_catering=True)
    return book(table, organisation="Hospice", role="Nurse", access_need="A lift", dietary="No nuts")


def test_a_person_reads_all_that_is_held_about_them(jane):
    (held,) = privacy.everything_held(jane.contact)["bookings"]
    assert held["name"] == "Jane"
    assert held["access need"] == "A lift"
    assert held["kept until"] == "10 November 2030"


def test_erased_on_request_the_place_goes_to_somebody_else_and_the_counts_stay(jane):
    sam = book(jane.round_table, "sam")
    privacy.erase(contact=jane.contact, by=None, now=NOW)
    gone = again(jane)
    assert (gone.name, gone.role, gone.dietary, gone.organisation, gone.state) == ("", "", "", None, "cancelled")
    assert AccessNeed.objects.get().words == ""
    assert again(sam).state == "offered"
    assert "Jane" not in repr(gone) + str(gone)
    assert Booking.objects.count() == 2
    seats_are_counted(jane.round_table)


def test_past_bookings_are_erased_on_time_and_still_counted(jane):
    booking.check_in(booking=jane, by=None, now=STARTS)
    privacy.retention(OVER - 2 * DAY)
    assert again(jane).name == "Jane"
    assert [note.people for note in privacy.retention(OVER, dry_run=True) if "round table" in note.activity] == [1]
    assert again(jane).name == "Jane"
    privacy.retention(OVER)
    assert (again(jane).name, again(jane).state) == ("", "attended")
    assert Contact.objects.get().erased_at == OVER
    assert again(jane).round_table.pools.get().taken == 1


def test_access_needs_go_earlier(jane):
    assert needs.erase_old(ENDED + 14 * DAY - HOUR) is None
    assert needs.erase_old(ENDED + 14 * DAY + HOUR) == "1 access needs erased"
    assert needs.erase_old(ENDED + 14 * DAY + HOUR) is None
    assert (AccessNeed.objects.get().words, again(jane).name) == ("", "Jane")


def test_who_has_no_address_is_erased_on_time_but_for_a_hold(area):
    table = make_round_table(area, 1)
    came = booking.walk_in(round_table=table, name="Kim", by=None, now=STARTS)
    hold = Hold.objects.create(site=area, activity=table, reason="A complaint")
    assert erase_nameless(OVER) is None
    hold.delete()
    assert erase_nameless(OVER) == "1 bookings without an address erased"
    assert again(came).name == ""
