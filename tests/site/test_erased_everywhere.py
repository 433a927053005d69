"""One person uses every service, and asks to be erased by the link they are sent: then nothing anywhere knows them."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.log_actions import log

from consultation.analysis import coding
from consultation.analysis.moderation import decide
from consultation.formats.handling import ask as ask_for_format
from consultation.models import Mail, Subscription
from consultation.participants.models import Contact, Erasure
from consultation.participants.sending import send_waiting
from consultation.subscriptions import subscribing
from consultation.suggestions.handling import suggest
from lis_site.search import entries
from tests.consultation.evidence import factories as evidence
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.consultation.round_tables.factories import book, make_round_table
from tests.consultation.surveys.factories import GOOD, NOW, open_survey, sent
from tests.searching import where_is

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Philippa Quill", "pip@example.org"
TRACES = (NAME, "Quill", EMAIL, "Zebedee")
WHO: dict[str, Any] = {"name": NAME, "email": EMAIL}


@pytest.fixture
def everywhere(tree):
    """Philippa books, answers, sends evidence, subscribes, suggests and asks for another format; staff work with it."""
    site, now = tree.site, timezone.now()
    booking = book(make_round_table(site, event_title="Wool"), "pip", **WHO, phone="0113 496 0000")
    log(instance=booking, action="wagtail.edit", title=f"Booking of {NAME}")

    words = {"text": "My neighbour Zebedee walks."}
    about = {"about-name": {"text": NAME}, "about-email": {"text": EMAIL}, "about-publishing": {"choice": "anonymous"}}
    response = sent(open_survey(site), GOOD | about | {"why": words})
    decide(response=response, question="why", words=words["text"], reason="", withhold=False, by=None, now=NOW)
    reader = User.objects.create_user("reader")
    coding.note(response=response, question="why", text=f"Is this {NAME}?", by=reader, now=NOW)

    submission = evidence.begin(evidence.make_call(site))
    file = evidence.add_file(submission, f"{NAME}.csv", f"name,said\n{NAME},Zebedee walks\n".encode())
    evidence.describe(submission=submission, item=file, given=evidence.DESCRIBED | {"author": NAME}, now=NOW)
    evidence.save_about(submission=submission, given=evidence.ABOUT | WHO, now=NOW)
    evidence.submit(submission=submission, now=NOW)

    page = ConsultationPageFactory(parent=HaveYourSayPageFactory(parent=tree.home))
    subscribing.ask(page=page, site=site, email=EMAIL, now=now)
    subscribing.confirm(subscription=Subscription.objects.get(), now=now)
    suggest(site=site, about="A page", what_is_wrong="The date.", now=now, **WHO)
    ask_for_format(site=site, now=now, document="The strategy", format="audio", **WHO)

    send_waiting(now)
    entries.catch_up(now)
    return tree


def test_whoever_asks_to_be_erased_is_nowhere_afterwards(everywhere, client, django_capture_on_commit_callbacks):
    kinds = {line.removeprefix("consultation_") for line in where_is(*TRACES)}
    known = {"booking", "contact", "response", "sentanswers", "publishedwords", "note", "evidencesubmission", "mail"}
    known |= {"evidenceitem", "suggestion", "formatrequest"}
    assert known <= kinds  # the control: it is all there, in files too
    assert [place for place in kinds if "/" in place]

    client.post("/what-we-hold/", {"email": EMAIL})
    (address,) = re.findall(r"/my/[^/]+/data/", Mail.objects.get(kind="what-we-hold").text)
    told = client.get(address).text
    for service in ("Bookings", "Survey responses", "Evidence", "Subscriptions"):
        assert service.lower() in told.lower(), service
    with django_capture_on_commit_callbacks(execute=True):  # files go once the rows are gone for good
        answer = client.post(f"{address}erase/")
    assert answer.status_code == 200
    entries.catch_up(timezone.now())

    assert where_is(*TRACES) == []
    assert Erasure.objects.get().people == 1
    assert not Contact.objects.known().exists()
    assert client.get(address).status_code == 404
