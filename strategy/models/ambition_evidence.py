"""The evidence that an ambition rests on, as its page names it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from strategy.models.ambition import AmbitionPage
from strategy.restrictions import is_restricted
from strategy.thread import Part, Row, as_json


class AmbitionEvidence(Orderable):
    ambition = ParentalKey(AmbitionPage, on_delete=models.CASCADE, related_name="evidence_used")
    name = models.CharField(max_length=160, help_text="The study, the review or the figures, by name.")
    page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The page where people can read it, if there is one.",
    )
    says = models.CharField(
        max_length=300, blank=True, verbose_name="what it says", help_text="One sentence: what it says about this."
    )

    panels: ClassVar[list[Any]] = [FieldPanel("name"), PageChooserPanel("page"), FieldPanel("says")]

    class Meta(Orderable.Meta):
        verbose_name = "evidence for an ambition"
        verbose_name_plural = "evidence for ambitions"

    def __str__(self) -> str:
        return self.name


def _rows(page: Page) -> Any:
    rows = AmbitionEvidence.objects.filter(ambition=page.pk).order_by("sort_order", "pk")
    is_open = models.Case(
        models.When(models.Q(page__live=True) & ~is_restricted("page__path"), then=F("page__url_path")), default=None
    )
    return as_json(rows, name=F("name"), says=F("says"), page=F("page"), url_path=is_open)


def _read(rows: list[Row]) -> list[Row]:
    """Each with `page` to link to; None where there is none that everybody may read."""
    return [row | {"page": Page(pk=row["page"], url_path=row["url_path"]) if row["url_path"] else None} for row in rows]


EVIDENCE = Part(
    key="evidence",
    heading="The evidence used",
    order=20,
    template="strategy/thread/evidence.html",
    rows=_rows,
    read=_read,
)
