"""The front page of an area."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from strategy.findable import LEADING, Words
from strategy.models.base import SitePage, WithBody
from strategy.models.foundation import FoundationPage
from strategy.models.grand_challenge import GrandChallengePage
from strategy.models.health_priority import SharedHealthPriorityPage
from strategy.models.key_figure import KeyFigure
from strategy.models.library import LibraryItemPage, public_library
from strategy.models.priority import PriorityPage
from strategy.models.sector import SectorPage
from strategy.models.strategy import Milestone, StrategyPage
from strategy.panels import LinesPanel
from strategy.thread import as_json
from strategy.weave import Weave

if TYPE_CHECKING:
    from django.http import HttpRequest


_LATEST_NEWS = 3
_HEADED = ("priorities", "sectors", "foundations", "challenges", "health", "milestones")
_NEWS = ("id", "title", "url_path", "summary", "date_on", "date_precision")
_MILESTONE = tuple(field.name for field in Milestone._meta.concrete_fields if field.name not in ("page", "sort_order"))


def _words_of(part: str, usually: str) -> "models.CharField[str, str]":
    """The heading above `part`, in an area's own words."""
    return models.CharField(f"above the {part}", max_length=80, blank=True, help_text=f"Empty means “{usually}”.")


class HomePage(WithBody, SitePage):
    heading = models.CharField(
        max_length=120, help_text="The largest words of the site: the idea of the strategy, so that anyone gets it."
    )
    priorities_heading = _words_of("priorities", "What … wants to do")
    sectors_heading = _words_of("sectors", "The sectors it is about")
    foundations_heading = _words_of("foundations", "The foundations it builds on")
    challenges_heading = _words_of("Grand Challenges", "The Grand Challenges it answers")
    health_heading = _words_of("shared health priorities", "Shared with health and care")
    milestones_heading = _words_of("milestones", "Where we are")

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldPanel("heading"),
        LinesPanel(
            "key_figures",
            label="Key figure",
            heading="Key figures",
            max_num=4,
            help_text="Up to four figures under the heading, in this order. They come from the list of key figures.",
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel(f"{part}_heading") for part in _HEADED], heading="Words of headings", classname="collapsed"
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *WithBody.search_fields,
        Words("heading", boost=LEADING),
        index.RelatedFields(
            "key_figures",
            [index.RelatedFields("figure", [Words("value"), Words("measures")])],
        ),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = "home page"

    def get_context(self, request: "HttpRequest", *args: Any, **kwargs: Any) -> dict[str, Any]:
        strategy, milestones, news = self._strategy_and_news()
        priorities = list(PriorityPage.objects.of(self))
        foundations, challenges = FoundationPage.objects.of(self), GrandChallengePage.objects.of(self)
        return super().get_context(request, *args, **kwargs) | {
            "news": news,
            "strategy": strategy,
            "milestones": milestones,
            "figures": [line.figure for line in self.key_figures.select_related("figure")],
            "foundations": foundations,
            "challenges": challenges,
            "priorities": priorities,
            # A strategy that has no priorities yet leads with its sectors.
            "sectors": [] if priorities else SectorPage.objects.of(self),
            "health_priorities": SharedHealthPriorityPage.objects.of(self),
            "weave": Weave.of(foundations, challenges),
        }

    def _strategy_and_news(self) -> tuple[StrategyPage | None, list[Milestone], list[LibraryItemPage]]:
        """The live strategy, its milestones and the latest news. One query for all; two where there is no strategy."""
        news = public_library(self).filter(content_type__model="newspage").newest_first()
        steps = Milestone.objects.filter(page=models.OuterRef("pk")).order_by("sort_order", "pk")
        strategy = (
            StrategyPage.objects.child_of(self)
            .live()
            .annotate(
                milestone_rows=as_json(steps, **{name: name for name in _MILESTONE}),
                news_rows=as_json(news[:_LATEST_NEWS], **{name: name for name in _NEWS}),
            )
            .first()
        )
        if strategy is None:
            return None, [], list(news[:_LATEST_NEWS])
        milestones = [_made(Milestone, row) for row in strategy.milestone_rows]
        return strategy, milestones, [_made(LibraryItemPage, row) for row in strategy.news_rows]


def _made(model: Any, row: dict[str, Any]) -> Any:
    """The row of a model that came as JSON, with the fields that it has."""
    return model(**{name: model._meta.get_field(name).to_python(value) for name, value in row.items()})


class HomeKeyFigure(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="key_figures")
    figure = models.ForeignKey(
        KeyFigure, on_delete=models.PROTECT, related_name="+", help_text="Choose one, or make a new one."
    )

    panels: ClassVar[list[Any]] = [FieldPanel("figure")]
