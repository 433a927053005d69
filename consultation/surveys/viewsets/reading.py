"""Responses in the admin: what was sent, without who sent it; who may see that is noted when they look."""

from __future__ import annotations

import uuid
from typing import Any

import django_filters
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from consultation.files import scanning
from consultation.files.quarantine import NO_SCANNER, ReleaseRefused, refuse_unless_released, release
from consultation.files.views import attachment
from consultation.surveys.choices import Channel, ResponseState, State
from consultation.surveys.likeness import alike
from consultation.surveys.models import Response, ResponseFile, Survey
from consultation.surveys.questionnaire.answers import shown
from consultation.surveys.responses import ResponseRefused
from consultation.surveys.submission import NotComplete, admit_late, check_entry, judge
from consultation.surveys.versions import questionnaire_of
from consultation.surveys.viewsets.rights import may, may_see_names
from strategy.viewsets import AreaInspect, AreaRecordViewSet


def _response_or_404(user: Any, pk: int, action: str = "view") -> Response:
    """The response, if `user` may read it; with another action, if they may also do that with its survey."""
    rows = Response.objects.select_related("survey__site", "version", "entered_by", "checked_by")
    found: Response = get_object_or_404(rows, pk=pk)
    if not may(user, "view", found) or (action != "view" and not may(user, action, found.survey)):
        raise Http404
    return found


def _address(response: Response) -> str:
    return reverse("wagtailsnippets_consultation_response:inspect", args=[response.pk])


@never_cache
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """One response as it was sent last. Of a draft nobody sees more than that it is there."""
    response = _response_or_404(request.user, pk)
    last = response.submissions.filter(is_current=True).select_related("version").first()
    parts = []
    if last is not None:
        last.response = response
        parts = [
            (section.title, [(one, shown(one, last.answers.get(one.code))) for one in section.questions])
            for section in questionnaire_of(last.version).sections
        ]
        log(instance=response.survey, action="consultation.view_response", user=request.user)
    sees_names = may_see_names(request.user, response.survey)
    contact = ""
    if sees_names and response.contact_id:
        contact = reverse("wagtailsnippets_consultation_contact:inspect", args=[response.contact_id])
    context = {
        "response": response,
        "survey": response.survey,
        "last": last,
        "parts": [(title, [row for row in rows if row[1]]) for title, rows in parts],
        "alike": [(one, _address(one.response)) for one in alike(last)] if last is not None else [],
        "can_release": may(request.user, "release", response),
        "no_scanner": "" if scanning.is_configured() else NO_SCANNER,
        "files": response.files.all() if last is not None else [],
        "organisation": response.organisation if sees_names else None,
        "contact": contact,
        "can_change": may(request.user, "change", response.survey),
        "needs_check": response.channel != Channel.ONLINE and response.checked_by is None,
        "is_late_draft": response.state == ResponseState.DRAFT
        and response.survey.state_at(timezone.now()) in (State.CLOSED, State.ANALYSING),
    }
    return render(request, "wagtailadmin/surveys/response.html", context)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Set it aside, let it count, note that it was checked, admit it late, or release a file of it."""
    response = _response_or_404(request.user, pk, "change")
    try:
        match request.POST.get("act"):
            case "aside":
                judge(response=response, is_robot=True)
            case "count":
                judge(response=response, is_robot=False)
            case "check":
                check_entry(response=response, by=request.user, now=timezone.now())
            case "admit":
                admit_late(response=response, why=request.POST.get("why", ""), now=timezone.now())
            case "release":
                _release(request, response)
    except (ResponseRefused, NotComplete, ReleaseRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        log(instance=response.survey, action="consultation.judge_response", user=request.user)
        messages.success(request, "Noted.")
    return redirect(_address(response))


def _release(request: HttpRequest, response: Response) -> None:
    if not may(request.user, "release", response):
        raise Http404
    file = _file(response, request.POST.get("file", ""))
    answers_for_it = request.POST.get("answer_for") == "yes"
    release(file=file, answers_for_it=answers_for_it, by=request.user, now=timezone.now())


def _file(response: Response, pk: str) -> ResponseFile:
    try:
        return get_object_or_404(ResponseFile, response=response, pk=uuid.UUID(pk))
    except ValueError as error:
        raise Http404 from error


@never_cache
def file(request: HttpRequest, pk: int, file_id: Any) -> FileResponse | HttpResponse:
    """A file that was given as an answer: to take away, never to open as a page. Noted with who, when and which."""
    response = _response_or_404(request.user, pk)
    found = _file(response, str(file_id))
    if not response.submissions.exists():
        raise Http404
    try:
        refuse_unless_released(found)
    except ReleaseRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(response))
    which = {"response": response.reference, "sha256": found.kept_sha256}
    log(instance=response.survey, action="consultation.download_answer", user=request.user, data=which)
    return attachment(found)


class ResponseRead(AreaInspect):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return read(request, self.object.pk)


def own_surveys(request: Any) -> Any:
    if request is None:
        return Survey.objects.none()
    policy = policy_registry.get_by_type(Survey)
    return policy.instances_user_has_permission_for(request.user, "view")


class ResponseFilterSet(WagtailFilterSet):
    survey = django_filters.ModelChoiceFilter(label="Survey", queryset=own_surveys)

    class Meta:
        model = Response
        fields = ("state", "channel", "is_quarantined", "is_late", "is_synthetic", "is_test")


class ResponseViewSet(AreaRecordViewSet):
    """Found by reference; lists say nothing of who answered."""

    model = Response
    icon = "clipboard-list"
    menu_label = "Responses"
    list_display = (
        "reference",
        "survey",
        "get_state_display",
        "get_channel_display",
        "sent_at",
        "is_quarantined",
        Column("checked_at", label="Checked"),
    )
    filterset_class = ResponseFilterSet
    search_fields = ("reference",)
    ordering = ("-pk",)
    inspect_view_enabled = True
    inspect_view_class = ResponseRead

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("act/<int:pk>/", act, name="act"),
            path("file/<int:pk>/<uuid:file_id>/", file, name="file"),
        ]
