"""Which parts of the strategy an ambition serves, and how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from strategy.models.ambition import AmbitionPage
from strategy.models.choices import Weight
from strategy.restrictions import is_restricted

if TYPE_CHECKING:
    pass


class WeightedLinkQuerySet(models.QuerySet[Any]):
    def serving(self, part: Page) -> Self:
        """Links from ambitions in use to `part`, those that lead first. One query; none for an unsaved part."""
        if part.pk is None:
            return self.none()
        in_use = models.Q(ambition__live=True, ambition__retired_on__isnull=True)
        weight_order = models.Case(models.When(weight=Weight.LEADS, then=0), default=1)
        return (
            self.filter(in_use, ~is_restricted("ambition__path"), part=part)
            .select_related("ambition__priority")
            .order_by(weight_order, "ambition__priority__path", "ambition__path")
        )


class WeightedLink(Orderable):
    """An ambition serves a part of the strategy: it leads there, or it contributes."""

    weight = models.CharField(
        max_length=12,
        choices=Weight.choices,
        default=Weight.CONTRIBUTES,
        help_text="It leads where this is its main purpose, and contributes where it helps.",
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(WeightedLinkQuerySet)()

    panels: ClassVar[list[Any]] = [FieldRowPanel([PageChooserPanel("part"), FieldPanel("weight")])]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_weight_display()}: {self.part}"


def _one_link_each(kind: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["ambition", "part"],
        name=f"ambition_serves_each_{kind}_once",
        violation_error_message="This ambition is already linked to that page. Keep one of the two links.",
    )


class AmbitionFoundation(WeightedLink):
    ambition = ParentalKey(AmbitionPage, on_delete=models.CASCADE, related_name="foundation_links")
    part = models.ForeignKey(
        "strategy.FoundationPage",
        on_delete=models.RESTRICT,
        related_name="ambition_links",
        verbose_name="foundation",
        help_text="Choose its page.",
    )

    class Meta(WeightedLink.Meta):
        verbose_name = "link from an ambition"
        verbose_name_plural = "links from ambitions"
        constraints: ClassVar[list[Any]] = [_one_link_each("foundation")]


class AmbitionGrandChallenge(WeightedLink):
    ambition = ParentalKey(AmbitionPage, on_delete=models.CASCADE, related_name="challenge_links")
    part = models.ForeignKey(
        "strategy.GrandChallengePage",
        on_delete=models.RESTRICT,
        related_name="ambition_links",
        verbose_name="Grand Challenge",
        help_text="Choose its page.",
    )

    class Meta(WeightedLink.Meta):
        verbose_name = "link from an ambition"
        verbose_name_plural = "links from ambitions"
        constraints: ClassVar[list[Any]] = [_one_link_each("challenge")]


class AmbitionHealthPriority(WeightedLink):
    ambition = ParentalKey(AmbitionPage, on_delete=models.CASCADE, related_name="health_links")
    part = models.ForeignKey(
        "strategy.SharedHealthPriorityPage",
        on_delete=models.RESTRICT,
        related_name="ambition_links",
        verbose_name="shared health priority",
        help_text="Choose its page.",
    )

    class Meta(WeightedLink.Meta):
        verbose_name = "link from an ambition"
        verbose_name_plural = "links from ambitions"
        constraints: ClassVar[list[Any]] = [_one_link_each("health_priority")]
