"""What stops an erasure, and what is left of one."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.models import Site


class HoldQuerySet(models.QuerySet[Any]):
    def standing(self, day: dt.date) -> Self:
        """Not yet over on `day`."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=day), ended_at=None)

    def of_activity(self, activity: models.Model) -> Self:
        return self.filter(activity_type=ContentType.objects.get_for_model(activity), activity_id=activity.pk)


class Hold(models.Model):
    """A legal hold: what it is about is not erased, neither on request nor when its time is over.

    It is about one person, or about one activity (a round table, a survey).
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="holds", verbose_name="area")
    contact = models.ForeignKey(
        "consultation.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="holds"
    )
    activity_type = models.ForeignKey(
        ContentType, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    activity_id = models.BigIntegerField(null=True, blank=True, editable=False)
    activity = GenericForeignKey("activity_type", "activity_id")
    reason = models.CharField(max_length=250, help_text="Why, without names: staff will read it where it stops them.")
    until = models.DateField(null=True, blank=True, help_text="The last day. Leave empty if it is not known.")
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    placed_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Fill this in to end the hold early.")

    objects: ClassVar[Any] = models.Manager.from_queryset(HoldQuerySet)()

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes

    class Meta:
        verbose_name = "legal hold"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(contact__isnull=False, activity_type=None, activity_id=None)
                | models.Q(contact=None, activity_type__isnull=False, activity_id__isnull=False),
                name="hold_is_about_one_thing",
                violation_error_message="A hold is about one person or one activity.",
            ),
        ]

    def __str__(self) -> str:
        return f"Hold {self.pk}"

    def clean(self) -> None:
        if self.contact is None and self.activity_type_id is None:
            raise ValidationError({"contact": "Choose the contact whose details must be kept."})


class Erasure(models.Model):
    """That something was erased, when and by whom: counts, and nothing of the person."""

    class Reason(models.TextChoices):
        REQUEST = "request", "Asked for"
        RETENTION = "retention", "Its time was over"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="erasures", verbose_name="area")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    activity = models.CharField(max_length=120, blank=True)  # "round table 3": kind and number, no title
    people = models.PositiveIntegerField()
    counts = models.JSONField()  # {"bookings": 2, …}

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"Erasure {self.pk}"
