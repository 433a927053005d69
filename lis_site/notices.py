"""Wagtail's notices about workflows, queued like all our mail: in the transaction of the change, and sent by the clock.

Wagtail sends them while the editor waits, and fails with the mail server. Here a notice waits for the server instead.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.admin import mail as wagtail_mail
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from consultation.participants import mail
from strategy.areas import area_of_page
from strategy.models import BoardReview

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)

_WHY = "You get this because you work on this website. Choose which messages you get in your account there."


class _Queued:
    """In the place of sending: one mail in the queue for each person, about a page of an area."""

    def send_emails(
        self, template_set: Mapping[str, str], context: dict[str, Any], recipients: Iterable[User], **kwargs: Any
    ) -> bool:
        site = area_of_page(context["object"]) if isinstance(context["object"], Page) else None
        if site is None:
            return False
        queued = [self._queue(template_set, context | {"user": person}, site, person) for person in recipients]
        return all(queued)

    @staticmethod
    def _queue(template_set: Mapping[str, str], context: dict[str, Any], site: Any, person: User) -> bool:
        words = {
            "notice_subject": " ".join(render_to_string(template_set["subject"], context).split()),
            "words": render_to_string(template_set["text"], context).strip(),
        }
        template, now = "lis_site/mail/notice", timezone.now()
        try:
            mail.queue(
                site=site, to=person.email, template=template, context=words, kind="workflow-notice", why=_WHY, now=now
            )
        except mail.MailRefused:
            logger.warning("the address of the account %s takes no mail", person.pk)
            return False
        return True


class TaskSubmitted(_Queued, wagtail_mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    """To the approvers of a step."""


class ReaderAwaited(_Queued, wagtail_mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    """To those who may make a review link, when a page begins to wait for its reader."""

    def can_handle(self, instance: TaskState, **kwargs: Any) -> bool:
        return isinstance(instance, TaskState) and isinstance(instance.task.specific, BoardReview)

    def get_recipient_users(self, task_state: TaskState, **kwargs: Any) -> Any:
        page = task_state.workflow_state.content_object
        people = page_permission_policy.users_with_permission_for_instance("publish", page)
        sender = kwargs.get("user")
        return people.exclude(pk=sender.pk) if sender else people

    def get_template_base_prefix(self, instance: TaskState, **kwargs: Any) -> str:
        return "task_state_"


class WorkflowSubmitted(_Queued, wagtail_mail.WorkflowStateSubmissionEmailNotifier):
    """To superusers."""


class WorkflowApproved(_Queued, wagtail_mail.WorkflowStateApprovalEmailNotifier):
    """To whoever sent the page."""


class WorkflowRejected(_Queued, wagtail_mail.WorkflowStateRejectionEmailNotifier):
    """To whoever sent the page."""


# Under the names of Wagtail's own, which they replace. Kept here, because a signal holds its receivers weakly.
_NOTICES = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification", TaskSubmitted()),
    (task_submitted, TaskState, "reader_awaited_email_notification", ReaderAwaited()),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification", WorkflowSubmitted()),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification", WorkflowApproved()),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification", WorkflowRejected()),
)


def queue_notices() -> None:
    """Called when the app is ready, before or after Wagtail's."""
    for signal, sender, name, notifier in _NOTICES:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(notifier, sender=sender, dispatch_uid=name)
