"""Staff hear by mail what waits for them, through the queue: a mail server that is away stops nobody's work."""

import smtplib

import pytest
from django.contrib.auth.models import User
from django.core import mail as outbox
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data

from consultation.participants.models import Mail
from consultation.participants.sending import send_waiting
from lis_site.roles import Role, make_roles
from strategy.models import StandardPage
from strategy.review.approval import Way, choose
from tests.strategy.factories import StandardPageFactory, make_area


class Away(BaseEmailBackend):
    def open(self):
        raise smtplib.SMTPServerDisconnected("not today")

    def send_messages(self, email_messages):
        self.open()


@pytest.fixture
def people(tree):
    there = make_roles(make_area("there.localhost", "Thereshire", is_default=False))
    here = make_roles(tree.site)
    found = {}
    for name, group in [*here.items(), ("stranger", there[Role.APPROVER])]:
        found[name] = User.objects.create_user(f"a-{name}", f"{name}@example.org", "x")
        found[name].groups.add(group)
    return found


@pytest.fixture
def page(tree, people):
    page = StandardPageFactory(parent=tree.home, title="Wool & <cloth>", live=False)
    page.save_revision(user=people[Role.EDITOR])
    return StandardPage.objects.get(pk=page.pk)


def send_for_approval(page, user):
    page.get_workflow().start(page, user)


def to(kind):
    return set(Mail.objects.filter(kind=kind).values_list("to", flat=True))


def test_the_approvers_of_the_area_hear_of_it_and_nobody_else(page, people):
    send_for_approval(page, people[Role.EDITOR])
    assert to("workflow-notice") == {"approver@example.org", "administrator@example.org"}
    assert outbox.outbox == []
    assert send_waiting(timezone.now()) == "2 sent"
    letter = outbox.outbox[0]
    assert "Wool & <cloth>" in letter.subject
    assert "Wool & <cloth>" in letter.body
    assert "<cloth>" not in letter.alternatives[0].content


def test_the_editor_hears_what_became_of_it(page, people):
    send_for_approval(page, people[Role.EDITOR])
    Mail.objects.all().delete()
    state = StandardPage.objects.get(pk=page.pk).current_workflow_task_state
    state.reject(user=people[Role.APPROVER], comment="Name the mill.")
    mail = Mail.objects.get()
    assert mail.to == "editor@example.org"
    assert "Name the mill." in mail.text


def test_those_who_may_make_a_link_hear_of_a_page_that_waits_for_a_reader(page, people):
    choose(page=page, way=Way.BOARD, user=people[Role.APPROVER], now=timezone.now())
    page = StandardPage.objects.get(pk=page.pk)
    send_for_approval(page, people[Role.EDITOR])
    assert to("workflow-notice") == {"approver@example.org", "administrator@example.org"}


def test_a_mail_server_that_is_away_stops_nobody(client, page, people, settings):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Away"}}
    client.force_login(people[Role.EDITOR])
    none = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    form = {"title": "Sent", "slug": "sent", "summary": "", "body": {"count": 0}, "comments": none}
    response = client.post(f"/admin/pages/{page.pk}/edit/", nested_form_data(form) | {"action-submit": "1"})
    assert response.status_code == 302
    assert StandardPage.objects.get(pk=page.pk).workflow_in_progress


@pytest.mark.parametrize("address", ["not an address", "", "a@b\nBcc: c@example.org"])
def test_an_address_that_takes_no_mail_stops_nobody(page, people, address):
    User.objects.filter(pk=people[Role.APPROVER].pk).update(email=address)
    send_for_approval(page, people[Role.EDITOR])
    assert to("workflow-notice") == {"administrator@example.org"}
