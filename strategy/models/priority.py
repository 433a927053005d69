"""Priorities: the themes that a strategy's ambitions stand under."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel

from strategy.findable import LEADING, Words
from strategy.models.base import SitePage, StrategyPart, WithBody
from strategy.models.choices import Icon
from strategy.paging import in_parts

if TYPE_CHECKING:
    from django.http import HttpRequest


class PriorityIndexPage(WithBody, SitePage):
    lists_children = True

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["strategy.StrategyPage"]
    subpage_types: ClassVar[list[str]] = ["strategy.PriorityPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "list of priorities"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        priorities = PriorityPage.objects.of(self).annotate(
            ambition_count=models.Count("ambitions", filter=models.Q(ambitions__live=True, ambitions__retired_on=None))
        )
        return super().get_context(request, *args, **kwargs) | in_parts("priorities", priorities, request.GET)


class PriorityPage(WithBody, StrategyPart):
    kind = "Priority"

    icon = models.CharField(
        max_length=20,
        choices=Icon.choices,
        default=Icon.THREAD,
        help_text="A small drawing beside the title. Decoration only.",
    )

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldPanel("short_title"),
        FieldPanel("body"),
        FieldPanel("icon"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *WithBody.search_fields,
        Words("short_title", boost=LEADING),
    ]
    parent_page_types: ClassVar[list[str]] = ["strategy.PriorityIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "priority"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from strategy.models.ambition import AmbitionPage
        from strategy.models.foundation import drafts_carried_on_by

        return super().get_context(request, *args, **kwargs) | {
            **in_parts("ambitions", AmbitionPage.objects.under(self).with_status(), request.GET),
            "carries_on": drafts_carried_on_by(self),
        }
