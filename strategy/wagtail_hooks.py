"""Registers what strategy adds to Wagtail, and nothing else."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from strategy.areas import pages_within
from strategy.deletion import refuse_deletion, refuse_deletions, refuse_record_deletion
from strategy.page_links import SitePageLinkHandler
from strategy.viewsets import StrategyRecords

register_snippet(StrategyRecords)


@hooks.register("register_rich_text_features", order=20)
def link_to_pages_in_one_query(features: Any) -> None:
    features.register_link_type(SitePageLinkHandler)


@hooks.register("construct_page_chooser_queryset")
def choose_pages_of_own_area(pages: Any, request: Any) -> Any:
    return pages_within(pages, request.user)


hooks.register("before_delete_page", refuse_deletion)
hooks.register("before_bulk_action", refuse_deletions)
hooks.register("before_delete_snippet", refuse_record_deletion)
