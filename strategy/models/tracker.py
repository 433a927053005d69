"""The page of the tracker: the map, the table and the filters stand below what its editors say."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel

from strategy.models.base import SitePage, WithBody

# Days, where a page says nothing else.
CHECKED_EVERY = 180


class TrackerPage(WithBody, SitePage):
    lists_children = True

    checked_every = models.PositiveSmallIntegerField(
        default=CHECKED_EVERY,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        verbose_name="days until an entry counts as not checked",
        help_text="Staff see which entries nobody has compared with their source for so long.",
    )

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    settings_panels: ClassVar[list[Any]] = [FieldPanel("checked_every"), *SitePage.settings_panels]
    parent_page_types: ClassVar[list[str]] = ["strategy.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = "tracker"
