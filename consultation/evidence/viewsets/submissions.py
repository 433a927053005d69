"""What came, in the admin: read without who sent it, released file by file, and each download noted."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.log_actions import log

from consultation.evidence.choices import SubmissionState
from consultation.evidence.models import EvidenceFile, EvidenceSubmission
from consultation.evidence.quarantine import note_download
from consultation.evidence.submission import judge
from consultation.evidence.viewsets.filters import SubmissionFilterSet
from consultation.evidence.viewsets.rights import may, may_see_names, submission_or_404
from consultation.evidence.writing import SubmissionRefused
from consultation.files import scanning
from consultation.files.quarantine import NO_SCANNER, ReleaseRefused, release
from consultation.files.views import attachment
from strategy.viewsets import AreaInspect, AreaRecordViewSet


def _address(submission: EvidenceSubmission) -> str:
    return reverse("wagtailsnippets_consultation_evidencesubmission:inspect", args=[submission.pk])


@never_cache
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """One submission as it was sent. Of a draft nobody sees more than that it is there."""
    submission = submission_or_404(request.user, pk)
    is_sent = submission.state == SubmissionState.SENT
    sees_names = may_see_names(request.user, submission.call)
    items = []
    if is_sent:
        log(instance=submission.call, action="consultation.view_evidence", user=request.user)
        items = list(submission.items.filter(sent_at__isnull=False).select_related("file", "entry", "bears_on"))
    contact = ""
    if sees_names and submission.contact_id:
        contact = reverse("wagtailsnippets_consultation_contact:inspect", args=[submission.contact_id])
    context = {
        "submission": submission,
        "call": submission.call,
        "is_sent": is_sent,
        "items": [(item, _twins(item.stored)) for item in items],
        "answers": [(one, submission.answers.get(str(one.pk))) for one in submission.call.questions.all()]
        if is_sent
        else [],
        "sees_names": sees_names,
        "contact": contact,
        "can_release": may(request.user, "release", submission),
        "no_scanner": "" if scanning.is_configured() else NO_SCANNER,
        "downloads": submission.downloads.select_related("by"),
        "entries": submission.entries.all(),
    }
    return render(request, "wagtailadmin/evidence/submission.html", context)


def _twins(file: EvidenceFile | None) -> list[EvidenceSubmission]:
    """Other submissions of the area that hold the very same file."""
    if file is None:
        return []
    submission = file.item.submission
    same = EvidenceSubmission.objects.sent().filter(site=submission.site_id, items__file__sha256=file.sha256)
    return list(same.exclude(pk=submission.pk).distinct())


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Release a file, set the submission aside, or let it count after all."""
    submission = submission_or_404(request.user, pk, "release")
    now = timezone.now()
    try:
        match request.POST.get("act"):
            case "release":
                file = _file(submission, request.POST.get("file", ""))
                release(file=file, answers_for_it=request.POST.get("answer_for") == "yes", by=request.user, now=now)
            case "aside":
                judge(submission=submission, is_robot=True, now=now)
            case "count":
                judge(submission=submission, is_robot=False, now=now)
    except (SubmissionRefused, ReleaseRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        log(instance=submission.call, action="consultation.judge_evidence", user=request.user)
        messages.success(request, "Noted.")
    return redirect(_address(submission))


@never_cache
@require_safe
def file(request: HttpRequest, pk: int, file_id: Any) -> FileResponse | HttpResponse:
    """A file: to take away, never to open as a page. Noted with who and when."""
    submission = submission_or_404(request.user, pk)
    found = _file(submission, str(file_id))
    try:
        note_download(file=found, by=request.user, now=timezone.now())
    except ReleaseRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(submission))
    log(instance=submission.call, action="consultation.download_evidence", user=request.user)
    return attachment(found)


def _file(submission: EvidenceSubmission, pk: str) -> EvidenceFile:
    files = EvidenceFile.objects.select_related("item__submission").filter(item__submission=submission)
    try:
        return get_object_or_404(files, pk=uuid.UUID(pk))
    except ValueError as error:
        raise Http404 from error


class SubmissionRead(AreaInspect):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return read(request, self.object.pk)


class SubmissionViewSet(AreaRecordViewSet):
    """Found by reference; lists say nothing of who sent it."""

    model = EvidenceSubmission
    icon = "clipboard-list"
    menu_label = "What came"
    list_display = (
        "reference",
        "call",
        "get_state_display",
        "get_channel_display",
        "sent_at",
        "is_late",
        "is_quarantined",
    )
    filterset_class = SubmissionFilterSet
    search_fields = ("reference",)
    ordering = ("-pk",)
    inspect_view_enabled = True
    inspect_view_class = SubmissionRead

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("act/<int:pk>/", act, name="act"),
            path("file/<int:pk>/<uuid:file_id>/", file, name="file"),
        ]
