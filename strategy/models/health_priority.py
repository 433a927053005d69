"""Priorities shared with the health and care partnership, and the determinants of health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from strategy.findable import LEADING, Words
from strategy.models.ambition_links import AmbitionHealthPriority
from strategy.models.base import SitePage, StrategyPart, WithBody
from strategy.models.choices import Icon
from strategy.paging import in_parts

if TYPE_CHECKING:
    from django.http import HttpRequest


class PointBlock(blocks.StructBlock):
    """A named point with a sentence or two. The name may be left out."""

    title = blocks.CharBlock(required=False, help_text="A few words. Leave empty where the text needs no name.")
    text = blocks.TextBlock(help_text="A sentence or two.")

    class Meta:
        icon = "list-ul"
        label = "Point"
        description = "One aim or task, in a sentence or two."
        preview_template = "blocks/previews/point.html"


class SharedHealthPriorityIndexPage(WithBody, SitePage):
    lists_children = True

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["strategy.StrategyPage"]
    subpage_types: ClassVar[list[str]] = ["strategy.SharedHealthPriorityPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "list of shared health priorities"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        parts = in_parts("health_priorities", SharedHealthPriorityPage.objects.of(self), request.GET)
        return super().get_context(request, *args, **kwargs) | parts


class SharedHealthPriorityPage(WithBody, StrategyPart):
    kind = "Shared health priority"

    partner = models.CharField(max_length=160, blank=True, help_text="The partner that shares it.")
    shared_with = models.CharField(
        max_length=160, blank=True, verbose_name="partner's document", help_text="The strategy of the partner."
    )
    icon = models.CharField(
        max_length=20,
        choices=Icon.choices,
        default=Icon.HEART,
        help_text="A small drawing beside the title. Decoration only.",
    )
    aims = StreamField([("point", PointBlock())], blank=True, help_text="What the partners want to reach.")
    joint_areas = StreamField(
        [("point", PointBlock())], blank=True, verbose_name="areas for joint development", help_text="What to do first."
    )

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldPanel("short_title"),
        MultiFieldPanel([FieldPanel("partner"), FieldPanel("shared_with")], heading="Shared with"),
        FieldPanel("aims"),
        FieldPanel("joint_areas"),
        FieldPanel("body"),
        FieldPanel("icon"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *WithBody.search_fields,
        Words("short_title", boost=LEADING),
        Words("aims", boost=LEADING),
        Words("joint_areas"),
        Words("partner"),
        Words("shared_with"),
    ]
    parent_page_types: ClassVar[list[str]] = ["strategy.SharedHealthPriorityIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "shared health priority"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        served_by = in_parts("served_by", AmbitionHealthPriority.objects.serving(self), request.GET)
        return super().get_context(request, *args, **kwargs) | served_by


class DeterminantBlock(blocks.StructBlock):
    """One thing that shapes people's health, and the pages of the strategy that bear on it."""

    name = blocks.CharBlock(help_text="Such as work, housing or clean air.")
    text = blocks.TextBlock(required=False, help_text="How it shapes people’s health, in a sentence or two.")
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(label="Page"),
        required=False,
        label="Where the strategy acts",
        help_text="Pages of the strategy that bear on it.",
    )

    class Meta:
        icon = "list-ul"
        label = "Determinant"
        description = "One thing that shapes people’s health, and where the strategy acts on it."
        preview_template = "blocks/previews/determinant.html"


class HealthDeterminantsPage(WithBody, SitePage):
    determinants = StreamField([("determinant", DeterminantBlock())], blank=True, help_text="In order.")

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldPanel("body"),
        FieldPanel("determinants"),
    ]
    search_fields: ClassVar[list[Any]] = [*WithBody.search_fields, Words("determinants")]
    parent_page_types: ClassVar[list[str]] = ["strategy.StrategyPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "determinants of health"
