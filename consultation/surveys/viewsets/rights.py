"""Who may do what with a survey of their area."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.permissions import policy_registry

from consultation.participants.models import Contact
from consultation.surveys.choices import Decision, State
from consultation.surveys.models import Survey

# What only somebody may decide who answers for it; the rest goes with building.
_WEIGHTY = frozenset({Decision.CLOSED_EARLY, Decision.REOPENED})

_POSSIBLE = {
    State.COMING: [Decision.EXTENDED, Decision.PAUSED],
    State.OPEN: [Decision.EXTENDED, Decision.PAUSED, Decision.CLOSED_EARLY],
    State.PAUSED: [Decision.RESUMED, Decision.EXTENDED, Decision.CLOSED_EARLY],
    State.CLOSED: [Decision.ANALYSING, Decision.OUTCOME, Decision.REOPENED],
    State.ANALYSING: [Decision.OUTCOME, Decision.REOPENED],
    State.OUTCOME: [Decision.ANALYSING, Decision.REOPENED],
}


def may(user: Any, action: str, thing: Any) -> bool:
    """Whether `user` may do `action` with a record of an area."""
    policy = policy_registry.get_by_type(type(thing))
    return bool(policy.user_has_permission_for_instance(user, action, thing))


def survey_or_404(user: Any, pk: int, *actions: str) -> Survey:
    """The survey, if `user` may do any of `actions` with it."""
    rows = Survey.objects.select_related("site__root_page", "version", "consultation")
    found: Survey = get_object_or_404(rows, pk=pk)
    if not any(may(user, action, found) for action in actions):
        raise Http404
    return found


def what_may_be_decided(user: Any, survey: Survey, state: State) -> list[Decision]:
    """The decisions that make sense now and that `user` may take."""
    if survey.is_history:
        return []
    can_change, can_decide = may(user, "change", survey), may(user, "decide", survey)
    return [one for one in _POSSIBLE.get(state, []) if (can_decide if one in _WEIGHTY else can_change or can_decide)]


def may_see_names(user: Any, survey: Survey) -> bool:
    """Only those who may open contacts of the area see who answered."""
    policy = policy_registry.get_by_type(Contact)
    return bool(policy.user_has_permission_for_instance(user, "view", Contact(site=survey.site)))
