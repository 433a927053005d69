"""At the door: found by name, reference or code; in, out again, twice; walk-ins; the list on paper."""

import datetime as dt
import re

import pytest
import segno
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from consultation.round_tables import booking
from consultation.round_tables.models import Booking, RoundTable
from consultation.round_tables.tickets import arrival_address, square_code
from tests.consultation.round_tables.desk import add, said, table_in, url
from tests.consultation.round_tables.factories import DAY, HOUR, seats_are_counted

pytestmark = pytest.mark.django_db

SOON = HOUR / 2


@pytest.fixture
def today(area):
    """A session that begins in half an hour, with two seats, one of them Ann's."""
    table = table_in(area, starts_in=SOON)
    add(table, "Ann Ash", organisation="Oak Ltd")
    return table


def door(officer, table, **given):
    return officer.post(url(RoundTable, "door", table.pk), given, follow=True)


def found(officer, table, words):
    page = officer.get(url(RoundTable, "door", table.pk), {"q": words}).text
    return re.findall(r"<strong>([A-Z][a-z]+ [A-Z][a-z]+)</strong>\s*<div>", page)


def test_people_are_found_by_name_organisation_and_reference(officer, today):
    ann, ben = Booking.objects.get(), add(today, "Ben Birch")
    assert found(officer, today, "") == ["Ann Ash", "Ben Birch"]
    assert found(officer, today, "ash") == ["Ann Ash"]
    assert found(officer, today, "oak an") == ["Ann Ash"]
    assert found(officer, today, ben.reference) == ["Ben Birch"]
    assert found(officer, today, ben.reference.replace("-", "").lower()) == ["Ben Birch"]
    assert found(officer, today, "nobody") == []
    assert ann.reference in officer.get(url(RoundTable, "door", today.pk)).text


def test_in_twice_and_out_again(officer, today):
    ann = Booking.objects.get()
    assert re.search(r"Ann Ash is in, at \d\d:\d\d\.", said(door(officer, today, booking=ann.pk)))
    at = timezone.localtime(Booking.objects.get().checked_in_at)
    earlier = at - dt.timedelta(minutes=7)
    Booking.objects.update(checked_in_at=earlier)
    assert f"Ann Ash is already in, at {earlier:%H:%M}." in said(door(officer, today, booking=ann.pk))
    page = officer.get(url(RoundTable, "door", today.pk)).text
    assert f"In since {earlier:%H:%M}" in page
    assert "1 of 1 are in." in page
    assert "Ann Ash is not in any more." in said(door(officer, today, booking=ann.pk, undo="1"))
    assert Booking.objects.get().state == "confirmed"
    assert [step.what for step in ann.steps.all()] == ["added", "checked_in", "check_in_undone"]
    assert ann.steps.last().by is not None


def test_nobody_is_checked_in_days_before_or_at_another_session(officer, area, today):
    far = table_in(area, starts_in=3 * DAY)
    cat = add(far, "Cat Cedar")
    assert "Check-in opens three hours before the start." in said(door(officer, far, booking=cat.pk))
    assert door(officer, today, booking=cat.pk).status_code == 404
    assert door(officer, today, booking="1" * 30).status_code == 404


def test_somebody_who_waits_gets_an_empty_seat_once_it_has_begun(officer, area):
    table = table_in(area, 2, starts_in=-HOUR / 2)
    add(table, "Ann Ash")
    ben = add(table, "Ben Birch", waits=True)
    assert found(officer, table, "ben") == ["Ben Birch"]
    assert "Ben Birch is in" in said(door(officer, table, booking=ben.pk))
    seats_are_counted(table)


def test_a_walk_in_past_the_seats_needs_a_tick_and_a_reason(officer, today):
    assert "Cat is in, without a booking." in said(door(officer, today, name="Cat", mode="in_person"))
    full = door(officer, today, name="Dee", organisation="Elm", mode="in_person")
    assert "has no free seat" in full.text
    assert 'value="Elm"' in full.text
    done = door(officer, today, name="Dee", organisation="Elm", mode="in_person", beyond_the_seats="on", why="Chair")
    assert "Dee is in" in said(done)
    assert today.pools.get().over == 1
    seats_are_counted(today)


def test_the_code_on_a_phone_leads_to_the_button_and_looking_changes_nothing(officer, today):
    ann = Booking.objects.get()
    place = reverse(Booking.snippet_viewset.get_url_name("arrival"), args=[ann.reference])
    assert arrival_address(ann) == f"{ann.site.root_url}{place}"
    page = officer.get(place).text
    assert "Ann Ash" in page
    assert Booking.objects.get().state == "confirmed"
    assert "Ann Ash is in" in said(officer.post(place, {"booking": ann.pk}, follow=True))
    assert "In since" in officer.get(place).text
    assert "is already in" in said(officer.post(place, {"booking": ann.pk}, follow=True))
    assert officer.get(url(Booking, "arrival", "RAAA-AAAA")).status_code == 404


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(client, today):
    place = url(Booking, "arrival", Booking.objects.get().reference)
    response = client.get(place)
    assert response.status_code == 302
    assert response["Location"].endswith(f"login/?next={place}")


def test_the_code_is_drawn_without_styles_and_says_its_reference(today):
    ann = Booking.objects.get()
    drawn = Template("{% load tickets %}{% door_code booking %}").render(Context({"booking": ann}))
    assert drawn == square_code(ann)
    assert f'aria-label="Code to show at the door: {ann.reference}"' in drawn
    assert "style" not in drawn
    modules = segno.make(arrival_address(ann), error="m").symbol_size()[0]
    assert f'width="{modules * 5}"' in drawn


def test_the_list_on_paper_tells_nothing_but_who_comes(officer, area):
    table = table_in(area, 5, starts_in=SOON, has_catering=True)
    add(
        table, "Ann Ash", organisation="Oak", phone="01234", dietary="Nuts", access_need="A ramp", brings_companion=True
    )
    add(table, "Ben Birch", waits=True)
    gone = add(table, "Cat Cedar")
    booking.cancel(booking=gone, by=None, now=timezone.now() - 5 * HOUR)
    page = officer.get(url(RoundTable, "door_list", table.pk)).text
    assert "Ann Ash" in page
    assert "Oak" in page
    for secret in ("01234", "Nuts", "ramp", "interpreter", "ann@example.org", "Ben Birch", "Cat Cedar"):
        assert secret not in page, secret
