"""So many in a window and no more; who it was is written nowhere. And robots are told from people."""

import datetime as dt

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as some

from consultation.participants.bots import Verdict, WithTrap
from consultation.participants.limits import Limit, allow, allow_each, forget_old_counts
from consultation.participants.models import RateBucket, RateSalt
from tests.consultation.participants.factories import NOW

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.django_db
def test_so_many_in_a_window(django_assert_num_queries):
    assert [allow("book", "192.0.2.1", 3, HOUR, NOW) for _ in range(5)] == [True, True, True, False, False]
    assert allow("book", "192.0.2.2", 3, HOUR, NOW)
    assert allow("answer", "192.0.2.1", 3, HOUR, NOW)
    assert not allow("book", "192.0.2.1", 3, HOUR, NOW + 59 * MINUTE)
    assert allow("book", "192.0.2.1", 3, HOUR, NOW + HOUR)
    assert not allow("book", "192.0.2.3", 0, HOUR, NOW)
    with django_assert_num_queries(1):
        assert allow("book", "192.0.2.4", 3, HOUR, NOW)


@pytest.mark.django_db
def test_several_are_counted_at_once_each_to_its_own_limit(django_assert_num_queries):
    allow("warm", "up", 1, HOUR, NOW)
    both = [Limit("network", "192.0.2.1", 3), Limit("address", "jane@example.org", 1)]
    with django_assert_num_queries(1):
        assert allow_each(both, HOUR, NOW) == [True, True]
    assert allow_each(both, HOUR, NOW) == [True, False]
    assert allow_each(both[::-1], HOUR, NOW) == [False, True]
    assert allow_each(both, HOUR, NOW) == [False, False]
    assert allow("network", "jane@example.org", 1, HOUR, NOW)


@pytest.mark.django_db
def test_the_address_is_written_nowhere_and_the_secret_goes_with_its_day():
    allow("book", "192.0.2.1", 3, HOUR, NOW)
    bucket = RateBucket.objects.get()
    assert "192.0.2.1" not in bucket.key
    assert len(bucket.key) == 64
    assert forget_old_counts(NOW) is None
    assert forget_old_counts(NOW + HOUR) == "1 counts deleted"
    assert RateSalt.objects.exists()
    forget_old_counts(NOW + 14 * HOUR)  # the next day in UTC
    assert not RateSalt.objects.exists()


@pytest.mark.django_db
def test_the_same_address_has_another_key_on_another_day():
    allow("book", "192.0.2.1", 3, HOUR, NOW)
    allow("book", "192.0.2.1", 3, HOUR, NOW + 24 * HOUR)
    assert RateBucket.objects.count() == RateSalt.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["", "\x00", "\ud800", "x" * 100_000])
def test_odd_values_are_counted_like_any(odd):
    assert allow("book", odd, 1, HOUR, NOW)
    assert not allow("book", odd, 1, HOUR, NOW)


@pytest.mark.parametrize("window", [dt.timedelta(0), dt.timedelta(hours=25)])
def test_a_window_is_at_most_a_day(window):
    with pytest.raises(ValueError, match="at most a day"):
        allow("book", "x", 1, window, NOW)


class NameForm(WithTrap, forms.Form):
    name = forms.CharField()


def opened_form():
    """What a browser gets to send back."""
    return {field.html_name: field.value() or "" for field in NameForm(now=NOW)}


def verdict(data, seconds):
    form = NameForm(data | {"name": "Jane"}, now=NOW + dt.timedelta(seconds=seconds))
    assert form.is_valid()  # nobody is ever refused for it
    return form.verdict


def test_a_person_is_let_through():
    assert verdict(opened_form(), 3) is Verdict.FINE
    assert verdict(opened_form(), 24 * 3600) is Verdict.FINE


def test_robots_are_set_aside():
    assert verdict(opened_form() | {"confirm_reference": "https://spam.example"}, 60) is Verdict.QUARANTINE
    assert verdict(opened_form(), 1) is Verdict.QUARANTINE
    assert verdict({}, 60) is Verdict.QUARANTINE
    assert verdict(opened_form() | {"opened": "1:forged"}, 60) is Verdict.QUARANTINE


@given(some.text())
def test_any_seal_but_ours_is_set_aside(seal):
    assert verdict({"opened": seal}, 60) is Verdict.QUARANTINE


def test_mending_a_mistake_quickly_is_human():
    first = NameForm(opened_form(), now=NOW + dt.timedelta(seconds=20))
    assert not first.is_valid()
    shown_again = {field.html_name: field.value() or "" for field in first}
    assert verdict(shown_again, 21) is Verdict.FINE
