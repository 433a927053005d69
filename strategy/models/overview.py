"""The strategy in one picture: which ambitions sit where a foundation and a Grand Challenge cross."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Page

from strategy.models.ambition import AmbitionPage
from strategy.models.base import SitePage
from strategy.models.choices import Weight
from strategy.models.foundation import FoundationPage
from strategy.models.grand_challenge import GrandChallengePage
from strategy.models.matrix import weights_of
from strategy.models.strategy import StrategyPage
from strategy.overview import NARROW, WIDE, Cloth

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass
class Crossing:
    """Where a foundation meets a challenge. An ambition leads here if it leads on both, and contributes otherwise."""

    foundation: FoundationPage
    challenge: GrandChallengePage
    leading: list[AmbitionPage] = field(default_factory=list)
    contributing: list[AmbitionPage] = field(default_factory=list)

    @property
    def leads(self) -> int:
        return len(self.leading)

    @property
    def contributes(self) -> int:
        return len(self.contributing)

    @property
    def anchor(self) -> str:
        return f"{self.foundation.slug}-and-{self.challenge.slug}"

    @property
    def ambitions(self) -> list[tuple[AmbitionPage, Weight]]:
        return [(one, Weight.LEADS) for one in self.leading] + [(one, Weight.CONTRIBUTES) for one in self.contributing]


@dataclass
class Strand:
    """One foundation in words: its crossings in the order of the challenges, and what it meets none of."""

    foundation: FoundationPage
    crossings: list[Crossing]
    not_met: list[GrandChallengePage]
    alone: list[AmbitionPage]


@dataclass
class Overview:
    foundations: list[FoundationPage]
    challenges: list[GrandChallengePage]
    crossings: dict[tuple[int, int], Crossing] = field(default_factory=dict)
    strands: list[Strand] = field(default_factory=list)

    @classmethod
    def of(cls, strategy: StrategyPage) -> Overview:
        """Parts and ambitions in use. Four queries, however many there are."""
        overview = cls(list(FoundationPage.objects.of(strategy)), list(GrandChallengePage.objects.of(strategy)))
        ambitions = list(AmbitionPage.objects.of(strategy).by_priority())
        weights = weights_of([ambition.pk for ambition in ambitions])
        alone: defaultdict[int, list[AmbitionPage]] = defaultdict(list)
        for ambition in ambitions:
            overview._place(ambition, weights, alone)
        for at, foundation in enumerate(overview.foundations):
            met = {row: overview.crossings.get((row, at)) for row in range(len(overview.challenges))}
            overview.strands.append(
                Strand(
                    foundation,
                    [crossing for crossing in met.values() if crossing],
                    [overview.challenges[row] for row, crossing in met.items() if not crossing],
                    alone[foundation.pk],
                )
            )
        return overview

    def _place(
        self, ambition: AmbitionPage, weights: dict[tuple[int, int], Weight], alone: dict[int, list[AmbitionPage]]
    ) -> None:
        rows = [(row, one) for row, one in enumerate(self.challenges) if (ambition.pk, one.pk) in weights]
        for at, foundation in enumerate(self.foundations):
            weight = weights.get((ambition.pk, foundation.pk))
            if weight is None:
                continue
            if not rows:
                alone[foundation.pk].append(ambition)
            for row, challenge in rows:
                crossing = self.crossings.setdefault((row, at), Crossing(foundation, challenge))
                on_both = weight == weights[ambition.pk, challenge.pk] == Weight.LEADS
                (crossing.leading if on_both else crossing.contributing).append(ambition)

    def cloths(self, thread: str) -> list[tuple[str, Cloth]]:
        """The picture for a wide and for a narrow screen; none when there is nothing to weave."""
        if not (self.foundations or self.challenges):
            return []
        wefts = [Named(challenge.name, _stance(challenge), challenge) for challenge in self.challenges]
        return [
            (name, Cloth.of(self.foundations, wefts, self.crossings, loom=loom, thread=thread))
            for name, loom in (("wide", WIDE), ("narrow", NARROW))
        ]


@dataclass(frozen=True)
class Named:
    """A challenge as a weft: its name, and in a word what the region does about it."""

    name: str
    caption: str
    page: GrandChallengePage


def _stance(challenge: GrandChallengePage) -> str:
    return "" if challenge.stance == "not_stated" else f"The region {challenge.stance}"


class OverviewPage(SitePage):
    thread_label = models.CharField(
        max_length=40,
        default="What people said",
        verbose_name="name of the gold thread",
        help_text="What runs through the whole strategy.",
    )
    thread_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="where the gold thread leads",
        help_text="The page that reports what people said. Leave empty and the thread has a name and no link.",
    )

    content_panels: ClassVar[list[Any]] = [
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel("thread_label"), PageChooserPanel("thread_page")], heading="Gold thread"),
    ]
    parent_page_types: ClassVar[list[str]] = ["strategy.StrategyPage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = "strategy in one picture"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        strategy = StrategyPage.objects.parent_of(self).first()
        overview = Overview.of(strategy)
        thread = Page.objects.live().filter(pk=self.thread_page_id).first() if self.thread_page_id else None
        return super().get_context(request, *args, **kwargs) | {
            "strategy": strategy,
            "overview": overview,
            "cloths": overview.cloths(self.thread_label),
            "thread_page": thread,
        }
