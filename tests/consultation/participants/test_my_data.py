"""What people do themselves with what the site holds: one link by e-mail, then read, take, correct, withdraw, erase."""

import json
import re

import pytest
from django.utils import timezone

from consultation.analysis.moderation import decide, public_answers
from consultation.participants import consents
from consultation.participants.models import Contact, Erasure, Hold, Mail
from tests.consultation.surveys.factories import GOOD, open_survey, sent
from tests.searching import where_is
from tests.strategy.factories import make_area

pytestmark = pytest.mark.django_db
ASK = "/what-we-hold/"
WORDS = "My neighbour Zebedee walks."
ANSWERS = GOOD | {
    "why": {"text": WORDS},
    "about-publishing": {"choice": "anonymous"},
    "about-name": {"text": "Philippa Quill"},
    "about-email": {"text": "pip@example.org"},
}


@pytest.fixture
def response(area):
    found = sent(open_survey(area), ANSWERS)
    Mail.objects.all().delete()
    return found


@pytest.fixture
def address(client, response):
    """Asked for with another spelling of the address, and taken from the e-mail."""
    client.post(ASK, {"email": " PIP@example.org"})
    return re.findall(r"/my/[^/]+/data/", Mail.objects.get(kind="what-we-hold").text)[0]


def test_nothing_tells_whether_an_address_is_known(client, response):
    known, unknown = client.post(ASK, {"email": "pip@example.org"}), client.post(ASK, {"email": "no@example.org"})
    assert known.content == unknown.content
    assert not known.cookies
    assert [mail.to for mail in Mail.objects.all()] == ["pip@example.org"]


@pytest.mark.parametrize("email", ["", "x", "\x00@x.y", "x" * 300 + "@x.yz", "a@b.c\nBcc: d@e.f"])
def test_a_wrong_address_is_refused_in_words(client, area, email):
    response = client.post(ASK, {"email": email})
    assert response.status_code == 200
    assert "Enter" in response.text
    assert not Mail.objects.exists()


def test_no_more_than_a_few_links_a_day(client, response):
    for _ in range(8):
        client.post(ASK, {"email": "pip@example.org"})
    assert Mail.objects.count() == 5


def test_all_of_it_is_shown_and_taken_away_and_nobody_else_sees_it(client, response, address, settings):
    page = client.get(address)
    for words in ("Philippa Quill", "pip@example.org", WORDS, response.reference, "Publish them without my name"):
        assert words in page.text
    assert page["Cache-Control"] == "no-store, private"
    assert not page.cookies
    given = json.loads(client.get(f"{address}everything.json").content)
    assert given["what we hold about you"]["contact details"][0]["name"] == "Philippa Quill"
    settings.ALLOWED_HOSTS = ["*"]
    make_area("there.localhost", "Thereshire", is_default=False)
    assert client.get(address, headers={"host": "there.localhost"}).status_code == 404
    assert client.get(f"/my/{'x' * 43}/data/").status_code == 404


def test_details_are_corrected_and_what_is_wrong_stays_as_typed(client, response, address):
    assert client.post(address, {"act": "correct", "name": "x" * 300}).status_code == 200
    client.post(address, {"act": "correct", "name": " Pip   Quill ", "phone": ""})
    assert Contact.objects.get(email="pip@example.org").name == "Pip Quill"


def test_consent_is_withdrawn_and_words_leave_the_site(client, response, address, area):
    contact = response.contact
    consents.give(contact=contact, text=consents.word(site=area, purpose="news", text="News?"), now=timezone.now())
    consent = contact.consents.get()
    decide(response=response, question="why", words=WORDS, reason="", withhold=False, by=None, now=timezone.now())
    assert public_answers(response.survey).count() == 1
    for odd in ("", "x", "\x00", "9" * 30, "²"):
        assert client.post(address, {"act": "withdraw", "consent": odd}).status_code == 200
    client.post(address, {"act": "withdraw", "consent": consent.pk})
    client.post(address, {"act": "unpublish"})
    assert not contact.consents.standing().exists()
    assert public_answers(response.survey).count() == 0


def test_looking_erases_nothing_and_the_button_all_of_it(client, response, address):
    page = client.get(f"{address}erase/")
    assert "Survey responses: 1" in page.text
    assert where_is("Quill")
    assert "It is erased" in client.post(f"{address}erase/").text
    for words in ("Philippa", "Quill", "pip@example.org", "Zebedee"):
        assert where_is(words) == []
    assert Erasure.objects.get().counts["survey responses"] == 1
    assert client.get(address).status_code == 404


def test_a_legal_hold_refuses_in_words(client, response, address, area):
    Hold.objects.create(site=area, contact=response.contact, reason="A court.")
    page = client.post(f"{address}erase/")
    assert "The law obliges us" in page.text
    assert "A court" not in page.text
    assert where_is("Quill")
