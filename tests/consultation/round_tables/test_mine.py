"""The pages behind the link in the e-mail: a look changes nothing, and each button does one thing."""

import datetime as dt

import pytest
from django.utils import timezone

from consultation.round_tables import booking
from consultation.round_tables.models import Booking
from tests.consultation.round_tables.factories import again, ask, book, mails, token_in
from tests.consultation.round_tables.test_public import SOON, answers, errors, open_table, words
from tests.strategy.factories import make_tree


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def table(area):
    make_tree(area, count=1)
    return open_table(area, 1, event_title="Textiles")


@pytest.fixture
def jane(table, now):
    """Booked and confirmed; `link` is her page."""
    return book(table, "jane", now=now, organisation="Hospice")


@pytest.fixture
def token(jane):
    return token_in(mails("booking-confirmed")[0])


def url(token, one, name):
    return f"/my/{token}/{one.reference}/{name}/"


def test_a_look_shows_a_button_and_only_the_button_confirms(client, table, now):
    held = ask(table, "jane", now=now)
    page = f"/my/{token_in(mails()[0])}/places/"
    for _ in range(2):
        response = client.get(page)
        assert "Confirm your booking" in words(response)
        assert response["Cache-Control"] == "no-store, private"
        assert again(held).state == "pending"
    response = client.post(page, follow=True)
    assert "Your place is booked" in words(response)
    assert held.reference in words(response)
    assert "Your place is booked" in words(client.post(page, follow=True))
    assert len(mails("booking-confirmed")) == 1


def test_an_overlap_with_another_booking_is_pointed_out_behind_the_link_alone(client, area, jane, now):
    same = open_table(area, event_title="At the same time")
    assert "overlap" not in client.post(same.booking_url, answers(same, step="check")).text
    ask(same, "jane", now=now)
    page = f"/my/{token_in(mails()[-1])}/places/"
    assert "Two of your sessions are held at the same time" in words(client.get(page))
    client.post(page)
    assert "Two of your sessions are held at the same time" in words(client.get(page))


def test_confirmed_when_nothing_can_be_had_any_more_says_so(client, table, now):
    held = ask(table, "jane", now=now)
    booking.expire_holds(now + dt.timedelta(days=1))
    booking.close(round_table=table, by=None, now=now)
    response = client.post(f"/my/{token_in(mails()[0])}/places/")
    assert "not open now" in errors(response)
    assert again(held).state == "expired"


def test_a_wrong_link_or_another_persons_booking_is_one_and_the_same_page(client, area, jane, token, now):
    other = book(open_table(area), "sam", now=now)
    for page in ("/my/wrong/places/", url(token, other, "cancel"), url(token, other, "change")):
        response = client.post(page)
        assert (response.status_code, "This link does not work" in response.text) == (404, True)
    assert again(other).state == "confirmed"


@pytest.mark.parametrize("name", ["change", "colleague", "email", "move", "cancel", "accept", "again"])
def test_looking_at_a_page_changes_nothing(client, jane, token, name):
    before = (again(jane).state, jane.steps.count(), len(mails()))
    assert client.get(url(token, jane, name)).status_code == 200
    assert (again(jane).state, jane.steps.count(), len(mails())) == before


def test_details_are_changed(client, jane, token):
    page = client.get(url(token, jane, "change"))
    assert 'value="Hospice"' in page.text
    response = client.post(url(token, jane, "change"), {"name": "", "needs": "no"})
    assert "Enter your full name" in errors(response)
    client.post(url(token, jane, "change"), {"name": "Jane Doe", "organisation": "Hospice", "needs": "no"})
    assert (again(jane).name, again(jane).organisation.name) == ("Jane Doe", "Hospice")


def test_a_colleague_comes_instead_and_the_link_shows_nothing_more(client, jane, token):
    client.post(url(token, jane, "colleague"), {"name": "Sam", "email": "sam@example.org"})
    assert again(jane).contact.email == "sam@example.org"
    assert "Nothing is booked with this link" in words(client.get(f"/my/{token}/places/"))
    assert client.get(url(token, jane, "change")).status_code == 404


def test_a_new_address_is_used_when_its_link_is(client, jane, token):
    client.post(url(token, jane, "email"), {"email": "new@example.org"})
    page = f"/my/{token_in(mails('booking-verify-address')[0])}/address/"
    assert "Use this e-mail address" in words(client.get(page))
    assert again(jane).contact.email == "jane@example.org"
    client.post(page)
    assert again(jane).contact.email == "new@example.org"


def test_moving_to_another_session_or_onto_its_waiting_list(client, area, jane, token):
    there = open_table(area, 1, event_title="Logistics", starts_at=SOON + dt.timedelta(days=1))
    full = open_table(area, 0, event_title="Full one")
    client.post(url(token, jane, "move"), {"session": f"{full.pk}-in_person-wait"})
    assert Booking.objects.get(round_table=full).state == "waiting"
    client.post(url(token, jane, "move"), {"session": f"{there.pk}-in_person"})
    assert again(jane).round_table == there


def test_moving_when_there_is_nowhere_to_move_to_says_so(client, jane, token):
    page, nowhere = url(token, jane, "move"), "No other session can be booked now"
    assert nowhere in words(client.get(page))
    assert nowhere in errors(client.post(page, {"session": "1-online"}))
    assert again(jane).state == "confirmed"


def test_cancelling_and_booking_again(client, jane, token):
    assert "Cancel your booking" in words(client.get(url(token, jane, "cancel")))
    client.post(url(token, jane, "cancel"))
    assert again(jane).state == "cancelled"
    assert client.post(url(token, jane, "cancel")).status_code == 302
    client.post(url(token, jane, "again"))
    assert Booking.objects.active().get().state == "confirmed"


def test_an_offer_is_accepted_and_one_that_is_over_says_so(client, jane, table, now):
    sam = book(table, "sam", now=now)
    token = token_in(mails("waiting-joined")[0])
    assert "number 1 on the waiting list" in words(client.get(f"/my/{token}/places/"))
    booking.cancel(booking=jane, now=now)
    assert "Accept the place" in words(client.get(f"/my/{token}/places/"))
    client.post(url(token, sam, "accept"))
    assert again(sam).state == "confirmed"
    booking.cancel(booking=sam, now=now)
    assert "This offer is over" in words(client.get(url(token, sam, "accept")))
    assert "This offer is over" in errors(client.post(url(token, sam, "accept")))


def test_the_calendar_file(client, jane, token):
    response = client.get(f"/my/{token}/{jane.reference}/session.ics")
    assert response["Content-Type"].startswith("text/calendar")
    assert "jane" not in response.text.lower()
    assert "METHOD:PUBLISH" in response.text
