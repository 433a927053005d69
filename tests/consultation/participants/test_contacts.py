"""The same address in one area is the same contact; consent keeps the words that were agreed to."""

import pytest
from django.db import IntegrityError, transaction

from consultation.participants import consents, contacts
from consultation.participants.models import Consent, ConsentText, Contact
from consultation.participants.organisations import find_or_make
from tests.consultation.participants.factories import NOW, make_contact
from tests.strategy.factories import make_area


def test_an_address_is_found_again_in_its_area(area):
    first = make_contact(area, " Jane@Example.org ")
    assert first.email == "jane@example.org"
    assert make_contact(area, "jane@example.ORG") == first
    assert make_contact(area, "jane+leeds@example.org") != first
    there = make_area("there.localhost", "Thereshire", is_default=False)
    assert make_contact(there, "jane@example.org") != first


def test_what_is_given_replaces_what_was_known_and_the_rest_stays(area):
    wool = find_or_make(site=area, name="Wool")
    make_contact(area)
    again = contacts.remember(
        site=area, email="jane.oconnor@example.org", name="Jane\n Smith", organisation=wool, now=NOW
    )
    assert (again.name, again.phone, again.organisation) == ("Jane Smith", "0113 496 0000", wool)


def test_a_contact_is_named_without_its_details(area):
    contact = make_contact(area)
    assert str(contact) == f"Contact {contact.pk}"


def test_two_contacts_of_one_address_cannot_be(area):
    make_contact(area, "a@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(site=area, email="a@example.org", made_at=NOW, seen_at=NOW)


def test_other_words_are_the_next_version(area):
    first = consents.word(site=area, purpose="news", text="Write to me.")
    assert consents.word(site=area, purpose="news", text="Write to me.") == first
    second = consents.word(site=area, purpose="news", text="Write to me once a month.")
    assert (first.version, second.version) == (1, 2)
    assert consents.current_text(area, "news") == second
    assert consents.word(site=area, purpose="photos", text="Take my picture.").version == 1


def test_words_that_were_shown_never_change(area):
    text = consents.word(site=area, purpose="news", text="Write to me.")
    text.text = "Sell my address."
    with pytest.raises(TypeError):
        text.save()
    assert ConsentText.objects.get().text == "Write to me."


def test_consent_is_given_once_and_withdrawn_in_every_version(area):
    contact = make_contact(area)
    first = consents.word(site=area, purpose="news", text="Write to me.")
    second = consents.word(site=area, purpose="news", text="Write to me once a month.")
    consents.give(contact=contact, text=first, now=NOW)
    consents.give(contact=contact, text=first, now=NOW)
    consents.give(contact=contact, text=second, now=NOW)
    assert Consent.objects.standing().count() == 2
    assert consents.withdraw(contact=contact, site=area, purpose="news", now=NOW) == 2
    assert not Consent.objects.standing().exists()
    consents.give(contact=contact, text=second, now=NOW)
    assert Consent.objects.count() == 3
