"""Calls for evidence in the admin: their form, where each stands, and what is decided about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from consultation.evidence import decisions
from consultation.evidence.choices import Channel, Decision, State, SubmissionState
from consultation.evidence.models import CallDecision, CallForEvidence, EvidenceFile
from consultation.evidence.staff_forms import CallForm, DecisionForm, EntryForm
from consultation.evidence.viewsets.rights import call_or_404, may, what_may_be_decided
from consultation.evidence.writing import SubmissionRefused, begin_for
from consultation.files import scanning
from consultation.files.choices import Safety
from consultation.files.quarantine import NO_SCANNER
from strategy.panels import AreaPanel, LinesPanel
from strategy.viewsets import AreaEdit, AreaRecordViewSet

DESK = "wagtailsnippets_consultation_callforevidence:desk"


def address(name: str, call: CallForEvidence) -> str:
    return reverse(f"wagtailsnippets_consultation_callforevidence:{name}", args=[call.pk])


def _links(call: CallForEvidence) -> dict[str, str]:
    return {name: address(name, call) for name in ("edit", "desk", "decide", "enter")}


@never_cache
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a call stands, in numbers, and everything that can be done with it."""
    call = call_or_404(request.user, pk, "view", "change", "decide")
    state = call.state_at(timezone.now())
    files = EvidenceFile.objects.filter(item__submission__call=call, item__sent_at__isnull=False)
    context = {
        "call": call,
        "state": state,
        "links": _links(call),
        "lacking": decisions.lacking(call) if call.published_at is None and not call.is_history else [],
        "numbers": call.submissions.aggregate(
            sent=Count("pk", filter=Q(state=SubmissionState.SENT, is_quarantined=False)),
            late=Count("pk", filter=Q(state=SubmissionState.SENT, is_late=True)),
            set_aside=Count("pk", filter=Q(state=SubmissionState.SENT, is_quarantined=True)),
            drafts=Count("pk", filter=Q(state=SubmissionState.DRAFT)),
            withdrawn=Count("pk", filter=Q(state=SubmissionState.WITHDRAWN)),
        ),
        "files": files.aggregate(
            all=Count("pk"),
            quarantined=Count("pk", filter=Q(safety=Safety.QUARANTINED)),
            infected=Count("pk", filter=Q(safety=Safety.INFECTED)),
        ),
        "no_scanner": "" if scanning.is_configured() else NO_SCANNER,
        "decisions": call.decisions.select_related("decided_by"),
        "can_decide": bool(what_may_be_decided(request.user, call, state)),
        "can_enter": may(request.user, "change", call) and state in (State.OPEN, State.CLOSED, State.READING),
    }
    return render(request, "wagtailadmin/evidence/desk.html", context)


@never_cache
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, extend, close, begin to read, publish the outcome: noted, with a reason where the public needs one."""
    call = call_or_404(request.user, pk, "change", "decide")
    now = timezone.now()
    form = DecisionForm(request.POST or None, possible=what_may_be_decided(request.user, call, call.state_at(now)))
    if request.method == "POST" and form.is_valid():
        try:
            taken = _take(call, request.user, now, **form.cleaned_data)
        except decisions.DecisionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            log(instance=call, action="consultation.decide_call", user=request.user)
            messages.success(request, f"{taken.get_decision_display()}.")
            return redirect(address("desk", call))
    return render(request, "wagtailadmin/evidence/decide.html", {"call": call, "form": form, "links": _links(call)})


def _take(
    call: CallForEvidence, by: Any, now: dt.datetime, *, decision: str, until: dt.date | None = None, why: str = ""
) -> CallDecision:
    match decision:
        case Decision.PUBLISHED:
            return decisions.publish(call=call, by=by, now=now)
        case Decision.EXTENDED:
            assert until is not None  # noqa: S101 - for the types: the form has asked
            return decisions.extend(call=call, until=until, why=why, by=by, now=now)
        case Decision.CLOSED_EARLY:
            return decisions.close_early(call=call, why=why, by=by, now=now)
        case Decision.READING:
            return decisions.begin_reading(call=call, why=why, by=by, now=now)
    return decisions.publish_outcome(call=call, why=why, by=by, now=now)


@never_cache
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Evidence that came by e-mail, post or telephone: staff put it in as its sender would, on the same pages."""
    call = call_or_404(request.user, pk, "change")
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _submission, token = begin_for(
                call=call,
                channel=Channel(given["channel"]),
                received_on=given["received_on"],
                by=request.user,
                now=timezone.now(),
            )
        except SubmissionRefused as refusal:
            form.add_error("received_on", str(refusal))
        else:
            return redirect(f"{call.site.root_url}{reverse('evidence:mine', args=[token])}")
    return render(request, "wagtailadmin/evidence/enter.html", {"call": call, "form": form, "links": _links(call)})


_QUESTIONS = [
    AreaPanel("site"),
    FieldPanel("title"),
    FieldPanel("introduction"),
    FieldPanel("what_counts"),
    LinesPanel("questions", [FieldPanel("text"), FieldPanel("help")], heading="Numbered questions", label="Question"),
]
_ABOUT = [
    FieldPanel("summary"),
    PageChooserPanel("consultation"),
    FieldPanel("other_ways"),
    FieldPanel("what_happens_next"),
    FieldPanel("outcome"),
]
_PRIVACY = [
    FieldPanel("privacy_notice"),
    FieldRowPanel([FieldPanel("lawful_basis"), FieldPanel("retention_months")]),
    FieldPanel("may_be_anonymous"),
]
_RUNNING = [
    MultiFieldPanel(
        [
            HelpPanel("Once it is published, extend it or close it under “Run it”."),
            FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
        ],
        heading="Dates",
    ),
    FieldPanel("slug"),
    FieldPanel("is_demonstration"),
    FieldPanel("is_history"),
]


class CallEdit(AreaEdit):
    @property
    def header_more_buttons(self) -> list[Button]:
        own = Button("Run it", url=address("desk", self.object), icon_name="folder-open-inverse")
        return [*super().header_more_buttons, own]


class CallViewSet(AreaRecordViewSet):
    """Deletion is refused by what protects a call: once published it has decisions, and then submissions."""

    model = CallForEvidence
    icon = "folder-open-inverse"
    menu_label = "Calls for evidence"
    edit_view_class = CallEdit
    list_display = ("title", TitleColumn("state_words", label="State", url_name=DESK), "opens_on", "closes_on", "site")
    list_filter = ("standing", "is_demonstration")
    search_fields = ("title", "summary")
    edit_handler = TabbedInterface(
        [
            ObjectList(_QUESTIONS, heading="Questions"),
            ObjectList(_ABOUT, heading="Its page"),
            ObjectList(_PRIVACY, heading="Privacy"),
            ObjectList(_RUNNING, heading="Dates"),
        ],
        base_form_class=CallForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("desk/<int:pk>/", desk, name="desk"),
            path("decide/<int:pk>/", decide, name="decide"),
            path("enter/<int:pk>/", enter, name="enter"),
        ]
