"""The list and the form: what people read, what they may not learn, and what is sent once."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.events import decisions
from consultation.participants import bots
from consultation.round_tables import booking
from consultation.round_tables.models import Booking
from tests.consultation.round_tables.factories import book, mails, make_round_table
from tests.strategy.factories import make_tree

SOON = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0) + dt.timedelta(days=21)


@pytest.fixture
def now():
    return timezone.now()


def open_table(site, seats=5, **fields):
    fields = {"opens_at": timezone.now() - dt.timedelta(days=1), "starts_at": SOON} | fields
    return make_round_table(site, seats, **fields)


@pytest.fixture
def table(area):
    make_tree(area, count=1)
    return open_table(area, event_title="Textiles", event_slug="textiles")


def answers(*tables, **given):
    opened = bots._SEAL.sign(f"{timezone.now().timestamp() - 60:.0f}")
    sent: dict[str, Any] = {
        "name": "Jane O’Connor",
        "email": "jane@example.org",
        "needs": "no",
        "opened": opened,
        "step": "send",
    }
    sent |= {"sessions": [f"{table.pk}-in_person" for table in tables], "key": str(uuid.uuid4())}
    return sent | given


def post(client, table, *others, **given):
    return client.post(table.booking_url, answers(table, *others, **given))


def words(response):
    return " ".join(BeautifulSoup(response.text, "html.parser").main.get_text(" ").split())


def errors(response):
    page = BeautifulSoup(response.text, "html.parser")
    assert page.title.get_text().startswith("Error: ")
    summary = page.select_one(".error-summary")
    ids = {tag["id"] for tag in page.find_all(id=True)}
    assert all(link["href"][1:] in ids for link in summary.select("a")), summary
    return " ".join(summary.get_text(" ").split())


# --- The list ---


def test_places_stand_in_bands_and_never_as_a_number(client, area, table):
    open_table(area, 2, event_title="Few left")
    full = open_table(area, 0, event_title="None left")
    response = client.get("/round-tables/")
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    shown = words(response)
    assert "Few places left" in shown
    assert "Full: join the waiting list" in shown
    assert "Places available" in shown
    assert full.booking_url in response.text
    assert not re.search(r"\d+ places? left", shown)


@pytest.mark.parametrize("number", [5, 200])
def test_the_list_costs_at_most_twelve_queries(client, area, table, number):
    for _ in range(number):
        open_table(area, 3)
    client.get("/round-tables/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/round-tables/")
    assert len(queries) <= 12


def test_the_list_is_fresh_until_the_next_turn(client, area):
    open_table(area, closes_at=timezone.now() + dt.timedelta(seconds=20))
    response = client.get("/round-tables/")
    assert int(re.findall(r"max-age=(\d+)", response["Cache-Control"])[0]) <= 20


def test_the_page_of_an_event_leads_to_booking(client, table):
    response = client.get(table.event.get_absolute_url())
    assert table.booking_url in response.text
    assert "Places available" in words(response)


def test_nothing_of_another_area_is_shown_or_booked(client, area, table):
    from tests.strategy.factories import make_area

    other = open_table(make_area("other.localhost", "Other", is_default=False), event_title="Elsewhere")
    assert "Elsewhere" not in client.get("/round-tables/").text
    assert client.get(other.booking_url).status_code == 404
    assert "One of the sessions cannot be booked" in errors(post(client, table, other))


def test_the_page_of_what_is_called_off_names_others_with_places(
    client, area, table, now, django_assert_max_num_queries
):
    off = open_table(area, event_title="Called off")
    open_table(area, 0, event_title="Full one")
    decisions.cancel(event=off.event, why="The hall is flooded.", by=None, now=now)
    client.get(off.event.get_absolute_url())  # warm
    with django_assert_max_num_queries(12):
        shown = words(client.get(off.event.get_absolute_url()))
    assert "You can book these instead Textiles , " in shown
    assert "Full one" not in shown


# --- The form ---


def test_from_form_to_check_to_the_same_page_for_everybody(client, table):
    form = client.get(table.booking_url)
    assert "5 places left" in words(form)
    checked = post(client, table, step="check")
    assert "Nothing is booked yet." in words(checked)
    assert not Booking.objects.exists()
    first = post(client, table)
    assert (first.status_code, first.url.startswith("/round-tables/asked/")) == (302, True)
    book_again = post(client, table)
    page, again = client.get(first.url), client.get(book_again.url)
    assert words(page) == words(again)
    assert "jane" not in page.text.lower()
    assert Booking.objects.count() == 1


def test_who_is_booked_already_gets_the_same_page_and_another_mail(client, area, table, now):
    one = Booking.objects.get(pk=book(table, "jane", now=now).pk)
    response = post(client, table)
    assert response.status_code == 302
    assert Booking.objects.get() == one
    assert [mail.kind for mail in mails()][-1] == "booking-already"


def test_a_change_keeps_the_answers_and_puts_the_focus_there(client, table):
    page: Any = BeautifulSoup(post(client, table, step="change-email", role="Nurse").text, "html.parser")
    assert page.find(id="id_email").has_attr("autofocus")
    assert page.find(id="id_email")["value"] == "jane@example.org"
    assert page.find(id="id_role")["value"] == "Nurse"
    assert page.find("input", {"name": "sessions", "checked": True})


@pytest.mark.parametrize("name", ["needs", "sessions"])
def test_of_several_choices_the_first_takes_the_focus(client, table, name):
    page: Any = BeautifulSoup(post(client, table, step=f"change-{name}").text, "html.parser")
    assert [box["id"] for box in page.find_all("input", autofocus=True)] == [f"id_{name}_0"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": " "}, "Enter your full name"),
        ({"email": ""}, "Enter your e-mail address"),
        ({"email": "jane"}, "in the right form, like name@example.com"),
        ({"sessions": []}, "Choose at least one session"),
        ({"sessions": ["77-in_person"]}, "cannot be booked any more"),
        ({"needs": "tell"}, "Tell us what you need"),
        ({"needs": "tell", "access_need": "A lift"}, "Tick that we may use"),
        ({"needs": "ring"}, "Enter a telephone number"),
        ({"name": "x" * 121}, "must be 120 characters or fewer"),
    ],
)
def test_each_mistake_is_named_and_what_was_typed_stays(client, table, given, says):
    response = post(client, table, **({"role": "Nurse"} | given))
    assert says in errors(response)
    assert 'value="Nurse"' in response.text
    assert not Booking.objects.exists()


def test_a_session_that_fills_up_meanwhile_names_the_nearest_other(client, area, table):
    near = open_table(area, event_title="Logistics", starts_at=SOON + dt.timedelta(days=1))
    open_table(area, event_title="Far", starts_at=SOON + dt.timedelta(days=9))
    booking.resize(round_table=table, mode="in_person", capacity=0, by=None, now=timezone.now())
    other = open_table(area, event_title="Other", starts_at=SOON + dt.timedelta(days=5))
    response = post(client, table, other, role="Nurse")
    said = errors(response)
    assert "is full now" in said
    assert 'value="Nurse"' in response.text
    page = BeautifulSoup(response.text, "html.parser")
    assert [box["value"] for box in page.select('[name="sessions"][checked]')] == [f"{other.pk}-in_person"]
    assert f"The nearest with places: “{near.event.title}”" in said
    assert f'value="{table.pk}-in_person-wait"' in response.text
    sent = post(client, table, sessions=[f"{table.pk}-in_person-wait"])
    assert sent.status_code == 302
    assert not Booking.objects.get().is_held


def test_the_second_click_of_who_had_the_last_seat_is_not_told_that_it_is_full(client, area, table):
    last = open_table(area, 1)
    sent = answers(last)
    assert client.post(last.booking_url, sent).status_code == 302
    assert client.post(last.booking_url, sent).status_code == 302
    assert "is full now" in errors(post(client, last, email="sam@example.org"))


def test_sessions_that_overlap_are_pointed_out_and_may_be_booked(client, area, table):
    other = open_table(area, event_title="At the same time")
    checked = post(client, table, other, step="check")
    assert "Two of these are held at the same time" in words(checked)
    post(client, table, other)
    assert Booking.objects.count() == 2


def test_a_page_sent_after_booking_closed_is_refused_and_keeps_the_answers(client, table, now):
    booking.close(round_table=table, by=None, now=now)
    assert "Booking has closed since you opened the form" in words(post(client, table, role="Nurse"))
    assert "You cannot book this now" in words(client.get(table.booking_url))
    open_table(table.site)
    response = post(client, table, role="Nurse")
    assert "cannot be booked any more" in errors(response)
    assert 'value="Nurse"' in response.text


def test_a_robot_gets_the_same_page_and_no_seat(client, table):
    assert post(client, table, confirm_reference="yes").status_code == 302
    assert Booking.objects.get().state == "quarantined"
    assert not mails()


def test_one_address_is_written_to_only_so_often(client, table):
    for _ in range(9):
        assert post(client, table).status_code == 302
    assert len(mails()) == 6


def test_a_whole_office_may_book_and_a_flood_is_stopped(client, table, monkeypatch):
    from consultation.round_tables.views import public

    monkeypatch.setattr(public, "_PER_SENDER", 3)
    codes = [post(client, table, email=f"p{n}@example.org").status_code for n in range(4)]
    assert codes == [302, 302, 302, 429]


def test_no_page_of_the_form_is_kept_or_listed(client, table):
    for response in (client.get(table.booking_url), post(client, table, step="check")):
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
