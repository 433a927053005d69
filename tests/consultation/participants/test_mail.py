"""Mail is queued with the change that caused it, in words that no header can be broken by."""

import email
import email.policy

import pytest
from django.db import transaction

from consultation.participants import mail
from consultation.participants.models import Mail
from consultation.participants.models.mail import MailState
from strategy.models import AreaSettings
from tests.consultation.participants.factories import NOW, make_contact, queue_hello

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello")]


def as_received(queued):
    return email.message_from_bytes(mail.message(queued).message().as_bytes(), policy=email.policy.default)


def test_text_and_html_say_the_same_with_the_area_and_why(area):
    AreaSettings.objects.filter(site=area).update(contact_phone="0113 496 1234", contact_email="us@example.org")
    queued = queue_hello(
        area, context={"name": "Jane <O'Connor>", "link": "https://x.example/?a=1&b=2"}, why="You get this because."
    )
    assert queued.subject == "Hello Jane <O'Connor>"
    for words in ("Testshire", "Dear Jane <O'Connor>,", "https://x.example/?a=1&b=2", "0113 496 1234", "because."):
        assert words in queued.text
    for words in ("Dear Jane &lt;O&#x27;Connor&gt;,", "https://x.example/?a=1&amp;b=2", "us@example.org", "because."):
        assert words in queued.html
    assert "{" not in queued.text
    assert "\n\n\n" not in queued.text


def test_the_headers_that_machines_look_at(area):
    AreaSettings.objects.filter(site=area).update(contact_email="us@example.org")
    received = as_received(queue_hello(area, unsubscribe_url="https://x.example/stop"))
    assert received["To"] == "jane@example.org"
    assert received["From"] == "Testshire <no-reply@localhost.example>"
    assert received["Reply-To"] == "us@example.org"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["List-Unsubscribe"] == "<https://x.example/stop>"
    assert [part.get_content_type() for part in received.iter_parts()] == ["text/plain", "text/html"]


def test_the_message_id_is_the_same_at_every_try(area):
    queued = queue_hello(area)
    first, second = as_received(queued)["Message-ID"], as_received(Mail.objects.get())["Message-ID"]
    assert first == second == queued.message_id


def test_an_attachment_goes_along(area):
    calendar = mail.Attachment("place.ics", 'text/calendar; charset="utf-8"', "BEGIN:VCALENDAR\r\n")
    received = as_received(queue_hello(area, attachments=[calendar]))
    (attached,) = received.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("place.ics", "text/calendar")
    assert "BEGIN:VCALENDAR" in attached.get_content()


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n", "\x00", "\x0b", "\u2028", "\x85"])
def test_no_line_break_gets_into_a_header(area, break_):
    with pytest.raises(mail.MailRefused):
        queue_hello(area, context={"name": f"Jane{break_}Bcc: all@example.org"})
    with pytest.raises(mail.MailRefused):
        queue_hello(area, to=f"jane@example.org{break_}Bcc: all@example.org")
    with pytest.raises(mail.MailRefused):
        queue_hello(area, unsubscribe_url=f"https://x.example{break_}Bcc: all@example.org")
    assert not Mail.objects.exists()


@pytest.mark.parametrize("address", ["", "jane", "jane@", "a@example.org, b@example.org", "Jane <jane@example.org>"])
def test_what_is_not_one_address_is_refused(area, address):
    with pytest.raises(mail.MailRefused):
        queue_hello(area, to=address)


def test_it_is_queued_with_the_change_that_caused_it(area):
    with transaction.atomic():
        queue_hello(area)
        transaction.set_rollback(True)
    assert not Mail.objects.exists()


def test_under_one_name_it_is_queued_once(area):
    first = queue_hello(area, once="reminder/booking/12")
    assert queue_hello(area, once="reminder/booking/12") == first
    assert queue_hello(area, once="reminder/booking/13") != first
    assert queue_hello(area) != queue_hello(area)


def test_queueing_costs_two_queries(area, django_assert_num_queries):
    contact = make_contact(area)
    queue_hello(area, to=contact, about=contact)  # content types and sites are remembered
    with django_assert_num_queries(2):
        queue_hello(area, to=contact, about=contact)


def test_what_waits_about_a_thing_can_be_taken_back(area):
    contact = make_contact(area)
    reminder, other = queue_hello(area, about=contact, kind="reminder"), queue_hello(area, about=contact)
    assert mail.drop(about=contact, kinds=["reminder"], now=NOW) == 1
    reminder.refresh_from_db()
    other.refresh_from_db()
    assert (reminder.state, other.state) == (MailState.DROPPED, MailState.WAITING)


def test_a_mail_is_named_without_its_reader(area):
    assert "jane" not in str(queue_hello(area)).lower()
