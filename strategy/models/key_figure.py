"""Key figures: a number, what it measures, when and according to whom. Pages refer to them and never retype them."""

from typing import Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.models import Site

from strategy.areas import area_record
from strategy.dates import ApproximateDate, Precision, check_dates
from strategy.forms import AreaRecordForm
from strategy.panels import AreaPanel


@area_record
class KeyFigure(models.Model):
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="key_figures", verbose_name="area")
    slug = models.SlugField(max_length=60, help_text="A short name in small letters, such as size-of-economy.")
    value = models.CharField(
        max_length=30, help_text="The figure as it should read, such as £69.6bn, 1,000+ or over 300,000."
    )
    unit = models.CharField(max_length=40, blank=True, help_text="Only where the figure does not say it: hectares.")
    measures = models.CharField(max_length=160, help_text="What it is the size or number of, in a few words.")
    note = models.CharField(max_length=80, blank=True, help_text="Such as target, or estimate.")
    as_at = models.DateField(null=True, blank=True, verbose_name="as at", help_text="The day the figure is for.")
    as_at_precision = models.CharField(
        max_length=12,
        choices=Precision.choices,
        default=Precision.NOT_STATED,
        verbose_name="how exact that date is",
        help_text="A date known to the month is shown as a month.",
    )
    source = models.CharField(max_length=250, help_text="The document that says so.")

    panels: ClassVar[list[Any]] = [
        AreaPanel("site"),
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit")]),
        FieldPanel("measures"),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("as_at"), FieldPanel("as_at_precision")]),
        FieldPanel("source"),
        FieldPanel("slug"),
        HelpPanel("Pages show this figure by reference: change it here and each of them follows."),
    ]
    base_form_class = AreaRecordForm

    class Meta:
        ordering: ClassVar[list[str]] = ["slug"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["site", "slug"],
                name="key_figure_slug_unique_in_area",
                violation_error_message="Another key figure of this area has that short name. Choose a different one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.unit} {self.measures}".replace("  ", " ")

    def clean(self) -> None:
        super().clean()
        check_dates(self, ("as_at", "as_at_precision"))

    @property
    def date(self) -> ApproximateDate:
        return ApproximateDate(self.as_at, Precision(self.as_at_precision))
