"""Totals of engagement as documents state them. History: shown as they stand, never added to what is recorded."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from wagtail.models import Site

from consultation.events.choices import Qualifier, Unit
from strategy.areas import area_record
from strategy.dates import ApproximateDate, Precision
from strategy.forms import AreaRecordForm


@area_record
class EngagementSnapshot(models.Model):
    """One document's totals: people, events or both, and the day of which it speaks."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="engagement_snapshots", verbose_name="area")
    people = models.PositiveIntegerField(
        null=True, blank=True, verbose_name="how many", help_text="Leave empty when the document gives no number."
    )
    people_qualifier = models.CharField(
        max_length=10, choices=Qualifier.choices, blank=True, default=Qualifier.EXACT, verbose_name="as worded"
    )
    unit = models.CharField(
        max_length=12, choices=Unit.choices, default=Unit.PEOPLE, verbose_name="people or businesses"
    )
    events = models.PositiveIntegerField(
        null=True, blank=True, help_text="Leave empty when the document gives no number of events."
    )
    events_qualifier = models.CharField(
        max_length=10, choices=Qualifier.choices, blank=True, default=Qualifier.EXACT, verbose_name="as worded"
    )
    events_are = models.CharField(
        max_length=60, default="events", verbose_name="what the events are called", help_text="In the plural."
    )
    also = models.CharField(
        max_length=200, blank=True, verbose_name="what else it counts", help_text="Such as two calls for evidence."
    )
    as_at = models.DateField(null=True, blank=True, verbose_name="as at", help_text="The day on which it was stated.")
    as_at_precision = models.CharField(
        max_length=12, choices=Precision.choices, default=Precision.NOT_STATED, verbose_name="how exact that date is"
    )
    document = models.CharField(max_length=250, help_text="The document that states it.")

    base_form_class = AreaRecordForm

    class Meta:
        ordering: ClassVar[list[Any]] = [models.F("as_at").asc(nulls_first=True), "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["site", "document"],
                name="engagement_snapshot_once_per_document",
                violation_error_message="The totals of that document are there already.",
            ),
        ]

    def __str__(self) -> str:
        """ "1,000+ people at 70+ events"."""
        people = f"{_counted(self.people, self.people_qualifier)} {self.get_unit_display()}" if self.people else ""
        events = f"{_counted(self.events, self.events_qualifier)} {self.events_are}" if self.events else ""
        return " at ".join(part for part in (people, events) if part)

    def clean(self) -> None:
        super().clean()
        if not self.people and not self.events:
            raise ValidationError({"people": "Give a number of people, a number of events, or both."})

    @property
    def date(self) -> ApproximateDate:
        return ApproximateDate(self.as_at, Precision(self.as_at_precision))


def _counted(number: int, qualifier: str) -> str:
    words = number_format(number, force_grouping=True)
    if qualifier in (Qualifier.MORE_THAN, Qualifier.OVER):
        return f"{words}+"
    return f"about {words}" if qualifier == Qualifier.ABOUT else words
