"""One row of "you said, we did": a theme of what people said, with counts, and what was done about it or why not."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, Page, Site

from strategy.areas import area_record
from strategy.dates import ApproximateDate, Precision


class Answer(models.TextChoices):
    """What became of what people said."""

    DID = "did", "We did"
    WILL = "will", "We will"
    DID_NOT = "did_not", "We did not"


class FeedbackQuerySet(models.QuerySet[Any]):
    def public(self) -> Self:
        return self.filter(published_at__isnull=False)

    def about(self, page: Page) -> Self:
        """Those that touched a page of the strategy."""
        touching = FeedbackTouches.objects.filter(row=models.OuterRef("pk"), page=page.pk)
        return self.filter(models.Exists(touching))

    def in_order(self) -> Self:
        return self.order_by("place", "pk")


@area_record
class FeedbackRow(ClusterableModel):
    """Public once `published_at` is set; from then on it stays, and a correction shows when it was made."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name="area")
    consultation = models.ForeignKey(
        "consultation.ConsultationPage",
        on_delete=models.PROTECT,
        related_name="feedback_rows",
        help_text="Where people said it. The row stands on its page.",
    )
    place = models.PositiveSmallIntegerField(
        default=0, verbose_name="place in the list", help_text="The row with the lowest number stands first."
    )
    asked = models.TextField(max_length=500, verbose_name="what we asked", help_text="In one or two sentences.")
    said = models.TextField(
        max_length=2000,
        verbose_name="what people said",
        help_text="The point they made, in plain words. Add its themes with their counts below.",
    )
    answer = models.CharField(max_length=8, choices=Answer.choices, verbose_name="what became of it")
    did = models.TextField(
        max_length=2000,
        verbose_name="what we did, or why not",
        help_text="What changed because of it. If nothing did, say why: people accept a reason more than silence.",
    )
    done_on = models.DateField(
        null=True, blank=True, verbose_name="date", help_text="The day of the change, or of the document that says so."
    )
    precision = models.CharField(
        max_length=12, choices=Precision.choices, default=Precision.DAY, verbose_name="how exact the date is"
    )
    source = models.CharField(
        max_length=250, blank=True, help_text="The document or the meeting that decided it, if there is one."
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    corrected_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(FeedbackQuerySet)()

    instead_of_deleting = "Correct it: people who were told of it must find it again."

    class Meta:
        verbose_name = "“you said, we did” row"
        verbose_name_plural = "“you said, we did” rows"
        ordering: ClassVar[list[str]] = ["consultation", "place", "pk"]
        permissions: ClassVar[Any] = [("publish_feedbackrow", "Can publish what was done about what people said")]

    def __str__(self) -> str:
        return self.said if len(self.said) <= 70 else f"{self.said[:69]}…"

    def clean(self) -> None:
        super().clean()
        if self.done_on and self.done_on > timezone.localdate() and self.answer == Answer.DID:
            raise ValidationError({"done_on": "What is done has a day that is past. Choose “We will” for what is not."})

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def date(self) -> ApproximateDate:
        return ApproximateDate(self.done_on, Precision(self.precision))


class FeedbackTheme(Orderable):
    """A theme of what people said. How many raised it is a number that is known, or "not stated"."""

    row = ParentalKey(FeedbackRow, on_delete=models.CASCADE, related_name="themes")
    words = models.CharField(max_length=160, verbose_name="theme")
    count = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        verbose_name="how many responses raised it",
        help_text="Leave empty when it is not known. It shows as “not stated”.",
    )

    class Meta(Orderable.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["row", "words"],
                name="feedback_theme_once",
                violation_error_message="This theme is already in the row. Keep one of the two.",
            )
        ]

    def __str__(self) -> str:
        return self.words


class FeedbackTouches(Orderable):
    """A page of the strategy that the row touched: an ambition, a foundation. That page shows the row in turn."""

    row = ParentalKey(FeedbackRow, on_delete=models.CASCADE, related_name="touches")
    # Protected: a row that lost what it touched would stand nowhere.
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")

    class Meta(Orderable.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["row", "page"],
                name="feedback_touches_page_once",
                violation_error_message="This page is already in the row. Keep one of the two.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.row_id} touches {self.page_id}"
