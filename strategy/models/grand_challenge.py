"""The Grand Challenges, and whether the region leads on each or contributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from strategy.findable import LEADING, Words
from strategy.models.ambition_links import AmbitionGrandChallenge
from strategy.models.base import SitePage, StrategyPart, WithBody
from strategy.models.choices import Icon, Stance
from strategy.paging import in_parts

if TYPE_CHECKING:
    from django.http import HttpRequest


class GrandChallengeIndexPage(WithBody, SitePage):
    lists_children = True

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["strategy.StrategyPage"]
    subpage_types: ClassVar[list[str]] = ["strategy.GrandChallengePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "list of Grand Challenges"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        parts = in_parts("challenges", GrandChallengePage.objects.of(self), request.GET)
        return super().get_context(request, *args, **kwargs) | parts


class GrandChallengePage(WithBody, StrategyPart):
    kind = "Grand Challenge"

    national_aim = models.CharField(
        max_length=200, blank=True, help_text="What the national strategy wants of this challenge."
    )
    stance = models.CharField(
        max_length=20,
        choices=Stance.choices,
        default=Stance.NOT_STATED,
        verbose_name="what the region does",
        help_text="Whether the region leads on this challenge or contributes to it.",
    )
    stance_reason = models.TextField(blank=True, verbose_name="why", help_text="Why it leads, or why it contributes.")
    icon = models.CharField(
        max_length=20,
        choices=Icon.choices,
        default=Icon.AI,
        help_text="A small drawing beside the title. Decoration only.",
    )

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldPanel("short_title"),
        FieldPanel("national_aim"),
        MultiFieldPanel([FieldPanel("stance"), FieldPanel("stance_reason")], heading="The region's part"),
        FieldPanel("icon"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *WithBody.search_fields,
        Words("short_title", boost=LEADING),
        Words("national_aim", boost=LEADING),
        Words("stance_reason"),
    ]
    parent_page_types: ClassVar[list[str]] = ["strategy.GrandChallengeIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "Grand Challenge"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        served_by = in_parts("served_by", AmbitionGrandChallenge.objects.serving(self), request.GET)
        return super().get_context(request, *args, **kwargs) | served_by
