"""Import and export of the tracker in the admin: first what a file would do, then doing it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.models import Site
from wagtail.permissions import policy_registry

from strategy.models.partnership import LocalStrategy, Partnership
from strategy.tracker.forms import ImportForm
from strategy.tracker.importing import run
from strategy.tracker.reading import NotATable
from strategy.tracker.tables import COLUMNS, LINK_COLUMNS, as_csv, links_as_csv


def areas_to_import_to(user: Any) -> Any:
    """The areas in which `user` may add and change both partnerships and strategies."""
    allowed = Site.objects.all()
    for model in (Partnership, LocalStrategy):
        for action in ("add", "change"):
            policy = policy_registry.get_by_type(model)
            allowed = allowed.filter(pk__in=policy.sites_user_has_permission_for(user, action).values("pk"))
    return allowed


@never_cache
@require_http_methods(["GET", "POST"])
def import_table(request: HttpRequest) -> HttpResponse:
    """A file is tried first, always; what the trial showed is imported by a second button."""
    areas = areas_to_import_to(request.user)
    if not areas:
        raise PermissionDenied
    form, report = ImportForm(areas=areas), None
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES, areas=areas)
        if form.is_valid():
            text, is_trial = form.cleaned_data["text"], "import" not in request.POST
            try:
                report = run(text, site=form.cleaned_data["site"], now=timezone.now(), is_trial=is_trial)
            except NotATable as problem:
                form.add_error("file", str(problem))
            else:
                if not is_trial and not report.bad:
                    messages.success(request, f"Imported. Rows that brought something new: {len(report.news)}.")
                    return redirect(Partnership.snippet_viewset.get_url_name("list"))
                form = ImportForm(initial={"text": text, "site": form.cleaned_data["site"].pk}, areas=areas)
    context = {
        "form": form,
        "report": report,
        "columns": COLUMNS,
        "link_columns": LINK_COLUMNS,
        "page_title": "Import the tracker",
        "header_icon": "upload",
        "back": reverse(Partnership.snippet_viewset.get_url_name("list")),
        "areas": areas,
    }
    return render(request, "wagtailadmin/tracker/import.html", context)


@never_cache
@require_safe
def export_table(request: HttpRequest, site_id: int) -> HttpResponse:
    """The partnerships and strategies of an area as CSV, in the form that is imported."""
    return _file(as_csv(_area_to_export(request, site_id)), "tracker.csv")


@never_cache
@require_safe
def export_links(request: HttpRequest, site_id: int) -> HttpResponse:
    """What they have published, as CSV, in the form that is imported."""
    return _file(links_as_csv(_area_to_export(request, site_id)), "tracker-links.csv")


def _area_to_export(request: HttpRequest, site_id: int) -> Site:
    policy = policy_registry.get_by_type(Partnership)
    site = policy.sites_user_has_any_permission_for(request.user, ["add", "change", "view"]).filter(pk=site_id).first()
    if site is None:
        raise PermissionDenied
    return site


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def admin_urls() -> list[Any]:
    return [
        path("tracker/import/", import_table, name="tracker_import"),
        path("tracker/export/<int:site_id>.csv", export_table, name="tracker_export"),
        path("tracker/export/<int:site_id>/links.csv", export_links, name="tracker_export_links"),
    ]
