"""Ambitions against everything they serve, made from their pages. Nothing here counts to five or four."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from strategy.models.ambition import AmbitionPage
from strategy.models.ambition_links import (
    AmbitionFoundation,
    AmbitionGrandChallenge,
    AmbitionHealthPriority,
    WeightedLink,
)
from strategy.models.base import SitePage, StrategyPart
from strategy.models.choices import Weight
from strategy.models.foundation import FoundationPage
from strategy.models.grand_challenge import GrandChallengePage
from strategy.models.health_priority import SharedHealthPriorityPage
from strategy.models.priority import PriorityPage
from strategy.models.strategy import StrategyPage
from strategy.paging import ON_A_PAGE, numbers_of, part_of

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.http import HttpRequest

# Each group of columns: its heading, the pages that are its columns, the links that fill it.
_GROUPS: list[tuple[str, type[StrategyPart], type[WeightedLink]]] = [
    ("Foundations", FoundationPage, AmbitionFoundation),
    ("Grand Challenges", GrandChallengePage, AmbitionGrandChallenge),
    ("Shared health priorities", SharedHealthPriorityPage, AmbitionHealthPriority),
]


def weights_of(ambitions: list[int]) -> dict[tuple[int, int], Weight]:
    """The weight of each link, by the keys of its ambition and of the part it serves. One query for all groups."""
    queries = [
        links.objects.filter(ambition__in=ambitions).order_by().values_list("ambition_id", "part_id", "weight")
        for _heading, _pages, links in _GROUPS
    ]
    found = queries[0].union(*queries[1:], all=True).order_by()
    return {(ambition, part): Weight(weight) for ambition, part, weight in found}


@dataclass
class Column:
    part: StrategyPart
    starts_group: bool
    leads: int = 0
    contributes: int = 0

    @property
    def is_gap(self) -> bool:
        """Whether no ambition of the whole strategy serves this part."""
        return not (self.leads or self.contributes)


@dataclass
class Cell:
    column: Column
    weight: Weight | None


@dataclass
class Row:
    ambition: AmbitionPage
    cells: list[Cell]


@dataclass
class Matrix:
    """Rows are ambitions in use, a part of them at a time; columns are the parts of the strategy in use.

    Gaps are counted over all rows, whatever is shown.
    """

    groups: list[tuple[str, list[Column]]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    part: Page[Any] | None = None
    priorities: list[PriorityPage] = field(default_factory=list)
    chosen: PriorityPage | None = None
    only_gaps: bool = False

    @classmethod
    def of(cls, strategy: StrategyPage, *, asked: Mapping[str, str]) -> Matrix:
        """Five queries, however many rows and with three groups of columns.

        The `priority` that is asked for is a slug: only its ambitions become rows; an unknown one is passed over.
        `show=gaps` keeps the columns that nothing serves.
        """
        priority, only_gaps = asked.get("priority", ""), asked.get("show") == "gaps"
        ambitions = list(AmbitionPage.objects.of(strategy).by_priority())
        matrix = cls(only_gaps=only_gaps)
        matrix.priorities = list({a.priority_id: a.priority for a in ambitions}.values())
        matrix.chosen = next((one for one in matrix.priorities if one.slug == priority), None)
        weights = weights_of([ambition.pk for ambition in ambitions])
        served: defaultdict[int, list[Weight]] = defaultdict(list)
        for (_ambition, part), weight in weights.items():
            served[part].append(weight)
        for heading, pages, _links in _GROUPS:
            columns = [
                Column(
                    part,
                    starts_group=False,
                    leads=served[part.pk].count(Weight.LEADS),
                    contributes=served[part.pk].count(Weight.CONTRIBUTES),
                )
                for part in pages.objects.of(strategy)
            ]
            columns = [column for column in columns if column.is_gap] if only_gaps else columns
            if columns:
                columns[0].starts_group = True
                matrix.groups.append((heading, columns))
        shown = [a for a in ambitions if matrix.chosen in (None, a.priority)]
        matrix.part = part_of(shown, asked, on_a_page=ON_A_PAGE)
        matrix.rows = [
            Row(a, [Cell(column, weights.get((a.pk, column.part.pk))) for column in matrix.columns])
            for a in matrix.part
        ]
        return matrix

    @property
    def numbers(self) -> list[int | str]:
        return numbers_of(self.part) if self.part else []

    @property
    def columns(self) -> list[Column]:
        return [column for _heading, columns in self.groups for column in columns]

    @property
    def gaps(self) -> list[Column]:
        return [column for column in self.columns if column.is_gap]


class MatrixPage(SitePage):
    parent_page_types: ClassVar[list[str]] = ["strategy.StrategyPage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = "matrix"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        strategy = StrategyPage.objects.parent_of(self).first()
        return super().get_context(request, *args, **kwargs) | {
            "strategy": strategy,
            "matrix": Matrix.of(strategy, asked=request.GET),
        }
