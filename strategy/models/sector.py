"""The sectors that a strategy names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from wagtail.admin.panels import FieldPanel

from strategy.findable import LEADING, Words
from strategy.models.base import SitePage, StrategyPart, WithBody
from strategy.paging import in_parts

if TYPE_CHECKING:
    from django.http import HttpRequest


class SectorIndexPage(WithBody, SitePage):
    lists_children = True

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["strategy.StrategyPage"]
    subpage_types: ClassVar[list[str]] = ["strategy.SectorPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "list of sectors"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        parts = in_parts("sectors", SectorPage.objects.of(self), request.GET)
        return super().get_context(request, *args, **kwargs) | parts


class SectorPage(WithBody, StrategyPart):
    kind = "Sector"

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldPanel("short_title"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *WithBody.search_fields,
        Words("short_title", boost=LEADING),
    ]
    parent_page_types: ClassVar[list[str]] = ["strategy.SectorIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "sector"
