"""An indicator: a number that is measured again and again, honest about what is provisional, revised or broken."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable

from strategy.models.base import SitePage
from strategy.models.library import LibraryItemPage
from strategy.panels import LinesPanel

if TYPE_CHECKING:
    from django.http import HttpRequest


class Direction(models.TextChoices):
    UP = "up", "Higher is better"
    DOWN = "down", "Lower is better"
    NEITHER = "neither", "Neither is better"


class Standing(models.TextChoices):
    FINAL = "final", "Final"
    PROVISIONAL = "provisional", "Provisional"
    REVISED = "revised", "Revised"


class IndicatorPage(LibraryItemPage):
    """With a target it measures a commitment; without one, an outcome that the strategy watches."""

    kind = "Indicator"
    page_description = "A number that is measured again and again, with a chart, a table and a file to download."

    unit = models.CharField(max_length=40, help_text="Such as £ per hour, %, or people.")
    direction = models.CharField(
        "what is good",
        max_length=8,
        choices=Direction.choices,
        default=Direction.NEITHER,
        help_text="The page says “better” or “worse” by this.",
    )
    target = models.DecimalField(
        max_digits=14, decimal_places=3, null=True, blank=True, help_text="Empty for an outcome: it has no target."
    )
    target_year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="By when, such as 2030.")
    is_stepped = models.BooleanField(
        "drawn in steps",
        default=False,
        help_text="For a count that holds until the next event, such as decisions taken: nothing lies between two.",
    )
    next_release = models.CharField(max_length=80, blank=True, help_text="When the next number is due.")

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        *LibraryItemPage.facts_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("unit"), FieldPanel("direction")]),
                FieldRowPanel([FieldPanel("target"), FieldPanel("target_year")]),
                FieldPanel("next_release"),
                FieldPanel("is_stepped"),
            ],
            heading="What is measured",
        ),
        LinesPanel(
            "values",
            [
                FieldRowPanel([FieldPanel("on"), FieldPanel("period"), FieldPanel("value")]),
                FieldRowPanel([FieldPanel("standing"), FieldPanel("first_published_as"), FieldPanel("is_break")]),
                FieldPanel("note"),
            ],
            heading="Numbers",
            help_text="The chart needs two; the table shows them all. When a published number changes, mark it as "
            "revised and say what it was before.",
            label="number",
        ),
        FieldPanel(
            "body", heading="Below the numbers", help_text="What to know about them, if anything: text, tables, files."
        ),
        LibraryItemPage.subjects_panel,
    ]

    class Meta:
        verbose_name = "indicator"

    def clean(self) -> None:
        super().clean()
        if self.target is None and self.target_year:
            raise ValidationError({"target": "Give the target too, or leave its year empty."})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        series = self.series()
        return super().get_context(request, *args, **kwargs) | {
            "series": series,
            "latest": series[-1] if series else None,
            "leading": self.with_unit(series[-1].shown) if series else "",
            "change": self.change(series),
        }

    def with_unit(self, shown: str) -> str:
        """A number as it is read: 70%, £70 per hour, 14 partnerships."""
        if self.unit.startswith("£"):
            return f"£{shown}{self.unit[1:]}"
        return f"{shown}{'' if self.unit.startswith('%') else ' '}{self.unit}".strip()

    @property
    def files_of_data(self) -> dict[str, str]:
        """Where its numbers can be had, by media type."""
        return {"text/csv": reverse("data:indicator", args=[self.slug])}

    def series(self) -> list[Any]:
        return sorted(self.values.all(), key=lambda one: one.on)

    def change(self, series: list[Any]) -> str:
        """Better, worse or the same since the number before, by the direction stated; empty where nobody can say."""
        if len(series) < 2 or series[-1].is_break or self.direction == Direction.NEITHER:
            return ""
        now, before = series[-1].value, series[-2].value
        if now == before:
            return "the same as before"
        return "better than before" if (now > before) == (self.direction == Direction.UP) else "worse than before"


class IndicatorValue(Orderable):
    page = ParentalKey(IndicatorPage, on_delete=models.CASCADE, related_name="values")
    on = models.DateField("first day of the period", help_text="Sets the order and the place on the chart.")
    period = models.CharField(max_length=30, help_text="As it reads, such as 2019, or April to June 2019.")
    value = models.DecimalField(max_digits=14, decimal_places=3, help_text="In the unit of the page.")
    standing = models.CharField(
        max_length=12, choices=Standing.choices, default=Standing.FINAL, help_text="Shown beside the number."
    )
    first_published_as = models.DecimalField(
        "what it was before",
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Of a revised number: what had been published.",
    )
    is_break = models.BooleanField(
        "the series breaks here", default=False, help_text="Measured in another way from here on: not comparable."
    )
    note = models.CharField(max_length=250, blank=True, help_text="What to know about it, if anything.")

    class Meta(Orderable.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["page", "on"],
                name="indicator_value_once",
                violation_error_message="That day is there twice.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.shown}"

    def clean(self) -> None:
        super().clean()
        if self.first_published_as is not None and self.standing != Standing.REVISED:
            raise ValidationError({"standing": "Choose “Revised”, or leave empty what the number was before."})

    @property
    def shown(self) -> str:
        """Without the zeros that storing adds: 3.5, 1,200."""
        return _plainly(self.value)

    @property
    def marks(self) -> str:
        """What to know about the number, in words."""
        parts = [] if self.standing == Standing.FINAL else [str(Standing(self.standing).label).lower()]
        if self.first_published_as is not None:
            parts[-1:] = [f"revised from {_plainly(self.first_published_as)}"]
        parts += ["the series breaks here"] if self.is_break else []
        return ", ".join(parts)


def _plainly(number: Decimal) -> str:
    return f"{number:,.3f}".rstrip("0").rstrip(".") or "0"
