"""The whole strategy on one page, made from the same pages, numbered, for reading through and for printing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from wagtail.models import Site

from strategy.models.ambition import AmbitionPage
from strategy.models.base import SitePage, StrategyPart
from strategy.models.edition import editions_beside, editions_from
from strategy.models.foundation import DraftPriority, FoundationPage, lettered
from strategy.models.grand_challenge import GrandChallengePage
from strategy.models.health_priority import SharedHealthPriorityPage
from strategy.models.priority import PriorityPage
from strategy.models.strategy import StrategyPage

if TYPE_CHECKING:
    from django.http import HttpRequest


class WholeStrategyPage(SitePage):
    parent_page_types: ClassVar[list[str]] = ["strategy.StrategyPage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = "whole strategy on one page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        strategies = StrategyPage.objects.parent_of(self)
        strategy = strategies.annotate(editions=editions_beside(Site.find_for_request(request))).first()
        return super().get_context(request, *args, **kwargs) | {
            "strategy": strategy,
            "chapters": chapters_of(strategy),
            "editions": editions_from(strategy.editions),
        }


def chapters_of(strategy: StrategyPage) -> list[dict[str, Any]]:
    """The numbered chapters, each with its `number`, `title`, `anchor`, `template` and `sections`. Seven queries.

    A chapter that has no page in use is left out, and the next takes its number. Nor is a page in it that only some may
    read: what is made from this is for everybody.
    """

    def parts(kind: type[StrategyPart]) -> Any:
        return kind._default_manager.of(strategy).open_to_all()

    foundations = list(parts(FoundationPage))
    priorities = list(parts(PriorityPage))
    by_id = {priority.pk: priority for priority in priorities}
    drafts = DraftPriority.objects.filter(page__in=[page.pk for page in foundations]).annotate(
        carried_ids=ArrayAgg("carried_on_by", filter=models.Q(carried_on_by__isnull=False), default=models.Value([]))
    )
    drafts_by_page: dict[int, list[DraftPriority]] = {}
    for draft in drafts.order_by("sort_order"):
        draft.carried_on = [by_id[pk] for pk in by_id if pk in draft.carried_ids]
        drafts_by_page.setdefault(draft.page_id, []).append(draft)
    ambitions_by_priority: dict[int, list[AmbitionPage]] = {}
    for ambition in parts(AmbitionPage).by_priority().with_status():
        ambitions_by_priority.setdefault(ambition.priority_id, []).append(ambition)

    found = [
        ("foundations", "Foundations", [(page, lettered(drafts_by_page.get(page.pk, []))) for page in foundations]),
        ("challenges", "Grand Challenges", [(page, None) for page in parts(GrandChallengePage)]),
        ("priorities", "Priorities and ambitions", [(p, ambitions_by_priority.get(p.pk, [])) for p in priorities]),
        ("health", "Shared health priorities", [(page, None) for page in parts(SharedHealthPriorityPage)]),
    ]
    chapters = [
        {"anchor": anchor, "title": title, "template": f"strategy/whole/{anchor}.html", "sections": sections}
        for anchor, title, sections in found
        if sections
    ]
    # The Big Idea is chapter 1 and stands in the page's own template.
    return [chapter | {"number": number} for number, chapter in enumerate(chapters, start=2)]
