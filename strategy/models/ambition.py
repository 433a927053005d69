"""Ambitions: each a page, with a code that outlives its wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PageManager

from strategy.dates import ApproximateDate, Precision, check_dates
from strategy.findable import LEADING, Words
from strategy.forms import AmbitionPageForm
from strategy.freshness import changes_at
from strategy.models.base import Neighbours, SitePage, StrategyPart, StrategyPartQuerySet, WithBody
from strategy.models.priority import PriorityPage
from strategy.paging import in_parts
from strategy.panels import LinesPanel
from strategy.thread import thread_of
from strategy.wording import PROMISE

if TYPE_CHECKING:
    from django.http import HttpRequest


class AmbitionIndexPage(WithBody, SitePage):
    lists_children = True

    content_panels: ClassVar[list[Any]] = [*SitePage.content_panels, FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["strategy.StrategyPage"]
    subpage_types: ClassVar[list[str]] = ["strategy.AmbitionPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "list of ambitions"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        ambitions = AmbitionPage.objects.of(self).by_priority().with_status()
        return super().get_context(request, *args, **kwargs) | in_parts("ambitions", ambitions, request.GET)


class AmbitionQuerySet(StrategyPartQuerySet):
    def under(self, priority: PriorityPage) -> Self:
        """In use, and promised under `priority`; none for an unsaved one."""
        return self.in_use().filter(priority=priority) if priority.pk else self.none()

    def by_priority(self) -> Self:
        """In the editors' order of priorities, and of ambitions within each."""
        return self.select_related("priority").order_by("priority__path", "path")

    def with_status(self) -> Self:
        """Each with `status_now`, the value of its latest status, and `status_since`, its day; or None."""
        from strategy.models.status import AmbitionStatus

        latest = AmbitionStatus.objects.filter(ambition=models.OuterRef("pk")).latest_first()
        return self.annotate(
            status_now=models.Subquery(latest.values("status")[:1]),
            status_since=models.Subquery(latest.values("on")[:1]),
        )


class AmbitionPage(WithBody, StrategyPart):
    """A promise under a priority. Its status is kept apart, in records that no revision rolls back."""

    kind = "Ambition"

    code = models.CharField(
        max_length=8,
        validators=[
            RegexValidator(r"^[A-Z]{1,3}[0-9]{1,3}\Z", "Use one to three capital letters and a number, such as E1.")
        ],
        help_text="A short name that never changes, such as E1. No other ambition of the strategy may have it.",
    )
    # Null only in a draft that has yet to choose: it can be saved and previewed, not published.
    priority = models.ForeignKey(
        PriorityPage,
        null=True,
        on_delete=models.RESTRICT,
        related_name="ambitions",
        help_text="The priority that this ambition belongs to. It is listed there.",
    )
    statement = models.TextField(help_text="The promise, in one or two sentences.")
    why_it_matters = models.TextField(blank=True, help_text="Why people should care, in two or three sentences.")
    target = models.CharField(max_length=200, blank=True, help_text="What can be measured, where there is a target.")
    target_on = models.DateField(
        null=True,
        blank=True,
        verbose_name="target date",
        help_text="The day by which, if there is one. For a year choose any day of it.",
    )
    target_precision = models.CharField(
        max_length=12,
        choices=Precision.choices,
        default=Precision.NOT_STATED,
        verbose_name="how exact that date is",
        help_text="A date known to the month is shown as a month.",
    )

    changed_because = models.CharField(
        max_length=500,
        blank=True,
        verbose_name="why the wording changes",
        help_text="For a published ambition whose title, promise, target or importance you put in other words: what "
        "led to it, in a sentence. The public reads it beside the comparison of both wordings.",
    )

    objects: ClassVar[Any] = PageManager.from_queryset(AmbitionQuerySet)()

    # A copy is another promise: it is asked for a code of its own before it can be published.
    exclude_fields_in_copy: ClassVar[list[str]] = ["code", "changed_because"]
    base_form_class = AmbitionPageForm
    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        FieldRowPanel([FieldPanel("code"), FieldPanel("priority")], heading="Place in the strategy"),
        FieldPanel("statement"),
        FieldPanel("why_it_matters"),
        MultiFieldPanel(
            [FieldPanel("target"), FieldRowPanel([FieldPanel("target_on"), FieldPanel("target_precision")])],
            heading="Target",
        ),
        FieldPanel("changed_because"),
        MultiFieldPanel(
            [
                LinesPanel(
                    "foundation_links",
                    label="Foundation",
                    heading="Foundations",
                    help_text="Which foundations it serves, and whether it leads there or contributes. Each once.",
                ),
                LinesPanel(
                    "challenge_links",
                    label="Grand Challenge",
                    heading="Grand Challenges",
                    help_text="Which Grand Challenges it serves, in the same way.",
                ),
                LinesPanel(
                    "health_links",
                    label="Shared health priority",
                    heading="Shared health priorities",
                    help_text="Which priorities shared with health and care it serves, in the same way.",
                ),
            ],
            heading="What it serves",
        ),
        LinesPanel(
            "evidence_used",
            label="Piece of evidence",
            heading="Evidence it rests on",
            help_text="Studies, reviews and figures. They stand on the thread of the ambition.",
        ),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *WithBody.search_fields,
        Words("code", boost=2),
        Words("short_title", boost=LEADING),
        Words("statement", boost=LEADING),
        Words("why_it_matters"),
        Words("target"),
    ]
    parent_page_types: ClassVar[list[str]] = ["strategy.AmbitionIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "ambition"

    def clean(self) -> None:
        super().clean()
        check_dates(self, ("target_on", "target_precision"))
        if self.code and self.path and (twin := self.with_code(self.code, below=self.get_parent())):
            raise ValidationError({"code": self.code_taken(twin)})

    def get_admin_display_title(self) -> str:
        return f"{self.code} {self.draft_title or self.title}".strip()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        statuses = list(self.statuses.latest_first()) if self.pk else []
        strands = thread_of(self, timezone.now())
        for strand in strands:
            changes_at(request, strand.turns_at)
        return context | {
            "strands": strands,
            "statuses": statuses,
            "status": statuses[0] if statuses else None,
            "foundation_links": self.foundation_links.select_related("part"),
            "challenge_links": self.challenge_links.select_related("part"),
            "health_links": self.health_links.select_related("part"),
        }

    @property
    def title_in_lists(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def rewords_in_silence(self) -> bool:
        """Whether this says in other words what is published, and gives no new reason. One query."""
        columns = (*PROMISE, "changed_because")
        published = type(self).objects.filter(pk=self.pk, live=True).values(*columns).first()
        if published is None or all(getattr(self, name) == published[name] for name in PROMISE):
            return False
        return self.changed_because.strip() in ("", published["changed_because"].strip())

    @property
    def target_date(self) -> ApproximateDate:
        return ApproximateDate(self.target_on, Precision(self.target_precision))

    @property
    def target_date_to_add(self) -> str:
        """The target date in words, unless the words of the target already give it; empty when there is none."""
        words = str(self.target_date) if self.target_date else ""
        return "" if words in self.target else words

    def neighbours(self) -> Neighbours:
        """As for every part; the same query brings the priority of this page."""
        if self.pk is None:
            return Neighbours(self, [])
        found = Neighbours(self, list(AmbitionPage.objects.sibling_of(self).in_use().select_related("priority")))
        for other in found.pages:
            if other.pk == self.pk and other.priority_id == self.priority_id:
                self.priority = other.priority
        return found

    def with_code(self, code: str, *, below: Page) -> AmbitionPage | None:
        """Another ambition under the index `below` that has this code, draft or live; None when there is none."""
        return AmbitionPage.objects.child_of(below).filter(code=code).exclude(pk=self.pk).first()

    @staticmethod
    def code_taken(twin: AmbitionPage) -> str:
        return f"“{twin.title}” already has the code {twin.code}. Choose a code that no other ambition has."
