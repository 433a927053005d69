"""Registers what the composition adds to Wagtail, and nothing else."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lis_site import area_admin
from lis_site.apart import files as own_files
from lis_site.apart import pages as own_pages
from lis_site.search import promotion_views, report
from strategy.areas import has_an_area


class AreaMenuItem(MenuItem):
    """Shown to whoever belongs to an area."""

    def is_shown(self, request: Any) -> bool:
        return has_an_area(request.user)


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own, which they stand for
def addresses() -> list[Any]:
    return [
        path("searchpicks/", promotion_views.AreaIndex.as_view()),
        path("searchpicks/results/", promotion_views.AreaIndex.as_view(results_only=True)),
        path("searchpicks/add/", promotion_views.AreaCreate.as_view()),
        path("searchpicks/<int:query_id>/", promotion_views.AreaEdit.as_view()),
        path("searchpicks/<int:query_id>/delete/", promotion_views.AreaDelete.as_view()),
        path("reports/searches/", report.FruitlessSearchReport.as_view(), name="fruitless_searches"),
        path(
            "reports/searches/results/",
            report.FruitlessSearchReport.as_view(results_only=True),
            name="fruitless_searches_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def fruitless_searches() -> MenuItem:
    return AreaMenuItem("Searches that found nothing", reverse("fruitless_searches"), icon_name="search", order=1200)


@hooks.register("construct_reports_menu")
def without_search_terms(request: Any, items: list[MenuItem]) -> None:
    """Wagtail's count of all searches, which we do not keep."""
    items[:] = [item for item in items if item.name != "search-terms"]


hooks.register("register_admin_urls", area_admin.admin_urls)
hooks.register("register_settings_menu_item", area_admin.menu_item)

hooks.register("construct_admin_api", own_files.replace_endpoints, order=1)  # after Wagtail's, which they stand for
hooks.register("register_admin_viewset", lambda: own_pages.page_viewset)
