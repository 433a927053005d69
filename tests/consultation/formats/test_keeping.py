"""Whoever asked for another format hears of it, and is found and forgotten with everything else about a person."""

import datetime as dt

from consultation.formats.models import FormatRequest
from consultation.participants import privacy
from consultation.participants.models import Contact, Mail
from tests.consultation.formats.test_handling import NOW, asked
from tests.strategy.factories import make_area

DAY = dt.timedelta(days=1)


def test_a_mail_says_by_when_and_repeats_nothing_that_was_typed(area):
    request = asked(area, document="Call 0900 555", name="Win a prize")
    mail = Mail.objects.get()
    assert (mail.to, mail.kind) == ("jo@example.org", "format-asked")
    for text in (mail.text, mail.html):
        assert request.reference in text
        assert "11 December 2026" in text
        assert "0900" not in text
        assert "prize" not in text


def test_without_an_address_there_is_no_mail_and_no_contact(area):
    asked(area, email="", phone="0113 496 0000")
    assert not Mail.objects.exists()
    assert not Contact.objects.exists()


def test_what_is_held_is_given_out_and_erased_and_the_request_stays(area):
    request = asked(area, email="Jo@Example.org", detail="Grade 2")
    other = asked(make_area("other.localhost", "Othershire", is_default=False))
    contact = Contact.objects.get(site=area)
    held = privacy.everything_held(contact)["requests for other formats"]
    assert held[0]["reference"] == request.reference
    assert held[0]["detail"] == "Grade 2"
    privacy.erase(contact=contact, by=None, now=NOW)
    request.refresh_from_db()
    assert (request.name, request.email, request.detail, request.erased_at) == ("", "", "", NOW)
    assert request.document == "The strategy"
    assert FormatRequest.objects.get(pk=other.pk).email == "jo@example.org"


def test_a_contact_is_kept_while_a_request_names_it_and_no_longer(area):
    request = asked(area)
    later = NOW + DAY * 60
    privacy.retention(later)
    assert Contact.objects.get().email == "jo@example.org"
    FormatRequest.objects.filter(pk=request.pk).update(email="", name="", erased_at=later)
    privacy.retention(later)
    assert not Contact.objects.known().exists()
