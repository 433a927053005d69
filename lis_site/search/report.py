"""The report for staff: what people of their areas searched for without finding anything."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Max, Sum
from django.http import HttpRequest, HttpResponseBase
from django_filters import DateFromToRangeFilter
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from lis_site.search.models import FruitlessSearch
from strategy.areas import areas_of


class FruitlessSearchFilters(WagtailFilterSet):
    on = DateFromToRangeFilter(label="Searched between", widget=DateRangePickerWidget)

    class Meta:
        model = FruitlessSearch
        fields: list[str] = []


class FruitlessSearchReport(ReportView):
    """Each row: the words, the area, how many times in all, and the last day."""

    page_title = "Searches that found nothing"
    header_icon = "search"
    model = FruitlessSearch
    filterset_class = FruitlessSearchFilters
    is_searchable = True
    search_fields = ["words"]
    default_ordering = "-times_in_all"
    index_url_name = "fruitless_searches"
    index_results_url_name = "fruitless_searches_results"
    columns = [
        Column("words", label="Words", sort_key="words"),
        Column("area", label="Area", sort_key="area"),
        NumberColumn("times_in_all", label="Times", sort_key="times_in_all"),
        Column("last_on", label="Last searched", sort_key="last_on"),
    ]
    list_export = ["words", "area", "times_in_all", "last_on"]
    export_headings = {"words": "Words", "area": "Area", "times_in_all": "Times", "last_on": "Last searched"}
    export_filename = "searches-that-found-nothing"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not areas_of(request.user).exists():
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        return (
            FruitlessSearch.objects.filter(site__in=areas_of(self.request.user))
            .values("words", area=F("site__site_name"))
            .annotate(times_in_all=Sum("times"), last_on=Max("on"))
        )
