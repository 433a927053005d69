"""Reports of the admin: what goes live when, which pages are due to be checked, and which nothing leads to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from strategy import attention
from strategy.schedule import planned

_A_YEAR = dt.timedelta(days=366)


class _Report(WagtailAdminTemplateMixin, TemplateView):
    """For those who look after pages, about their own pages."""

    url_name: str
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.pages = attention.pages_of(request.user)
        if not self.pages.exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class PlannedReport(_Report):
    page_title = "What goes live when"
    url_name = "report_planned"
    header_icon = "calendar"
    template_name = "wagtailadmin/dashboard/report_planned.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        found = planned(self.pages, now, now + _A_YEAR)
        months = groupby(found, key=lambda one: timezone.localtime(one.at).date().replace(day=1))
        return super().get_context_data(**kwargs) | {"months": [(month, list(dates)) for month, dates in months]}


class PastReviewReport(_Report):
    page_title = "Due to be checked again"
    url_name = "report_past_review"
    header_icon = "date"
    template_name = "wagtailadmin/dashboard/report_past_review.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = attention.past_review(self.pages, timezone.localdate())
        return super().get_context_data(**kwargs) | {"rows": rows}


class UnlinkedReport(_Report):
    page_title = "Pages that nothing leads to"
    url_name = "report_unlinked"
    header_icon = "link"
    template_name = "wagtailadmin/dashboard/report_unlinked.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"rows": list(attention.unlinked(self.pages))}


_REPORTS = (PlannedReport, PastReviewReport, UnlinkedReport)


def admin_urls() -> list[Any]:
    """Hook: the addresses of the reports."""
    return [
        path(f"reports/{report.url_name.removeprefix('report_')}/", report.as_view(), name=report.url_name)
        for report in _REPORTS
    ]


class _ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return attention.pages_of(request.user).exists()


def _menu_item(report: type[_Report], order: int) -> Callable[[], MenuItem]:
    return lambda: _ReportMenuItem(
        report.page_title, reverse(report.url_name), name=report.url_name, icon_name=report.header_icon, order=order
    )


# Hooks: the entries of the menu Reports, before Wagtail's own.
menu_items = [_menu_item(report, order) for order, report in enumerate(_REPORTS, start=100)]
