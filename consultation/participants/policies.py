"""What may be done with people's records at all; roles say by whom, area by area."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models
from wagtail.permission_policies.sites import SitePermissionPolicy
from wagtail.permissions import register_permission_policy

from consultation.participants.models import ConsentText, Contact, Erasure, Hold, Mail, Organisation


class OnlyPolicy(SitePermissionPolicy):
    """Rights by area, and nothing but `actions` for anybody, superusers included."""

    def __init__(self, model: type[models.Model], actions: Collection[str]) -> None:
        super().__init__(model)
        self.actions = frozenset(actions)

    def user_has_any_permission(self, user: Any, actions: Collection[str]) -> bool:
        possible = self.actions.intersection(actions)
        return bool(possible) and bool(super().user_has_any_permission(user, possible))

    def user_has_any_permission_for_instance(self, user: Any, actions: Collection[str], instance: Any) -> bool:
        possible = self.actions.intersection(actions)
        return bool(possible) and bool(super().user_has_any_permission_for_instance(user, possible, instance))


def register() -> None:
    for model, actions in (
        (Organisation, ("add", "change", "view")),  # merged, never deleted
        (Contact, ("change", "view")),  # made by what people send in; erased, never deleted
        (ConsentText, ("add", "view")),  # what was shown stays as it was
        (Hold, ("add", "change", "view")),  # ended, never deleted
        (Mail, ("view",)),
        (Erasure, ("view",)),
    ):
        register_permission_policy(model, OnlyPolicy(model, actions), exact_class=True)
