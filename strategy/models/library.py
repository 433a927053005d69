"""The library: what the strategy rests on, what was decided, and the news. One list of pages of several kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, PageManager, Site
from wagtail.query import PageQuerySet

from strategy.areas import area_of_page
from strategy.blocks import TEXT_FEATURES
from strategy.dates import ApproximateDate, Precision, check_dates
from strategy.findable import Words
from strategy.models.base import SitePage, WithBody
from strategy.panels import LinesPanel
from strategy.restrictions import is_restricted

if TYPE_CHECKING:
    from django.http import HttpRequest


class LibraryPage(WithBody, SitePage):
    """The list of everything in the library, with filters."""

    lists_children = True
    kind = ""  # all
    feed = "all"

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["strategy.HomePage"]
    subpage_types: ClassVar[list[str]] = [
        "strategy.LibraryShelfPage",
        "strategy.NewsPage",
        "strategy.PublicationPage",
        "strategy.EvidencePage",
        "strategy.BoardPaperPage",
        "strategy.IndicatorPage",
    ]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "library"


class LibraryItemQuerySet(PageQuerySet):
    def public(self) -> Self:
        return self.live().filter(~is_restricted())

    def newest_first(self) -> Self:
        """What has no date stands last."""
        return self.order_by(models.F("date_on").desc(nulls_last=True), "-first_published_at", "path")

    def about(self, page: Page) -> Self:
        """The items that name the page, and the papers with a recommendation about it."""
        named = LibrarySubject.objects.filter(page=page.pk).values("item")
        papers = apps.get_model("strategy", "BoardRecommendation").objects.filter(about=page.pk).values("paper")
        return self.filter(models.Q(pk__in=named) | models.Q(pk__in=papers))


class LibraryItemPage(WithBody, SitePage):
    """Something in the library. Each kind has a class of its own; lists ask only for what all share."""

    is_creatable = False
    kind = "Page"

    date_on = models.DateField("date", null=True, blank=True, help_text="Of the thing itself, not of this page.")
    date_precision = models.CharField(
        "how exact that date is",
        max_length=12,
        choices=Precision.choices,
        default=Precision.NOT_STATED,
        help_text="A date known to the month is shown as a month.",
    )
    source = models.CharField(max_length=250, blank=True, help_text="The document it is told from.")

    objects: ClassVar[Any] = PageManager.from_queryset(LibraryItemQuerySet)()

    facts_panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("date_on"), FieldPanel("date_precision")]),
        FieldPanel("source"),
    ]
    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, *facts_panels, FieldPanel("body")]
    subjects_panel: ClassVar[LinesPanel] = LinesPanel(
        "subjects",
        [PageChooserPanel("page")],
        heading="What it is about",
        label="page of the strategy",
        help_text="These pages show this one, and it shows them.",
    )
    search_fields: ClassVar[list[Any]] = [*WithBody.search_fields, Words("source")]
    parent_page_types: ClassVar[list[str]] = ["strategy.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []

    def clean(self) -> None:
        super().clean()
        check_dates(self, ("date_on", "date_precision"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages = [line.page for line in self.subjects.select_related("page") if line.page.live]
        resting = Page.objects.filter(ambitionpage__evidence_used__page=self.pk).live().filter(~is_restricted())
        return super().get_context(request, *args, **kwargs) | {
            "subjects": pages,
            "resting": resting.order_by("path").distinct(),
        }

    @property
    def date(self) -> ApproximateDate:
        return ApproximateDate(self.date_on, Precision(self.date_precision))

    @property
    def kind_in_words(self) -> str:
        """In a list, where the page itself is not asked for. No query."""
        return KINDS.get(self.cached_content_type.model, self.kind)


class LibrarySubject(Orderable):
    """A page of the strategy that something in the library is about."""

    item = ParentalKey(LibraryItemPage, on_delete=models.CASCADE, related_name="subjects")
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="library_subjects", help_text="A page of your own area."
    )

    class Meta(Orderable.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["item", "page"],
                name="library_subject_once",
                violation_error_message="That page is chosen already.",
            )
        ]

    def __str__(self) -> str:
        return str(self.page)

    def clean(self) -> None:
        super().clean()
        item = getattr(self, "item", None)
        if self.page_id and not same_area(self.page, item):
            raise ValidationError({"page": "Choose a page of the same area."})


def same_area(page: Page, item: Page | None) -> bool:
    """Whether both belong to one area; so does what is about to be added, which has no place yet."""
    return not item or not item.path or area_of_page(page) == area_of_page(item)


class NewsPage(LibraryItemPage):
    kind = "News"
    page_description = "Something that has happened, with its date."

    content_panels: ClassVar[list[Any]] = [*LibraryItemPage.content_panels, LibraryItemPage.subjects_panel]

    class Meta:
        verbose_name = "news"
        verbose_name_plural = "news"


class PublicationPage(LibraryItemPage):
    """A publication: told here first, with its files among the blocks of the body."""

    kind = "Publication"
    page_description = "Something published: told on a page, with its files below."

    content_panels: ClassVar[list[Any]] = [*LibraryItemPage.content_panels, LibraryItemPage.subjects_panel]

    class Meta:
        verbose_name = "publication"


class EvidencePage(LibraryItemPage):
    """A study, a call for evidence or advice that the strategy rests on."""

    kind = "Evidence"
    page_description = "A study, a call for evidence or advice: who did it, how, and what was found."

    done_by = models.CharField("who did it", max_length=200, blank=True, help_text="Empty where that is not stated.")
    method = models.TextField(blank=True, max_length=2000, help_text="How it was done. Empty where not stated.")
    findings = RichTextField(
        blank=True, features=TEXT_FEATURES, verbose_name="main findings", help_text="Empty where they are not stated."
    )

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        *LibraryItemPage.facts_panels,
        MultiFieldPanel([FieldPanel("done_by"), FieldPanel("method"), FieldPanel("findings")], heading="The study"),
        FieldPanel("body", heading="Below the findings", help_text="More about it, if anything, such as the file."),
        HelpPanel(
            "On the page of the ambition, under “Evidence it rests on”, choose this page. This one then shows the "
            "ambition by itself.",
            heading="Ambitions that rest on it",
        ),
        LibraryItemPage.subjects_panel,
    ]
    search_fields: ClassVar[list[Any]] = [*LibraryItemPage.search_fields, Words("method"), Words("findings")]

    class Meta:
        verbose_name = "evidence"
        verbose_name_plural = "evidence"


KINDS = {
    "newspage": "News",
    "publicationpage": "Publication",
    "evidencepage": "Evidence",
    "boardpaperpage": "Board paper",
    "indicatorpage": "Indicator",
}


def public_library(area: Site | Page) -> Any:
    """Everything of the area that anyone may read. The area is a site, or its home page."""
    return LibraryItemPage.objects.descendant_of(area.root_page if isinstance(area, Site) else area).public()
