"""The strategy itself: its Big Idea, where it stands, and its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Site
from wagtail.search import index

from strategy.dates import ApproximateDate, Precision, check_dates
from strategy.findable import LEADING, Words
from strategy.models.base import SitePage, WithBody
from strategy.models.choices import Stage
from strategy.models.edition import StrategyEdition
from strategy.panels import LinesPanel

if TYPE_CHECKING:
    from django.http import HttpRequest


class StrategyPage(WithBody, SitePage):
    big_idea = models.CharField(
        max_length=160, blank=True, help_text="The one idea that holds the strategy together, once there is one."
    )
    big_idea_text = RichTextField(
        blank=True, features=["bold", "italic", "link"], help_text="What the idea means, in a short paragraph."
    )
    stage = models.CharField(
        max_length=20,
        choices=Stage.choices,
        default=Stage.EVIDENCE,
        help_text="How far the strategy has come. Shown on its page and on the home page.",
    )
    stage_on = models.DateField(
        null=True,
        blank=True,
        verbose_name="stage reached on",
        help_text="When this stage began. For a month or a year choose any day of it.",
    )
    stage_precision = models.CharField(
        max_length=12,
        choices=Precision.choices,
        default=Precision.NOT_STATED,
        verbose_name="how exact that date is",
        help_text="A date known to the month is shown as a month.",
    )
    period = models.CharField(max_length=80, blank=True, help_text="The years it is for, such as 2020 to 2040.")
    led_by = models.CharField(max_length=200, blank=True, help_text="Who leads it.")
    links_note = models.TextField(
        blank=True,
        verbose_name="note on the links",
        help_text="Whose reading the links between ambitions and the rest are. Shown beside the matrix.",
    )

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel("big_idea"), FieldPanel("big_idea_text")], heading="Big Idea"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("stage"), FieldPanel("stage_on"), FieldPanel("stage_precision")]),
                FieldPanel("period"),
                FieldPanel("led_by"),
            ],
            heading="Where it stands",
        ),
        LinesPanel(
            "milestones",
            label="Milestone",
            heading="Timeline",
            help_text="The steps of the strategy in order, past and to come. Give dates as exactly as they are known.",
        ),
        FieldPanel("body"),
        FieldPanel("links_note"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *WithBody.search_fields,
        Words("big_idea", boost=LEADING),
        Words("big_idea_text", boost=LEADING),
        Words("period"),
        Words("led_by"),
        index.RelatedFields("milestones", [Words("title"), Words("note")]),
    ]
    parent_page_types: ClassVar[list[str]] = ["strategy.HomePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "strategy"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "stages": stages_up_to(self.stage),
            "editions": StrategyEdition.objects.available().filter(site=Site.find_for_request(request)),
        }

    def clean(self) -> None:
        super().clean()
        check_dates(self, ("stage_on", "stage_precision"))

    @property
    def stage_date(self) -> ApproximateDate:
        return ApproximateDate(self.stage_on, Precision(self.stage_precision))


def stages_up_to(stage: str) -> list[tuple[Stage, str]]:
    """Every stage on the way with "done", "current" or "to come". A withdrawn strategy shows that stage alone."""
    if stage == Stage.WITHDRAWN:
        return [(Stage.WITHDRAWN, "current")]
    way: list[Stage] = [one for one in Stage if one != Stage.WITHDRAWN]
    here = way.index(Stage(stage))
    return [(one, "done" if at < here else "current" if at == here else "to come") for at, one in enumerate(way)]


class Milestone(Orderable):
    """A step of the timeline: when it was planned, when it happened, each as exactly as it is known."""

    page = ParentalKey(StrategyPage, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=120, help_text="What happens, in a few words.")
    note = models.CharField(max_length=250, blank=True, help_text="One sentence more, where it helps.")
    planned_on = models.DateField(null=True, blank=True, verbose_name="planned for", help_text="When it was to happen.")
    planned_precision = models.CharField(
        max_length=12,
        choices=Precision.choices,
        default=Precision.NOT_STATED,
        verbose_name="how exact that date is",
        help_text="A date known to the month is shown as a month.",
    )
    planned_text = models.CharField(
        max_length=80,
        blank=True,
        verbose_name="planned, in words",
        help_text="Where documents differ, such as early 2020 or spring 2020. Shown in place of the date.",
    )
    actual_on = models.DateField(
        null=True, blank=True, verbose_name="happened on", help_text="Leave empty until it has happened."
    )
    actual_precision = models.CharField(
        max_length=12,
        choices=Precision.choices,
        default=Precision.NOT_STATED,
        verbose_name="how exact that date is",
        help_text="A date known to the month is shown as a month.",
    )
    is_current = models.BooleanField(
        default=False, verbose_name="we are here", help_text="Tick this for one step only."
    )
    source = models.CharField(max_length=250, blank=True, help_text="The document that says so.")

    panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("planned_on"), FieldPanel("planned_precision"), FieldPanel("planned_text")]),
        FieldRowPanel([FieldPanel("actual_on"), FieldPanel("actual_precision")]),
        FieldPanel("is_current"),
        FieldPanel("source"),
    ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        check_dates(self, ("planned_on", "planned_precision"), ("actual_on", "actual_precision"))

    @property
    def planned(self) -> ApproximateDate:
        return ApproximateDate(self.planned_on, Precision(self.planned_precision))

    @property
    def actual(self) -> ApproximateDate:
        return ApproximateDate(self.actual_on, Precision(self.actual_precision))
