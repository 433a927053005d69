"""A list of one kind of thing in the library: the news, the publications, the evidence."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel

from strategy.models.base import SitePage, WithBody
from strategy.models.library import KINDS


class LibraryShelfPage(WithBody, SitePage):
    """What it lists stays below the library, at the address it has."""

    template = "strategy/library_page.html"

    kind = models.CharField(
        "what it lists",
        max_length=20,
        choices=list(KINDS.items()),
        help_text="Everything of this kind in the library, the newest first.",
    )

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("kind"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["strategy.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "shelf of the library"
        verbose_name_plural = "shelves of the library"

    @property
    def feed(self) -> str:
        """The feed to follow it by: that of its kind where there is one, else that of the whole library."""
        return {"newspage": "news", "publicationpage": "publications"}.get(self.kind, "all")
