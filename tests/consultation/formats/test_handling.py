"""What becomes of a request: stored, limited, held back, closed, forgotten."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.formats.handling import MOST_PER_DAY, WORKING_DAYS, TooManyRequests, ask, due_on, erase_old
from consultation.formats.models import FormatRequest, RequestStatus
from tests.strategy.factories import make_area

NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def asked(area, **fields):
    given_fields = {"document": "The strategy", "format": "braille", "name": "Jo Bloggs", "email": "jo@example.org"}
    return ask(site=area, **({"now": NOW} | given_fields | fields))


def test_the_promise_is_fifteen_working_days():
    assert due_on(dt.date(2026, 11, 23)) == dt.date(2026, 12, 14)  # Monday to Monday, three weeks on
    assert due_on(dt.date(2026, 11, 20)) == due_on(dt.date(2026, 11, 22)) == dt.date(2026, 12, 11)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)))
def test_the_promised_day_is_a_working_day_and_so_many_after(day):
    promised = due_on(day)
    between = (day + DAY * n for n in range(1, (promised - day).days + 1))
    assert sum(one.weekday() < 5 for one in between) == WORKING_DAYS
    assert promised.weekday() < 5


def test_a_request_is_new_and_says_nothing_of_the_person(area):
    request = asked(area)
    assert (request.status, request.due_on) == (RequestStatus.NEW, dt.date(2026, 12, 11))
    assert "Jo" not in str(request)
    assert "jo@" not in str(request)
    assert request.reference in str(request)


def test_one_contact_may_ask_so_often_in_a_day_and_again_the_next(area):
    for _ in range(MOST_PER_DAY):
        asked(area)
    with pytest.raises(TooManyRequests, match="Ask again tomorrow"):
        asked(area, email="JO@example.org")
    asked(area, email="somebody.else@example.org")
    asked(area, email="", phone="0113 496 0000")
    asked(area, now=NOW + DAY * 1.1)
    asked(make_area("other.localhost", "Othershire", is_default=False))


def test_what_looks_automatic_is_kept_but_held_back_and_counts_against_nobody(area):
    for _ in range(MOST_PER_DAY + 2):
        assert asked(area, looks_automatic=True).status == RequestStatus.QUARANTINED
    asked(area)


def close(request, days_ago, status="sent"):
    request.status = status
    request.closed_at = NOW - DAY * days_ago
    request.save()


def test_personal_details_go_six_months_after_closing_and_the_count_stays(area):
    old, recent, waiting = asked(area), asked(area), asked(area, detail="Large, please", phone="0113")
    close(old, 181)
    close(recent, 179)
    assert erase_old(NOW) == "personal details of 1 erased"
    old.refresh_from_db()
    assert [getattr(old, name) for name in FormatRequest.PERSONAL] == [""] * len(FormatRequest.PERSONAL)
    assert (old.document, old.format, old.status, old.erased_at) == ("The strategy", "braille", "sent", NOW)
    for kept in (recent, waiting):
        kept.refresh_from_db()
        assert kept.name == "Jo Bloggs"
    assert FormatRequest.objects.count() == 3
    assert erase_old(NOW) is None


def test_what_was_held_back_goes_after_a_month_and_nothing_stays_because_nobody_closed_it(area):
    held = asked(area, looks_automatic=True, now=NOW - DAY * 31)
    forgotten = asked(area, now=NOW - DAY * 721)
    erase_old(NOW)
    for request in (held, forgotten):
        request.refresh_from_db()
        assert request.email == ""


def test_overdue_is_what_is_open_past_its_day(area):
    late, done, soon = asked(area, now=NOW - DAY * 60), asked(area, now=NOW - DAY * 60), asked(area)
    close(done, 1)
    assert list(FormatRequest.objects.overdue(NOW.date())) == [late]
    assert not done.is_overdue
    assert soon in FormatRequest.objects.open()


def test_every_field_about_a_person_is_erased():
    """A new field must be named here as personal or as not."""
    impersonal = {"id", "site", "reference", "document", "about_path", "format", "status", "declined_because"}
    impersonal |= {"asked_at", "due_on", "closed_at", "erased_at"}
    assert {field.name for field in FormatRequest._meta.fields} == impersonal | set(FormatRequest.PERSONAL)
