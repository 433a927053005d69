"""Access needs: the page of one, who sees to it, and what the person is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from wagtail.log_actions import log

from consultation.round_tables import booking as rules
from consultation.round_tables.choices import NeedState
from consultation.round_tables.models import AccessNeed
from consultation.round_tables.staff.attendee_forms import AnswerForm, OwnerForm
from consultation.round_tables.staff.pages import ask, filled, route, to_needs
from consultation.round_tables.staff.sessions import may
from strategy.viewsets import AreaInspect, own_or_404


@method_decorator(never_cache, name="dispatch")
class NeedPage(AreaInspect):
    """What somebody needs. Special category data: that it was opened is noted."""

    page_title = "Access need"
    template_name = "wagtailadmin/round_tables/need.html"
    fields = ("state",)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        log(instance=self.object, action="consultation.view_person", user=request.user)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = AccessNeed.objects.select_related("booking__round_table__event", "booking__contact", "owner")
        need = rows.get(pk=self.object.pk)
        is_there = need.state != NeedState.ERASED
        return super().get_context_data(**kwargs) | {
            "need": need,
            "booking": need.booking,
            "table": need.booking.round_table,
            "may_change": is_there and may(self.request.user, "change", need),
        }


def _own_need(request: HttpRequest, pk: int) -> AccessNeed:
    found: AccessNeed = own_or_404(AccessNeed, request.user, "change", pk)
    return found


def take_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody of the area's staff sees to it."""
    need = _own_need(request, pk)
    form = OwnerForm(filled(request), need=need, user=request.user)

    def do(form: OwnerForm, now: dt.datetime) -> str:
        owner = form.cleaned_data["owner"]
        rules.take_on(need=need, owner=owner)
        return f"{owner.get_full_name() or owner.get_username()} sees to it."

    title = "Who sees to it"
    return ask(request, form, do, to=route(AccessNeed, "inspect", pk), title=title, button="Save", crumbs=to_needs())


def confirm_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the person what has been arranged. The task is done with that, and not before."""
    need = _own_need(request, pk)
    form = AnswerForm(filled(request), initial={"answer": need.answer})

    def do(form: AnswerForm, now: dt.datetime) -> str:
        rules.confirm_back(need=need, answer=form.cleaned_data["answer"], by=request.user, now=now)
        return "Done. The person is told by e-mail." if need.booking.email else "Done. They have no e-mail: ring them."

    return ask(
        request,
        form,
        do,
        to=route(AccessNeed, "inspect", pk),
        title="Confirm to the person",
        button="Tell them",
        crumbs=to_needs(),
        explains="They are told by e-mail what you write here. Ring those who have no address.",
    )
