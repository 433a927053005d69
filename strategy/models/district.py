"""The districts of an area's footprint."""

from typing import Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Site

from strategy.areas import area_record
from strategy.forms import AreaRecordForm
from strategy.panels import AreaPanel


@area_record
class District(models.Model):
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="districts", verbose_name="area")
    name = models.CharField(max_length=80, help_text="As people there call it.")

    panels: ClassVar[list[Any]] = [AreaPanel("site"), FieldPanel("name")]
    base_form_class = AreaRecordForm

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="district_unique_in_area",
                violation_error_message="This area already has a district of that name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
