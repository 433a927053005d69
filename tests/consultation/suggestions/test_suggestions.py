"""Anyone may say that something is wrong: it is kept, answered by a reference, and dealt with by those who answer."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultation.models import Contact, Mail, Suggestion
from consultation.suggestions import keeping
from consultation.suggestions.forms import SuggestionForm
from consultation.suggestions.handling import MOST_PER_DAY, TooMany, erase_old, suggest
from lis_site.roles import Role, make_roles
from tests.strategy.factories import make_area
from tests.strategy.tracker.factories import make_partnership

FORM = "/suggest-a-correction/"
LONG_AGO = dt.datetime(2026, 1, 5, 10, tzinfo=dt.UTC)
GOOD = {
    "about": "Aside",
    "what_is_wrong": "The due date is March 2020.",
    "email": "jo@example.org",
    "name": "Jo Bloggs",
}
# The form was opened long before it is sent, as by a person.
GOOD |= {"opened": SuggestionForm(now=LONG_AGO).initial["opened"]}
ANSWERING = {Role.APPROVER, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR}


def made(area, **fields):
    given = {"about": "Aside", "what_is_wrong": "The date.", "name": "Jo Bloggs", "email": "jo@example.org"} | fields
    return suggest(site=area, now=LONG_AGO, **given)


def test_the_form_knows_the_page_or_entry_that_it_was_opened_from(client, tree):
    make_partnership(tree.site, "Aside")
    for path, title in ((tree.whole.url, tree.whole.title), ("/tracker/aside/", "Aside")):
        response = client.get(FORM, {"about": path})
        assert f'value="{title}"' in response.text
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "about", ["/no/such/", "\x00", "x" * 5000, "//evil.example/", "/tracker/", "/tracker/\x00/", "%"]
)
def test_an_odd_page_fills_in_nothing(client, tree, about):
    response = client.get(FORM, {"about": about})
    assert response.status_code == 200
    assert 'name="about" value' not in response.text


def test_a_good_one_is_stored_answered_with_a_reference_and_told_by_mail(client, tree, area):
    response = client.post(FORM, GOOD | {"about_path": "/strategy/"}, follow=True)
    stored = Suggestion.objects.get()
    assert (stored.site, stored.about_path, stored.status) == (area, "/strategy/", "new")
    assert stored.reference in response.text
    assert "Jo Bloggs" not in response.text
    assert Mail.objects.count() == 1
    assert client.get(response.redirect_chain[0][0][:-3] + "/")["Location"] == FORM


def test_nobody_need_say_who_they_are(client, tree):
    assert client.post(FORM, GOOD | {"email": "", "name": ""}).status_code == 302
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"about": ""}, "Enter the page or entry that is wrong"),
        ({"what_is_wrong": " "}, "Enter what is wrong"),
        ({"what_is_wrong": "x" * 2001}, "at most 2000 characters"),
        ({"email": "jo at example"}, "like name@example.com"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, tree, wrong, says):
    response = client.post(FORM, GOOD | {"source": "Typed with care"} | wrong)
    assert response.text.count(says) == 2  # in the summary and beside the field
    assert 'value="Typed with care"' in response.text
    assert not Suggestion.objects.exists()


def test_a_robot_is_thanked_and_held_back(client, tree):
    assert client.post(FORM, GOOD | {"confirm_reference": "spam"}).status_code == 302
    assert Suggestion.objects.get().status == "quarantined"
    assert not Mail.objects.exists()


def test_too_many_in_a_day_are_refused_in_words(area):
    for _ in range(MOST_PER_DAY):
        made(area)
    with pytest.raises(TooMany):
        made(area)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({name: st.text(max_size=300) for name in (*GOOD, "source", "about_path")}))
def test_nothing_that_is_sent_breaks_it(client, tree, fields):
    assert client.post(FORM, fields).status_code in (200, 302)


@pytest.mark.parametrize("role", Role)
def test_only_those_who_answer_see_them_and_only_of_their_area(client, area, role):
    mine, theirs = made(area), made(make_area("llep.localhost", "Othershire", is_default=False))
    user = User.objects.create_user(role, password="x")
    user.groups.add(make_roles(area)[role])
    client.force_login(user)
    names = Suggestion.snippet_viewset
    listing = client.get(reverse(names.get_url_name("list")))
    assert (mine.reference in listing.text) == (role in ANSWERING)
    assert theirs.reference not in listing.text
    assert client.get(reverse(names.get_url_name("edit"), args=[theirs.pk])).status_code in (302, 403, 404)


def test_closing_needs_words_and_is_dated(client, area):
    one = made(area)
    client.force_login(User.objects.create_superuser("admin"))
    edit = reverse(Suggestion.snippet_viewset.get_url_name("edit"), args=[one.pk])
    assert "Say what became of it." in client.post(edit, {"status": "corrected", "outcome": ""}).text
    client.post(edit, {"status": "corrected", "outcome": "Mended.", "what_is_wrong": "X"})
    one.refresh_from_db()
    assert (one.status, one.what_is_wrong) == ("corrected", "The date.")
    assert one.closed_at


def test_what_is_personal_is_told_erased_and_in_time_forgotten(area):
    one = made(area)
    contact = Contact.objects.get()
    assert list(keeping.contacts()) == [{"pk": contact.pk}]
    assert keeping.held(contact)[0]["email"] == "jo@example.org"
    assert keeping.erase(contact, LONG_AGO) == 1
    one.refresh_from_db()
    assert (one.name, one.email, one.what_is_wrong) == ("", "", "The date.")
    Suggestion.objects.update(name="Jo", erased_at=None)
    assert erase_old(LONG_AGO + dt.timedelta(days=800)) == "personal details of 1 erased"
    assert erase_old(LONG_AGO + dt.timedelta(days=800)) is None
