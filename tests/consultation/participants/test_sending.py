"""Mail leaves once, waits while the server is away, and gives up in the end; staff see which."""

import datetime as dt
import smtplib

import pytest
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from consultation.participants import mail
from consultation.participants.models import Mail
from consultation.participants.models.mail import MailState
from consultation.participants.sending import LOCK, WAITS, send_waiting
from tests.consultation.participants.factories import NOW, make_contact, queue_hello

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hello")]

SECOND = dt.timedelta(seconds=1)


class RefusingBackend(BaseEmailBackend):
    """A mail server that answers every mail with `error`."""

    error: Exception = ConnectionRefusedError("jane@example.org")
    tries = 0

    def send_messages(self, email_messages):
        type(self).tries += 1
        raise self.error


@pytest.fixture
def server(settings, monkeypatch):
    """server(error): from now on the mail server answers so."""
    monkeypatch.setattr(RefusingBackend, "tries", 0)

    def answer(error):
        monkeypatch.setattr(RefusingBackend, "error", error)
        settings.MAILERS = {"default": {"BACKEND": f"{__name__}.RefusingBackend"}}

    return answer


def test_it_is_sent_once_and_noted(area):
    queue_hello(area)
    assert send_waiting(NOW) == "1 sent"
    assert send_waiting(NOW) is None
    assert [letter.to for letter in outbox.outbox] == [["jane@example.org"]]
    sent = Mail.objects.get()
    assert (sent.state, sent.attempts) == (MailState.SENT, 1)
    assert NOW <= sent.handed_over_at < NOW + 5 * SECOND


def test_our_copy_of_what_was_sent_holds_no_token(area):
    """Whoever reads the table, or a backup of it, must not hold the key to what is somebody's."""
    queue_hello(area, context={"link": "https://x.example/my/secret-token/book/"})
    send_waiting(NOW)
    assert "/my/secret-token/book/" in outbox.outbox[0].body
    assert "/my/secret-token/book/" in outbox.outbox[0].alternatives[0].content
    copy = Mail.objects.get()
    assert "secret-token" not in copy.text + copy.html
    assert "/my/(hidden)/book/" in copy.text


def test_it_is_not_sent_before_its_time(area):
    queue_hello(area, not_before=NOW + 60 * SECOND)
    assert send_waiting(NOW + 59 * SECOND) is None
    assert send_waiting(NOW + 60 * SECOND) == "1 sent"


def test_while_the_server_is_away_mail_waits_longer_each_time_and_at_last_fails(area, server):
    server(ConnectionRefusedError())
    queue_hello(area)
    moment = NOW
    for wait in WAITS:
        assert send_waiting(moment) == "1 to be tried again"
        assert send_waiting(moment + wait - SECOND) is None
        moment = Mail.objects.get().next_try_at
    assert send_waiting(moment) == "1 failed"
    assert send_waiting(moment + dt.timedelta(days=30)) is None
    failed = Mail.objects.get()
    assert (failed.state, failed.last_error) == (MailState.FAILED, "The mail server cannot be reached.")


def test_a_server_that_is_away_is_asked_once_in_a_round(area, server):
    server(smtplib.SMTPServerDisconnected())
    for _ in range(5):
        queue_hello(area)
    send_waiting(NOW)
    assert RefusingBackend.tries == 1
    assert Mail.objects.filter(attempts=0).count() == 4


def test_mail_goes_out_when_the_server_is_back(area, server, settings):
    well = settings.MAILERS
    server(ConnectionRefusedError())
    queue_hello(area)
    send_waiting(NOW)
    settings.MAILERS = well
    assert send_waiting(NOW + WAITS[0] + SECOND) == "1 sent"


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"jane@example.org": (550, b"no <jane@example.org> here")}), MailState.REFUSED),
        (smtplib.SMTPRecipientsRefused({"jane@example.org": (450, b"come later")}), MailState.WAITING),
        (smtplib.SMTPDataError(554, b"this is rubbish"), MailState.REFUSED),
        (smtplib.SMTPDataError(451, b"come later"), MailState.WAITING),
        (smtplib.SMTPNotSupportedError(), MailState.REFUSED),
        # Who we are is refused, which is no fault of the reader's.
        (smtplib.SMTPSenderRefused(550, b"who are you", "us@example.org"), MailState.WAITING),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), MailState.WAITING),
        (TimeoutError(), MailState.WAITING),
        (ZeroDivisionError(), MailState.WAITING),
        (ValueError("Header values can't contain newlines"), MailState.REFUSED),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value,
)
def test_what_an_answer_of_the_server_means(area, server, error, state, caplog):
    server(error)
    queue_hello(area)
    send_waiting(NOW)
    mail_ = Mail.objects.get()
    assert mail_.state == state
    assert "jane@" not in mail_.last_error
    assert "jane@" not in caplog.text


def test_one_mail_that_cannot_be_sent_does_not_hold_up_the_others(area, server):
    server(ZeroDivisionError())
    for _ in range(3):
        queue_hello(area)
    send_waiting(NOW)
    assert RefusingBackend.tries == 3


def test_staff_may_try_again_what_failed_or_was_refused(area, server, settings):
    well = settings.MAILERS
    server(smtplib.SMTPDataError(554, b"no"))
    refused = queue_hello(area)
    assert not mail.try_again(mail=refused, now=NOW)  # it waits already
    send_waiting(NOW)
    settings.MAILERS = well
    assert mail.try_again(mail=refused, now=NOW)
    assert send_waiting(NOW) == "1 sent"
    assert not mail.try_again(mail=refused, now=NOW)


@pytest.fixture
def told(monkeypatch):
    """What a service that waits for mails of the kind "hold" was told."""
    calls = []
    monkeypatch.setattr(mail, "_when_handed_over", {})
    mail.when_handed_over("hold", lambda mail_, at: calls.append((mail_.about, at)))
    return calls


def test_a_service_is_told_when_its_mail_is_handed_over(area, told):
    contact = make_contact(area)
    queue_hello(area, kind="hold", about=contact)
    queue_hello(area, kind="other", about=contact)
    send_waiting(NOW)
    assert told == [(contact, Mail.objects.get(kind="hold").handed_over_at)]


def test_a_service_that_fails_then_does_not_send_the_mail_again(area, monkeypatch, caplog):
    monkeypatch.setattr(mail, "_when_handed_over", {})

    def fail(mail_, at):
        raise ZeroDivisionError

    mail.when_handed_over("hold", fail)
    queue_hello(area, kind="hold")
    assert send_waiting(NOW) == "1 sent"
    assert send_waiting(NOW) is None
    assert "what should follow mail" in caplog.text


def test_two_callbacks_of_one_kind_are_a_mistake(told):
    with pytest.raises(ValueError, match="Two callbacks"):
        mail.when_handed_over("hold", lambda mail_, at: None)


def test_while_another_sender_works_nothing_is_sent(area):
    queue_hello(area)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        assert send_waiting(NOW) is None
        assert not outbox.outbox
    finally:
        other.close()


def test_without_a_mail_server_each_mail_is_a_file(area, settings, tmp_path):
    folder = tmp_path / "mail"
    options = {"folder": str(folder)}
    backend = "consultation.participants.mail_folder.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    queue_hello(area)
    assert send_waiting(NOW) == "1 sent"
    Mail.objects.update(state=MailState.WAITING)  # as after a kill
    send_waiting(NOW)
    (file,) = folder.iterdir()
    assert file.suffix == ".eml"
    assert "Subject: Hello Jane" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
