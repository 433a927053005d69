"""Who may do what with calls for evidence of their area, and with what came."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.permissions import policy_registry

from consultation.evidence.choices import Decision, State
from consultation.evidence.models import CallForEvidence, EvidenceSubmission
from consultation.participants.models import Contact

# What only somebody may decide who answers for it; the rest goes with writing the call.
_WEIGHTY = frozenset({Decision.PUBLISHED, Decision.CLOSED_EARLY})

_POSSIBLE = {
    State.DRAFT: [Decision.PUBLISHED],
    State.COMING: [Decision.EXTENDED],
    State.OPEN: [Decision.EXTENDED, Decision.CLOSED_EARLY],
    State.CLOSED: [Decision.READING, Decision.OUTCOME],
    State.READING: [Decision.OUTCOME],
    State.OUTCOME: [Decision.READING],
}


def may(user: Any, action: str, thing: Any) -> bool:
    """Whether `user` may do `action` with a record of an area."""
    policy = policy_registry.get_by_type(type(thing))
    return bool(policy.user_has_permission_for_instance(user, action, thing))


def call_or_404(user: Any, pk: int, *actions: str) -> CallForEvidence:
    """The call, if `user` may do any of `actions` with it."""
    rows = CallForEvidence.objects.select_related("site__root_page", "consultation")
    found: CallForEvidence = get_object_or_404(rows, pk=pk)
    if not any(may(user, action, found) for action in actions):
        raise Http404
    return found


def submission_or_404(user: Any, pk: int, action: str = "view") -> EvidenceSubmission:
    """The submission, if `user` may do `action` with it."""
    rows = EvidenceSubmission.objects.select_related("call__site", "organisation", "entered_by")
    found: EvidenceSubmission = get_object_or_404(rows, pk=pk)
    if not may(user, action, found):
        raise Http404
    return found


def what_may_be_decided(user: Any, call: CallForEvidence, state: State) -> list[Decision]:
    """The decisions that make sense now and that `user` may take."""
    if call.is_history:
        return []
    can_change, can_decide = may(user, "change", call), may(user, "decide", call)
    return [one for one in _POSSIBLE[state] if (can_decide if one in _WEIGHTY else can_change or can_decide)]


def may_see_names(user: Any, call: CallForEvidence) -> bool:
    """Only those who may open contacts of the area see who sent it."""
    policy = policy_registry.get_by_type(Contact)
    return bool(policy.user_has_permission_for_instance(user, "view", Contact(site=call.site)))
