"""What feedback registers when the app is ready: its part of the golden thread, and what may be done with a row."""

from __future__ import annotations

from wagtail.permissions import register_permission_policy

from consultation.feedback.listing import YOU_SAID
from consultation.feedback.models import FeedbackRow
from consultation.participants.policies import OnlyPolicy
from strategy.thread import register_part


def register() -> None:
    # A row is corrected, never deleted: people have read it, or were written to.
    policy = OnlyPolicy(FeedbackRow, ("add", "change", "view", "publish"))
    register_permission_policy(FeedbackRow, policy, exact_class=True)
    register_part(YOU_SAID)
