"""A reading of one draft by somebody without an account, and the step of a workflow that waits for one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Lower
from wagtail.models import Page, Revision, Site, Task, TaskState
from wagtail.permissions import page_permission_policy

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Verdict(models.TextChoices):
    APPROVE = "approve", "I approve this"
    CHANGES = "changes", "I ask for changes"
    COMMENT = "comment", "I have comments only"


class ReviewQuerySet(models.QuerySet[Any]):
    def waiting(self, now: dt.datetime) -> Self:
        """Links that work at `now` and have not been used."""
        return self.filter(answered_at=None, revoked_at=None, expires_at__gt=now)

    def answered(self) -> Self:
        return self.exclude(answered_at=None)


class Review(models.Model):
    """A link to one draft, for one reader, and what the reader said. The link itself is never stored, only its hash.

    It stands for the words of the draft as they were when it was made: `fingerprint` tells whether they still are.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="reviews")
    # Old revisions may be cleared away. What was said stays; the link then has nothing to show and stops working.
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    fingerprint = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    reviewer = models.CharField(max_length=80)
    request = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    comment = models.TextField(blank=True)
    # The answer as the reader signed it.
    signed = models.CharField(max_length=80, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(ReviewQuerySet)()

    # What the page editor counts as a use of a page is a link to it; asking for a review is none.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "revision",
                Lower("reviewer"),
                condition=models.Q(revoked_at=None),
                name="review_one_link_for_reader_and_revision",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, verdict="") | ~models.Q(answered_at=None) & ~models.Q(verdict=""),
                name="review_answered_with_a_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.page.title}"

    def state_at(self, now: dt.datetime) -> str:
        """One word or two for a list: what became of the link."""
        if self.answered_at:
            return {Verdict.APPROVE: "Approved", Verdict.CHANGES: "Asks for changes"}.get(
                Verdict(self.verdict), "Commented"
            )
        if self.revoked_at:
            return "Withdrawn"
        return "Waiting" if self.expires_at > now else "Ran out"


class BoardReview(Task):
    """A step that somebody without an account approves through a review link. Those who may publish can, too.

    What a link may do here is decided in `strategy.review.links`.
    """

    class Meta:
        verbose_name = "review by link"
        verbose_name_plural = "reviews by link"

    def _may_decide(self, page: Page, user: User) -> bool:
        return bool(page.permissions_for_user(user).can_publish())

    def user_can_access_editor(self, page: Page, user: User) -> bool:
        return self._may_decide(page, user)

    def locked_for_user(self, page: Page, user: User) -> bool:
        return not self._may_decide(page, user)

    def get_actions(self, page: Page, user: User) -> list[tuple[str, str, bool]]:
        if not self._may_decide(page, user):
            return []
        return [("reject", "Request changes", True), ("approve", "Approve for the reviewer", True)]

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        states = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if user.is_superuser:
            return states
        pages = page_permission_policy.instances_user_has_permission_for(user, "publish")
        numbers = pages.annotate(number=Cast("pk", models.CharField())).order_by().values("number")
        return states.filter(workflow_state__object_id__in=numbers)

    @classmethod
    def get_description(cls) -> str:
        return "Somebody without an account reads the draft through a review link and approves it"
