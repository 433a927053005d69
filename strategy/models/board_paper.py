"""A paper to a board: numbered paragraphs, what was recommended, and what was decided as far as that is known."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from strategy.blocks import TEXT_FEATURES
from strategy.blocks.text import HeadingBlock, TextBlock
from strategy.dates import ApproximateDate, Precision, check_dates
from strategy.findable import Words
from strategy.models.base import SitePage
from strategy.models.library import LibraryItemPage, same_area
from strategy.panels import LinesPanel

if TYPE_CHECKING:
    from django.http import HttpRequest


class BoardPaperPage(LibraryItemPage):
    """A paper to a board: numbered paragraphs that can be linked to, what was recommended, and what was decided."""

    kind = "Board paper"
    page_description = "What a board was asked to do and what it decided, in numbered paragraphs."

    board = models.CharField(max_length=160, help_text="Which board it went to.")
    paragraphs = StreamField(
        [("heading", HeadingBlock()), ("paragraph", TextBlock(label="Numbered paragraph", features=TEXT_FEATURES))],
        blank=True,
        verbose_name="numbered paragraphs",
        help_text="One block for each paragraph: they are numbered by their order. A number is an address that others "
        "quote, so add new ones at the end.",
    )

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldPanel("board"),
        *LibraryItemPage.facts_panels,
        LinesPanel(
            "recommendations",
            [
                FieldPanel("text"),
                PageChooserPanel("about"),
                FieldPanel("decision"),
                FieldRowPanel([FieldPanel("decided_on"), FieldPanel("decided_precision")]),
            ],
            heading="Recommendations and decisions",
            help_text="In the order of the paper: they are lettered a, b, c.",
            label="recommendation",
        ),
        FieldPanel(
            "body",
            heading="Above the paragraphs",
            help_text="What is not numbered, if anything: a few words, a table, the paper as a file.",
        ),
        FieldPanel("paragraphs"),
        LibraryItemPage.subjects_panel,
    ]
    search_fields: ClassVar[list[Any]] = [*LibraryItemPage.search_fields, Words("paragraphs", most=100_000)]

    class Meta:
        verbose_name = "board paper"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        recommendations = list(self.recommendations.select_related("about"))
        lettered = [(ascii_lowercase[at % 26], one) for at, one in enumerate(recommendations)]
        return super().get_context(request, *args, **kwargs) | {
            "numbered": self.numbered(),
            "recommendations": lettered,
        }

    def numbered(self) -> list[tuple[int, Any]]:
        """(number, block) in order; a heading has number 0."""
        found, number = [], 0
        for block in self.paragraphs:
            number += block.block_type == "paragraph"
            found.append((number if block.block_type == "paragraph" else 0, block))
        return found


class BoardRecommendation(Orderable):
    """What a paper recommends, and what the board decided, as far as that is known."""

    paper = ParentalKey(BoardPaperPage, on_delete=models.CASCADE, related_name="recommendations")
    text = models.TextField("recommendation", max_length=1000, help_text="What the board is asked to do.")
    about = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="what it is about",
        help_text="Such as an ambition, if there is a page. It shows this paper.",
    )
    decision = models.TextField(
        blank=True, max_length=1000, help_text="What the board decided. Empty where that is not known."
    )
    decided_on = models.DateField(
        null=True, blank=True, help_text="The day of the decision. Empty where that is not known."
    )
    decided_precision = models.CharField(
        "how exact that date is",
        max_length=12,
        choices=Precision.choices,
        default=Precision.NOT_STATED,
        help_text="A date known to the month is shown as a month.",
    )

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        check_dates(self, ("decided_on", "decided_precision"))
        if self.about and not same_area(self.about, getattr(self, "paper", None)):
            raise ValidationError({"about": "Choose a page of the same area."})

    @property
    def decided(self) -> ApproximateDate:
        return ApproximateDate(self.decided_on, Precision(self.decided_precision))
