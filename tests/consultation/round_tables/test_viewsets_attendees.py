"""People who have booked, as staff see them: found, added, changed, written to, one by one and several at once."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from consultation.participants.models import Mail
from consultation.round_tables import booking
from consultation.round_tables.models import AccessNeed, Booking, RoundTable
from lis_site.roles import Role
from tests.consultation.round_tables.desk import add, said, staff_of, table_in, url
from tests.consultation.round_tables.factories import ask, mails, seats_are_counted

pytestmark = pytest.mark.django_db


def act(officer, one, action, **given):
    return officer.post(url(Booking, "act", one.pk, action), given, follow=True)


def state(one):
    return Booking.objects.get(pk=one.pk).state


def at_once(officer, action, *bookings, **given):
    """Tick `bookings`, or all of the listing, and press the button."""
    place = reverse("wagtail_bulk_action", args=["consultation", "booking", action])
    ids = "&".join(f"id={one.pk}" for one in bookings) or "id=all"
    query = given.pop("query", "")
    return officer.post(f"{place}?{ids}&next={url(Booking, 'list')}{query}", given, follow=True)


def test_the_list_is_narrowed_by_session_state_and_words(officer, area):
    table, other = table_in(area), table_in(area)
    add(table, "Ann Ash", organisation="Oak Ltd")
    add(table, "Ben Birch", waits=True)
    add(other, "Cat Cedar")

    def names(**query):
        page = officer.get(url(Booking, "list"), query).text
        return [name for name in ("Ann Ash", "Ben Birch", "Cat Cedar") if name in page]

    assert names() == ["Ann Ash", "Ben Birch", "Cat Cedar"]
    assert names(round_table=table.pk) == ["Ann Ash", "Ben Birch"]
    assert names(round_table=table.pk, state="confirmed") == ["Ann Ash"]
    assert names(q="oak") == ["Ann Ash"]
    assert names(q="cat@example") == ["Cat Cedar"]
    assert names(q=Booking.objects.get(name="Ben Birch").reference) == ["Ben Birch"]
    Mail.objects.filter(to="ben@example.org").update(state="refused", last_error="550 no such person")
    assert names(mail="refused") == ["Ben Birch"]


def test_what_became_of_each_email_is_said(officer, area):
    one = add(table_in(area), "Ann")
    Mail.objects.update(state="refused", last_error="550 no such person")
    assert "Refused" in officer.get(url(Booking, "list")).text
    assert "Refused: 550 no such person" in officer.get(url(Booking, "inspect", one.pk)).text


def test_confirming_for_somebody_on_the_telephone_is_theirs_in_the_log(officer, area):
    asked = ask(table_in(area), "jane", now=timezone.now())
    assert ">Confirm</a>" in officer.get(url(Booking, "inspect", asked.pk)).text
    act(officer, asked, "confirm")
    assert state(asked) == "confirmed"
    page = officer.get(url(Booking, "inspect", asked.pk)).text
    assert f"<td>Confirmed</td><td>{Role.EVENTS_OFFICER}-{area.pk}</td>" in page
    assert "cannot be done with this booking now" in act(officer, asked, "confirm").text


def test_adding_by_hand_past_the_seats_needs_a_tick_and_a_reason(officer, area):
    table = table_in(area, 0)
    place = url(RoundTable, "add_person", table.pk)
    form = {"name": "Jane Smith", "email": "jane@example.org", "mode": "in_person", "access_need": "Large print"}
    refused = officer.post(place, form)
    assert "has no free seat of that kind" in refused.text
    assert 'value="Jane Smith"' in refused.text
    assert "Say why." in officer.post(place, form | {"beyond_the_seats": "on"}).text
    done = officer.post(place, form | {"beyond_the_seats": "on", "why": "Speaks"}, follow=True)
    added = Booking.objects.get()
    assert f"Jane Smith: confirmed, {added.reference}." in said(done)
    assert AccessNeed.objects.get().words == "Large print"
    assert "already has a booking" in officer.post(place, form | {"waits": "on"}).text
    seats_are_counted(table)


def test_an_invitation_keeps_a_place_until_it_is_answered(officer, client, area):
    table = table_in(area, 1)
    place, until = url(RoundTable, "invite", table.pk), timezone.now() + dt.timedelta(days=1)
    form = {"name": "Jane Smith", "email": "jane@example.org", "mode": "in_person", "until": f"{until:%Y-%m-%d} 10:00"}
    late = table.event.starts_at + dt.timedelta(days=1)
    assert "before the event starts" in officer.post(place, form | {"until": f"{late:%Y-%m-%d} 10:00"}).text
    assert "Jane Smith is invited" in said(officer.post(place, form, follow=True))
    invited = Booking.objects.get()
    assert (invited.state, invited.pool.taken) == ("offered", 1)
    assert "has no free seat" in officer.post(place, form | {"email": "sam@example.org"}).text
    assert "already has a booking" in officer.post(place, form).text
    (mail,) = mails("booking-invited")
    (token,) = set(re.findall(r"/my/([^/]+)/places/", mail.text))
    assert "A place is kept for you until" in client.get(reverse("round_tables:mine", args=[token])).text
    client.post(reverse("round_tables:accept", args=[token, invited.reference]))
    assert state(invited) == "confirmed"
    seats_are_counted(table)


def test_an_administrator_is_not_asked_for_needs_they_may_not_see(client, area):
    client.force_login(staff_of(area, Role.ADMINISTRATOR))
    table = table_in(area)
    place = url(RoundTable, "add_person", table.pk)
    assert "access_need" not in client.get(place).text
    client.post(place, {"name": "Jane", "mode": "in_person", "access_need": "Large print"})
    assert not AccessNeed.objects.exists()


def test_the_waiting_list_is_ordered_and_places_given_by_hand(officer, area):
    table = table_in(area, 1, promotion="by_hand")
    seated = add(table, "Ann")
    first, second = (add(table, name, waits=True) for name in ("Ben", "Cat"))
    assert "Say why" not in act(officer, second, "order", priority="5", why="A speaker").text
    assert Booking.objects.get(pk=second.pk).position == 1
    assert "has no free seat" in act(officer, second, "give-place").text
    act(officer, seated, "cancel", why="Ill")
    act(officer, second, "give-place")
    assert (state(seated), state(first), state(second)) == ("cancelled", "waiting", "confirmed")
    seats_are_counted(table)


def test_moving_shows_only_coming_sessions_of_the_area(officer, area, there):
    table, other, theirs = table_in(area), table_in(area, event_title="Other here"), table_in(there, event_title="Far")
    one = add(table, "Ann")
    page = officer.get(url(Booking, "act", one.pk, "move")).text
    assert "Other here" in page
    assert "Far," not in page
    assert "Select a valid choice" in act(officer, one, "move", to=theirs.pk).text
    act(officer, one, "move", to=other.pk, why="Asked to")
    assert Booking.objects.get().round_table_id == other.pk
    seats_are_counted(table, other)


def test_details_address_and_colleague(officer, area):
    one = add(table_in(area), "Ann")
    act(
        officer,
        one,
        "details",
        name="Anne  Ash",
        organisation="Oak",
        kind="business",
        phone="01234",
        access_need="Ramp",
    )
    one.refresh_from_db()
    assert (one.name, one.organisation.kind, one.access_need.words) == ("Anne Ash", "business", "Ramp")
    act(officer, one, "email", email="anne@example.org")
    assert Booking.objects.get().email == "anne@example.org"
    assert (
        "That is the address the booking has already."
        in act(officer, one, "colleague", name="A", email="anne@example.org").text
    )
    act(officer, one, "colleague", name="Bob", email="bob@example.org")
    assert (Booking.objects.get().name, Booking.objects.get().email) == ("Bob", "bob@example.org")
    assert not AccessNeed.objects.exists()


def test_a_message_to_all_of_some_kind_says_how_many_first(officer, area):
    table = table_in(area)
    add(table, "Ann")
    add(table, "Ben", email="")
    add(table, "Cat", waits=True)
    place = url(RoundTable, "message", table.pk)
    page = officer.get(place).text
    assert "Everybody who means to come, or waits: 2" in page
    assert "Those with a confirmed place: 1" in page
    done = officer.post(place, {"who": "confirmed", "subject": "Bring a pen", "words": "<b>Please</b>"}, follow=True)
    assert "One e-mail is queued." in said(done)
    (mail,) = mails("booking-message")
    assert (mail.to, "&lt;b&gt;Please" in mail.html) == ("ann@example.org", True)
    assert Booking.objects.get(name="Ann").steps.last().what == "written_to"


def test_several_at_once_and_the_reasons_of_those_refused(officer, area):
    table = table_in(area, 2)
    ann, ben, cat = add(table, "Ann"), add(table, "Ben"), add(table, "Cat", waits=True)
    dee = add(table, "Dee", waits=True)
    place = reverse("wagtail_bulk_action", args=["consultation", "booking", "cancel"])
    assert officer.get(f"{place}?id={ann.pk}&id=abc").status_code == 404  # no row can have it
    page = officer.get(f"{place}?id={ann.pk}&id={ben.pk}&id=999999998&id=999999999").text
    assert "2 of those you ticked" in page
    done = at_once(officer, "give-place", cat, dee)
    assert f"{cat.reference}: " in said(done)
    assert "no free seat" in said(done)
    done = at_once(officer, "cancel", ann, ben, why="Two too many")
    assert "Cancel: 2 of 2 done." in said(done)
    assert {state(ann), state(ben)} == {"cancelled"}
    seats_are_counted(table)


def test_all_of_the_listing_means_what_the_filters_show(officer, area):
    table, other = table_in(area, 1), table_in(area)
    ann, ben, cat = add(table, "Ann"), add(table, "Ben", waits=True), add(other, "Cat")
    at_once(officer, "cancel", why="x", query=f"&round_table={table.pk}&state=waiting")
    assert [state(one) for one in (ann, ben, cat)] == ["confirmed", "cancelled", "confirmed"]
    at_once(officer, "cancel", why="x", query="&q=cat")
    assert [state(one) for one in (ann, cat)] == ["confirmed", "cancelled"]


def test_several_are_written_to_confirmed_moved_and_noted_as_absent(officer, area):
    table, other = table_in(area, 3), table_in(area, 1)
    ann, ben = add(table, "Ann"), add(table, "Ben")
    asked = ask(table, "cat", now=timezone.now())
    at_once(officer, "confirm", asked, ann)
    assert state(asked) == "confirmed"
    at_once(officer, "message", ann, ben, subject="Hello", words="See you")
    assert len(mails("booking-message")) == 2
    done = at_once(officer, "move", ann, ben, to=other.pk)
    assert "Move: 1 of 2 done." in said(done)
    assert "is full now" in said(done)
    assert "The session has not begun." in said(at_once(officer, "did-not-come", ben))
    seats_are_counted(table, other)


def test_a_need_has_an_owner_and_is_settled_when_the_person_knows(officer, area, there):
    one = add(table_in(area), "Ann", access_need="A hearing loop")
    need = one.access_need
    stranger = staff_of(there)
    assert "Access needs not settled: 1" in officer.get(url(RoundTable, "inspect", one.round_table_id)).text
    place = url(AccessNeed, "take_on", need.pk)
    assert stranger.username not in officer.get(place).text
    assert "Select a valid choice" in officer.post(place, {"owner": stranger.pk}).text
    me = officer.session["_auth_user_id"]
    officer.post(place, {"owner": me})
    need.refresh_from_db()
    assert (need.state, need.owner_id) == ("in_hand", int(me))
    back = url(AccessNeed, "confirm_back", need.pk)
    assert "This field is required" in officer.post(back, {"answer": "  "}).text
    officer.post(back, {"answer": "The room has one."})
    need.refresh_from_db()
    assert need.state == "confirmed"
    (mail,) = mails("access-need-arranged")
    assert "The room has one." in mail.text
    assert "hearing loop" not in mail.text


ODD = {
    "NUL": "a\x00b",
    "markup": '"><script>alert(1)</script>',
    "formula": "=1+1",
    "right to left": "\u202eevil\u2066",
    "emoji": "🧶👩‍👩‍👧",
    "combining": "a" + "\u0301" * 2000,
    "a megabyte": "x" * 1_000_000,
    "lines": "a\r\nBcc: all@example.org\v\f\x85",
    "a number": "99999999999999999999",
    "nothing": "   ",
}


@pytest.mark.parametrize(("turn", "odd"), list(enumerate(ODD.values())), ids=ODD)
def test_nothing_typed_breaks_a_form(officer, area, turn, odd):
    table = table_in(area)
    one = add(table, "Ann", access_need="x")
    every = ("name", "organisation", "role", "phone", "why", "subject", "words", "answer", "title", "q", "access_need")
    other = ("email", "kind", "mode", "to", "priority", "capacity", "released_at", "day", "start", "end", "opens_at")
    form = dict.fromkeys([*every, *other, "closes_at", "what", "who", "owner", "booking"], odd)
    # Everywhere; only where words belong; or with enough that is right to get past the form. In turn, for speed.
    sent = (form, dict.fromkeys(every, odd), form | {"email": "a@example.org", "mode": "in_person"})[turn % 3]
    without = {name: value for name, value in sent.items() if name != "booking"}
    for name in ("seats", "closing", "call_off", "copy", "add_person", "invite", "message", "door", "export"):
        assert officer.post(url(RoundTable, name, table.pk), without).status_code < 500, name
    assert officer.post(url(RoundTable, "door", table.pk), {"booking": odd}).status_code in (400, 404)
    for action in ("message", "order", "move", "email", "colleague", "details", "cancel"):
        assert officer.post(url(Booking, "act", one.pk, action), without).status_code < 500, action
    for name in ("take_on", "confirm_back"):
        assert officer.post(url(AccessNeed, name, one.access_need.pk), without).status_code < 500, name
    for action in ("message", "cancel", "give-place", "move"):
        assert at_once(officer, action, one, **without).status_code < 500, action
    if len(odd) < 5000:
        for place in (url(RoundTable, "door", table.pk), url(Booking, "list"), url(RoundTable, "list")):
            assert officer.get(place, {"q": odd, "state": odd, "round_table": odd}).status_code in (200, 400), place
    assert booking.why_nobody(table, timezone.now()) is not None
