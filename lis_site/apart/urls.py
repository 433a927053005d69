"""Addresses of the admin that stand before Wagtail's own of the same name."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.defaults import page_not_found
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import workflows
from wagtail.models import Task, Workflow
from wagtail.permissions import policy_registry
from wagtail.utils.urlpatterns import decorate_urlpatterns

from lis_site.apart import bulk, files, pages, reports

View = Callable[..., Any]


def _for_makers_of_workflows(view: View) -> View:
    """Those who make the steps of approval, for all areas; Wagtail shows the steps to all staff."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        policies = [policy_registry.get_by_type(model) for model in (Task, Workflow)]
        if not any(policy.user_has_any_permission(request.user, ["add", "change"]) for policy in policies):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _with_page_for_404(view: View) -> View:
    @wraps(view)
    def answered(request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return view(request, *args, **kwargs)
        except Http404 as missing:
            return page_not_found(request, missing, template_name="wagtailadmin/404.html")

    return answered


urlpatterns = [
    path("bulk/<str:app_label>/<str:model_name>/<str:action>/", bulk.act),
    path("choose-page/", pages.OwnBrowse.as_view()),
    path("choose-page/<int:parent_page_id>/", pages.OwnBrowse.as_view()),
    path("choose-page/chosen-multiple/", pages.OwnChosenMultiple.as_view()),
    path("choose-external-link/", pages.OwnExternalLink.as_view()),
    path("images/", files.OwnImages.as_view()),
    path("images/results/", files.OwnImages.as_view(results_only=True)),
    path("images/chooser/", files.image_chooser.choose_view),
    path("documents/", files.OwnDocuments.as_view()),
    path("documents/results/", files.OwnDocuments.as_view(results_only=True)),
    path("tag-autocomplete/", files.autocomplete),
    path("tag-autocomplete/taggit/tag/", files.autocomplete),
    path("workflows/task_chooser/", _for_makers_of_workflows(workflows.TaskChooserView.as_view())),
    path("workflows/task_chooser/results/", _for_makers_of_workflows(workflows.TaskChooserResultsView.as_view())),
    path("workflows/task_chooser/create/", _for_makers_of_workflows(workflows.TaskChooserCreateView.as_view())),
    path("workflows/task_chooser/<int:task_id>/", _for_makers_of_workflows(workflows.task_chosen)),
    path("reports/locked/", reports.OwnLockedPages.as_view()),
    path("reports/locked/results/", reports.OwnLockedPages.as_view(results_only=True)),
    path("reports/workflow/", reports.OwnWorkflows.as_view()),
    path("reports/workflow/results/", reports.OwnWorkflows.as_view(results_only=True)),
    path("reports/workflow_tasks/", reports.OwnTasks.as_view()),
    path("reports/workflow_tasks/results/", reports.OwnTasks.as_view(results_only=True)),
    path("reports/site-history/", reports.OwnHistory.as_view()),
    path("reports/site-history/results/", reports.OwnHistory.as_view(results_only=True)),
    path("reports/page-types-usage/", reports.OwnPageTypes.as_view()),
    path("reports/page-types-usage/results/", reports.OwnPageTypes.as_view(results_only=True)),
]
for _decorator in (require_admin_access, _with_page_for_404, never_cache):
    urlpatterns = decorate_urlpatterns(urlpatterns, _decorator)
