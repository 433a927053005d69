"""Registers what strategy adds to Wagtail, and nothing else."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from strategy import dashboard, reports
from strategy.areas import pages_within
from strategy.content_checks import replace_checker
from strategy.deletion import refuse_bulk_action, refuse_deletion, refuse_record_deletion, refuse_unpublishing
from strategy.review import admin as reviews
from strategy.silent_rewording import refuse_silent_rewording
from strategy.text_links import FileLinkHandler, SitePageLinkHandler
from strategy.tracker import staff as tracker
from strategy.tracker.viewsets import TrackerRecords
from strategy.viewsets import StrategyRecords

register_snippet(StrategyRecords)
register_snippet(TrackerRecords)


@hooks.register("register_rich_text_features", order=20)
def look_links_up_together(features: Any) -> None:
    features.register_link_type(SitePageLinkHandler)
    features.register_link_type(FileLinkHandler)


@hooks.register("construct_page_chooser_queryset")
def choose_pages_of_own_area(pages: Any, request: Any) -> Any:
    return pages_within(pages, request.user)


hooks.register("before_delete_page", refuse_deletion)
hooks.register("before_unpublish_page", refuse_unpublishing)
hooks.register("before_bulk_action", refuse_bulk_action)
hooks.register("before_bulk_action", refuse_silent_rewording)
hooks.register("before_delete_snippet", refuse_record_deletion)

hooks.register("construct_wagtail_userbar", replace_checker)
hooks.register("construct_homepage_panels", dashboard.arrange_panels)
hooks.register("register_admin_urls", reports.admin_urls)
for menu_item in reports.menu_items:
    hooks.register("register_reports_menu_item", menu_item)

hooks.register("register_admin_urls", reviews.admin_urls)
hooks.register("register_page_header_buttons", reviews.review_buttons)
hooks.register("register_page_listing_more_buttons", reviews.review_buttons)
hooks.register("register_log_actions", reviews.log_actions)

hooks.register("register_admin_urls", tracker.admin_urls)
