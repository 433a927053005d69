"""What may be done with round tables, bookings and access needs at all; roles say by whom, area by area."""

from __future__ import annotations

from wagtail.permissions import register_permission_policy

from consultation.participants.policies import OnlyPolicy
from consultation.round_tables.models import AccessNeed, Booking, RoundTable


def register() -> None:
    for model, actions in (
        (RoundTable, ("add", "change", "view")),  # closed, or its event cancelled; never deleted
        (Booking, ("change", "view")),  # made and changed by the rules alone; cancelled, never deleted
        (AccessNeed, ("change", "view")),  # erased by the clock
    ):
        register_permission_policy(model, OnlyPolicy(model, actions), exact_class=True)
