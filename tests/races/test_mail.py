"""Real senders, a real mail server, and kill -9: nothing lost, nothing stuck, no more doubles than kills."""

import asyncio
import signal
import socket
import threading
import time
from collections import Counter

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from consultation.participants.models import Mail
from consultation.participants.models.mail import MailState
from tests.consultation.participants.factories import lay_mail_templates, queue_hello
from tests.races.sending_process import send_until_nothing_waits
from tests.strategy.factories import make_area

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("hello")]

COUNT = 12
SECONDS = 60


class Inbox:
    """A mail server's memory of what it accepted; each mail takes it `delay` seconds."""

    def __init__(self):
        self.delay = 0.0
        self.accepted: Counter[str] = Counter()
        self.arrived = threading.Semaphore(0)  # released when a mail has been accepted, before the sender is told

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 — named by aiosmtpd
        self.accepted[envelope.rcpt_tos[0]] += 1
        self.arrived.release()
        await asyncio.sleep(self.delay)
        return "250 accepted"


@pytest.fixture
def inbox():
    handler = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        handler.port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def hello(settings, tmp_path):
    lay_mail_templates(settings, tmp_path)


@pytest.fixture
def waiting(db):
    """A dozen mails in the queue, due now."""
    site = make_area()
    for number in range(COUNT):
        queue_hello(site, to=f"reader-{number}@example.org", now=timezone.now())


@pytest.fixture
def start_sender(inbox, forks):
    """start_sender("unlocked") → a sender at work."""
    running = []

    def start(*arguments):
        running.append(forks.Process(target=send_until_nothing_waits, args=(inbox.port, *arguments)))
        running[-1].start()
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.join()


def finish(*senders):
    for sender in senders:
        sender.join(SECONDS)
        assert sender.exitcode == 0


def all_sent():
    return Mail.objects.filter(state=MailState.SENT).count() == COUNT


def test_a_sender_killed_in_mid_send_costs_one_double_at_most(waiting, inbox, start_sender):
    inbox.delay = 0.3
    first = start_sender()
    for _ in range(3):
        assert inbox.arrived.acquire(timeout=SECONDS)
    first.kill()  # the third mail has been accepted, and the sender does not know
    first.join()
    assert first.exitcode == -signal.SIGKILL
    assert not all_sent()
    inbox.delay = 0
    finish(start_sender())
    assert all_sent()
    assert len(inbox.accepted) == COUNT
    assert sum(inbox.accepted.values()) == COUNT + 1


def test_two_senders_double_nothing(waiting, inbox, start_sender):
    inbox.delay = 0.05
    finish(start_sender(), start_sender())
    assert all_sent()
    assert set(inbox.accepted.values()) == {1}


def test_without_the_lock_two_senders_double_mail(waiting, inbox, start_sender):
    """The control: the race is there when nothing guards against it."""
    inbox.delay = 0.2
    finish(start_sender("unlocked"), start_sender("unlocked"))
    assert max(inbox.accepted.values()) > 1


def test_what_was_queued_while_the_server_was_down_is_sent_later(waiting, inbox, start_sender):
    port, inbox.port = inbox.port, 9  # nobody listens there
    finish_now = start_sender()
    deadline = time.monotonic() + SECONDS
    while Mail.objects.filter(attempts=1).count() != COUNT and time.monotonic() < deadline:
        time.sleep(0.1)
    finish(finish_now)
    assert Mail.objects.filter(state=MailState.WAITING, attempts=1).count() == COUNT
    inbox.port = port
    Mail.objects.update(next_try_at=Mail.objects.earliest("queued_at").queued_at)  # a minute later
    finish(start_sender())
    assert all_sent()
    assert set(inbox.accepted.values()) == {1}
