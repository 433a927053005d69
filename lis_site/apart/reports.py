"""Wagtail's reports, whose rows are of one's own pages already, but not their filters nor what they say beside."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.admin.filters import FilteredModelChoiceFilter
from wagtail.admin.views.reports import audit_logging, locked_pages, page_types_usage, workflows
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import ModelLogEntry

from lis_site.apart.own import colleagues_of, own_pages, own_tasks, own_workflows
from lis_site.search.promotions import promotions_of
from strategy.areas import areas_of


def _colleagues(request: Any) -> Any:
    return colleagues_of(request.user)


def _workflows(request: Any) -> Any:
    return own_workflows(request.user)


class _LockedFilters(locked_pages.LockedPagesReportFilterSet):
    locked_by = django_filters.ModelChoiceFilter(
        label="Locked by", empty_label="Anyone", field_name="locked_by", queryset=_colleagues
    )

    class Meta(locked_pages.LockedPagesReportFilterSet.Meta):
        pass


class OwnLockedPages(locked_pages.LockedPagesView):
    filterset_class = _LockedFilters


class _WorkflowFilters(workflows.WorkflowReportFilterSet):
    workflow = django_filters.ModelChoiceFilter(queryset=_workflows)
    requested_by = django_filters.ModelChoiceFilter(field_name="requested_by", queryset=_colleagues)

    class Meta(workflows.WorkflowReportFilterSet.Meta):
        pass


class OwnWorkflows(workflows.WorkflowView):
    filterset_class = _WorkflowFilters


class _TaskFilters(workflows.WorkflowTasksReportFilterSet):
    workflow = django_filters.ModelChoiceFilter(
        field_name="workflow_state__workflow", queryset=_workflows, label="Workflow"
    )
    task = FilteredModelChoiceFilter(
        queryset=lambda request: own_tasks(request.user), filter_field="id_workflow", filter_accessor="workflows"
    )

    class Meta(workflows.WorkflowTasksReportFilterSet.Meta):
        pass


class OwnTasks(workflows.WorkflowTasksView):
    filterset_class = _TaskFilters


class _HistoryFilters(audit_logging.SiteHistoryReportFilterSet):
    def get_users_queryset(self) -> QuerySet[Any]:
        """Those who did what the reader may see; Wagtail's offers everybody who ever did anything."""
        seen = audit_logging.get_users_for_filter(self.request.user).order_by()
        return colleagues_of(self.request.user).filter(pk__in=seen.values("pk"))

    class Meta(audit_logging.SiteHistoryReportFilterSet.Meta):
        pass


class OwnHistory(audit_logging.LogEntriesView):
    """Rights on promoted results are given for all areas at once, and so would be their history."""

    filterset_class = _HistoryFilters

    def filter_queryset(self, queryset: Any) -> Any:
        found = super().filter_queryset(queryset)
        if queryset.model is not ModelLogEntry:
            return found
        promotions = ContentType.objects.get_for_model(SearchPromotion)
        own = [str(one) for one in promotions_of(self.request.user).values_list("pk", flat=True)]
        return found.filter(~Q(content_type=promotions) | Q(object_id__in=own))


class _TypesFilters(page_types_usage.PageTypesUsageReportFilterSet):
    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        own = areas_of(request.user).select_related("root_page")
        if "site" in self.filters:
            self.filters["site"].extra["choices"] = [(site.root_page.path, str(site)) for site in own]
        if len(own) < 2:
            self.filters.pop("site", None)
            self.sites_filter_enabled = False

    class Meta(page_types_usage.PageTypesUsageReportFilterSet.Meta):
        pass


class OwnPageTypes(page_types_usage.PageTypesUsageReportView):
    """Counts the pages of one's own areas, and names the last edited among those."""

    filterset_class = _TypesFilters

    def get_queryset(self) -> Any:
        kinds = super().get_queryset()
        pages = own_pages(self.request.user).filter(content_type=OuterRef("pk"))
        if site := self.filters.form.cleaned_data.get("site"):
            pages = pages.filter(path__startswith=site)
        newest = pages.order_by(F("latest_revision_created_at").desc(nulls_last=True), "title", "-pk")
        count = pages.order_by().values("content_type").annotate(count=Count("pk")).values("count")
        found = kinds.model.objects.filter(pk__in=kinds.order_by().values("pk"))
        found = found.annotate(
            count=Coalesce(Subquery(count), 0), last_edited_page_id=Subquery(newest.values("pk")[:1])
        )
        return found.order_by("-count", "app_label", "model")
