"""When an area should not consult, and for how long at least it should: what the publish step warns of."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from strategy.areas import area_record
from strategy.forms import AreaRecordForm
from strategy.panels import AreaPanel


@register_setting(icon="time", order=110)
class ConsultationRules(BaseSiteSetting):
    minimum_days = models.PositiveSmallIntegerField(
        default=28,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        verbose_name="days open at least",
        help_text="Whoever publishes a shorter consultation is warned.",
    )

    panels: ClassVar[list[Any]] = [FieldPanel("minimum_days")]

    class Meta:
        verbose_name = "rules for consultations"

    def __str__(self) -> str:
        return f"At least {self.minimum_days} days"


@area_record
class PreElectionPeriod(models.Model):
    """The weeks before an election, in which a public body does not consult."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="pre_election_periods", verbose_name="area")
    election = models.CharField(max_length=120, help_text="Such as “the local elections of 6 May 2027”.")
    starts_on = models.DateField(help_text="The first day of the period.")
    ends_on = models.DateField(help_text="The last day, most often that of the election.")

    base_form_class = AreaRecordForm
    panels: ClassVar[list[Any]] = [
        AreaPanel("site"),
        FieldPanel("election"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    ]

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_on"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="pre_election_ends_after_start",
                violation_error_message="The last day must be the first day or a later one.",
            )
        ]

    def __str__(self) -> str:
        return f"Before {self.election}"


def warnings(site: Site, opens_on: dt.date, closes_on: dt.date) -> list[str]:
    """What speaks against being open on these days, in words. Two queries."""
    found = [
        f"It would be open in the period before {period.election}, {_day(period.starts_on)} to {_day(period.ends_on)}. "
        "Public bodies do not consult then."
        for period in PreElectionPeriod.objects.filter(site=site, starts_on__lte=closes_on, ends_on__gte=opens_on)
    ]
    days, least = (closes_on - opens_on).days + 1, ConsultationRules.for_site(site).minimum_days
    if days < least:
        found.append(f"It would be open for {days} day{'' if days == 1 else 's'}. Your area asks for at least {least}.")
    return found


def _day(day: dt.date) -> str:
    return f"{day:%-d %B %Y}"
