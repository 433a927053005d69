"""What somebody needs to take part: kept apart from the booking, seen by few, erased soon after the event."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from wagtail.models import Site

from consultation.round_tables.choices import NeedState


class AccessNeedQuerySet(models.QuerySet[Any]):
    def unsettled(self) -> Self:
        """Not yet confirmed back to the person."""
        return self.filter(state__in=[NeedState.OPEN, NeedState.IN_HAND])

    def unerased(self) -> Self:
        return self.exclude(state=NeedState.ERASED)


class AccessNeed(models.Model):
    """A task with an owner until it is confirmed back to the person. `words` is special category data."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="access_needs", verbose_name="area")
    booking = models.OneToOneField("consultation.Booking", on_delete=models.PROTECT, related_name="access_need")
    words = models.TextField(blank=True, verbose_name="what they need")
    wants_call = models.BooleanField(default=False, verbose_name="would rather tell us by telephone")
    state = models.CharField(max_length=10, choices=NeedState.choices, default=NeedState.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(blank=True, verbose_name="what we told them")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(AccessNeedQuerySet)()

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes

    class Meta:
        verbose_name = "access need"
        ordering: ClassVar[list[str]] = ["asked_at"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(state=NeedState.ERASED) | models.Q(words="", answer=""),
                name="access_need_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"Access need {self.pk}"
