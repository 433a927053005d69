"""The front page of an area."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from strategy.models.base import SitePage, WithBody
from strategy.models.foundation import FoundationPage
from strategy.models.grand_challenge import GrandChallengePage
from strategy.models.health_priority import SharedHealthPriorityPage
from strategy.models.key_figure import KeyFigure
from strategy.models.priority import PriorityPage
from strategy.models.strategy import StrategyPage
from strategy.weave import Weave

if TYPE_CHECKING:
    from django.http import HttpRequest


class HomePage(WithBody, SitePage):
    heading = models.CharField(
        max_length=120, help_text="The largest words of the site: the idea of the strategy, so that anyone gets it."
    )

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldPanel("heading"),
        InlinePanel(
            "key_figures",
            label="Key figure",
            heading="Key figures",
            max_num=4,
            help_text="Up to four figures under the heading, in this order. They come from the list of key figures.",
        ),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = "home page"

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        strategy = StrategyPage.objects.child_of(self).live().prefetch_related("milestones").first()
        foundations, challenges = FoundationPage.objects.of(self), GrandChallengePage.objects.of(self)
        return super().get_context(request, *args, **kwargs) | {
            "strategy": strategy,
            "figures": [line.figure for line in self.key_figures.select_related("figure")],
            "foundations": foundations,
            "challenges": challenges,
            "priorities": PriorityPage.objects.of(self),
            "health_priorities": SharedHealthPriorityPage.objects.of(self),
            "weave": Weave.of(foundations, challenges),
        }


class HomeKeyFigure(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="key_figures")
    figure = models.ForeignKey(
        KeyFigure, on_delete=models.PROTECT, related_name="+", help_text="Choose one, or make a new one."
    )

    panels: ClassVar[list[Any]] = [FieldPanel("figure")]
