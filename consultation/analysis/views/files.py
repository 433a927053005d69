"""Taking the answers away: CSV and JSON at once, spreadsheets when the clock has made them."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.log_actions import log

from consultation.analysis import exporting, files
from consultation.analysis.models import Export
from consultation.analysis.views.numbers import frame
from consultation.analysis.views.rights import survey_to_work_on

_STREAMED = {
    "responses.csv": (files.as_csv, "text/csv; charset=utf-8"),
    "responses.json": (files.as_json, "application/json"),
}


@never_cache
def exports(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be taken at once, what is being made and how far it is; asking for a spreadsheet."""
    survey = survey_to_work_on(request.user, pk)
    if request.method == "POST":
        form = request.POST.get("form", "")
        if form not in files.WRITERS:
            raise Http404
        with_synthetic = "all" in request.POST
        exporting.ask(survey=survey, form=form, with_synthetic=with_synthetic, by=request.user, now=timezone.now())
        log(instance=survey, action="consultation.export_responses", user=request.user)
        messages.success(request, "The file is being made. It is here within a few minutes, and for a day.")
        return redirect("analysis:exports", survey.pk)
    made = Export.objects.filter(survey=survey).select_related("asked_by")
    context = frame(request, survey, "exports") | {"exports": made, "forms": Export.Form.choices}
    return render(request, "wagtailadmin/analysis/exports.html", context)


@never_cache
def stream(request: HttpRequest, pk: int, name: str) -> StreamingHttpResponse:
    survey = survey_to_work_on(request.user, pk)
    if name == "codebook.csv":
        return _streamed(files.codebook_as_csv(survey), "text/csv; charset=utf-8", f"{survey.slug}-codebook.csv")
    if name not in _STREAMED:
        raise Http404
    lines, kind = _STREAMED[name]
    log(instance=survey, action="consultation.export_responses", user=request.user)
    return _streamed(lines(survey, with_synthetic="all" in request.GET), kind, f"{survey.slug}-{name}")


def _streamed(lines: object, kind: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=kind)  # type: ignore[arg-type]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
def fetch(request: HttpRequest, pk: int, export_id: uuid.UUID) -> FileResponse:
    survey = survey_to_work_on(request.user, pk)
    export = get_object_or_404(Export, pk=export_id, survey=survey, state=Export.State.READY)
    name = f"{survey.slug}-responses.{export.form}"
    response = FileResponse(export.file.open(), as_attachment=True, filename=name)
    response["Content-Type"] = "application/octet-stream"
    return response
