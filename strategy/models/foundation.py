"""The foundations of productivity, with the region's draft priorities under each."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from strategy.findable import LEADING, Words
from strategy.models.ambition_links import AmbitionFoundation
from strategy.models.base import SitePage, StrategyPart, WithBody
from strategy.models.choices import Dye, Icon
from strategy.models.priority import PriorityPage
from strategy.paging import in_parts
from strategy.panels import LinesPanel

if TYPE_CHECKING:
    from django.http import HttpRequest


class FoundationIndexPage(WithBody, SitePage):
    lists_children = True

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["strategy.StrategyPage"]
    subpage_types: ClassVar[list[str]] = ["strategy.FoundationPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "list of foundations"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        parts = in_parts("foundations", FoundationPage.objects.of(self), request.GET)
        return super().get_context(request, *args, **kwargs) | parts


class FoundationPage(WithBody, StrategyPart):
    kind = "Foundation"

    national_aim = models.CharField(
        max_length=200, blank=True, help_text="What the national strategy wants of this foundation."
    )
    dye = models.CharField(
        max_length=20,
        choices=Dye.choices,
        default=Dye.WELD,
        verbose_name="colour",
        help_text="The colour of its thread in the woven picture and of its card.",
    )
    icon = models.CharField(
        max_length=20,
        choices=Icon.choices,
        default=Icon.IDEAS,
        help_text="A small drawing beside the title. Decoration only.",
    )

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldPanel("short_title"),
        FieldPanel("national_aim"),
        FieldRowPanel([FieldPanel("dye"), FieldPanel("icon")], heading="Look"),
        FieldPanel("body"),
        LinesPanel(
            "draft_priorities",
            label="Draft priority",
            heading="Draft priorities",
            help_text="The region's lettered commitments, in order: the first is a, the second b.",
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *WithBody.search_fields,
        Words("short_title", boost=LEADING),
        Words("national_aim", boost=LEADING),
        index.RelatedFields("draft_priorities", [Words("statement", boost=LEADING), Words("examples")]),
    ]
    parent_page_types: ClassVar[list[str]] = ["strategy.FoundationIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "foundation"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "draft_priorities": lettered(self.draft_priorities.prefetch_related("carried_on_by")),
            **in_parts("served_by", AmbitionFoundation.objects.serving(self), request.GET),
        }


class DraftPriority(ClusterableModel, Orderable):
    """One lettered commitment under a foundation, as consulted on, and the priorities that carried it on."""

    page = ParentalKey(FoundationPage, on_delete=models.CASCADE, related_name="draft_priorities")
    statement = models.TextField(help_text="We will … Begin with the verb.")
    examples = models.TextField(blank=True, help_text="What it includes, one to a line.")
    carried_on_by = ParentalManyToManyField(
        PriorityPage,
        blank=True,
        related_name="carries_on",
        help_text="The priorities of the later strategy that took it up.",
    )

    panels: ClassVar[list[Any]] = [FieldPanel("statement"), FieldPanel("examples"), FieldPanel("carried_on_by")]

    def __str__(self) -> str:
        return self.statement

    @property
    def example_list(self) -> list[str]:
        return [line.strip() for line in self.examples.splitlines() if line.strip()]


def lettered[Thing](things: Any) -> list[tuple[str, Thing]]:
    """Each thing with its letter: a, b … z, aa, ab …"""

    def letter(at: int) -> str:
        return (letter(at // 26 - 1) if at >= 26 else "") + ascii_lowercase[at % 26]

    return [(letter(at), thing) for at, thing in enumerate(things)]


def drafts_carried_on_by(priority: Page) -> models.QuerySet[DraftPriority]:
    """The draft priorities, of foundations in use, that `priority` carried on. One query; none for an unsaved one."""
    if priority.pk is None:
        return DraftPriority.objects.none()
    return (
        DraftPriority.objects.filter(carried_on_by=priority, page__live=True, page__retired_on__isnull=True)
        .select_related("page")
        .order_by("page__path", "sort_order")
    )
