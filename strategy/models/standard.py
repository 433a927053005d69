"""A page of text, for whatever has no kind of its own."""

from typing import Any, ClassVar

from wagtail.admin.panels import FieldPanel

from strategy.models.base import SitePage, WithBody


class StandardPage(WithBody, SitePage):
    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = [
        "strategy.HomePage",
        "strategy.StrategyPage",
        "strategy.StandardPage",
    ]
    subpage_types: ClassVar[list[str]] = ["strategy.StandardPage"]

    class Meta:
        verbose_name = "page of text"
