"""By what staff narrow what came and the register. They choose only from the calls of their own areas."""

from __future__ import annotations

from typing import Any

import django_filters
from wagtail.admin.filters import WagtailFilterSet
from wagtail.permissions import policy_registry

from consultation.evidence.models import CallForEvidence, EvidenceSubmission, RegisterEntry


def own_calls(request: Any) -> Any:
    if request is None:
        return CallForEvidence.objects.none()
    policy = policy_registry.get_by_type(CallForEvidence)
    return policy.instances_user_has_permission_for(request.user, "view")


class SubmissionFilterSet(WagtailFilterSet):
    call = django_filters.ModelChoiceFilter(label="Call for evidence", queryset=own_calls)

    class Meta:
        model = EvidenceSubmission
        fields: tuple[str, ...] = ("state", "channel", "is_late", "is_quarantined")


class EntryFilterSet(WagtailFilterSet):
    call = django_filters.ModelChoiceFilter(label="Call for evidence", queryset=own_calls)

    class Meta:
        model = RegisterEntry
        fields: tuple[str, ...] = ("status", "is_public", "kind")
