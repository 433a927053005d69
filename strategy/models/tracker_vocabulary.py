"""The words that all strategies of the tracker are told in: the waves of government, and one list of themes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.models import Site

from strategy.areas import area_record
from strategy.dates import ApproximateDate, Precision, approximate, check_dates
from strategy.models.choices import Dye


@area_record
class TrackerWave(models.Model):
    """A round in which government announced strategies. Its dates hold for each strategy that states none."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="tracker_waves", verbose_name="area")
    name = models.CharField(max_length=40, help_text="Such as Wave 1.")
    slug = models.SlugField(max_length=40)
    sign = models.CharField(max_length=2, help_text="One or two letters or digits, for the tiles of the map.")
    dye = models.CharField(max_length=12, choices=Dye.choices, help_text="Its colour on the map.")
    announced_on, announced_precision = approximate("announced")
    due_on, due_precision = approximate("due")
    summary = models.CharField(max_length=250, blank=True, help_text="Who is in it, in one sentence.")
    sort_order = models.PositiveSmallIntegerField(default=0, verbose_name="place in the list")

    class Meta:
        ordering: ClassVar[list[str]] = ["sort_order", "name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["site", "slug"],
                name="tracker_wave_slug_unique",
                violation_error_message="Another wave has that short name. Choose a different one.",
            )
        ]
        verbose_name = "wave"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_dates(self, ("announced_on", "announced_precision"), ("due_on", "due_precision"))

    @property
    def announced(self) -> ApproximateDate:
        return ApproximateDate(self.announced_on, Precision(self.announced_precision))

    @property
    def due(self) -> ApproximateDate:
        return ApproximateDate(self.due_on, Precision(self.due_precision))


@area_record
class TrackerTheme(models.Model):
    """A word of the one vocabulary in which the themes of all strategies are told."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="tracker_themes", verbose_name="area")
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=60)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["site", "slug"],
                name="tracker_theme_slug_unique",
                violation_error_message="Another theme has that short name. Choose a different one.",
            )
        ]
        verbose_name = "theme"

    def __str__(self) -> str:
        return self.name
