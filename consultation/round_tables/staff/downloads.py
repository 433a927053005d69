"""The export of a session's bookings. What was taken out, and by whom, is noted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from consultation.round_tables import exports
from consultation.round_tables.choices import BookingState
from consultation.round_tables.models import AccessNeed, Booking, RoundTable
from consultation.round_tables.staff.pages import filled, session_page, show, to_session
from consultation.round_tables.staff.sessions import own_table

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AT_ONCE = 500


class ExportForm(forms.Form):
    kind = forms.ChoiceField(
        label="As", choices=[("csv", "CSV"), ("xlsx", "Excel (XLSX)")], initial="csv", widget=forms.RadioSelect
    )
    dietary = forms.BooleanField(label="With what they do not eat", required=False)
    needs = forms.BooleanField(label="With access needs", required=False)

    def __init__(self, *args: Any, has_catering: bool, sees_needs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_catering:
            del self.fields["dietary"]
        if not sees_needs:
            del self.fields["needs"]


def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Asks in which form and with what; then sends the file."""
    table = own_table(request, pk, "view")
    if not policy_registry.get_by_type(Booking).user_has_permission_for_instance(request.user, "view", table):
        raise Http404
    sees_needs = policy_registry.get_by_type(AccessNeed).user_has_permission_for_instance(request.user, "view", table)
    form = ExportForm(filled(request), has_catering=table.has_catering, sees_needs=sees_needs)
    if request.method == "POST" and form.is_valid():
        return _file(request, table, form.cleaned_data)
    explains = (
        "One line for each booking that is not erased. That you take it is noted. Delete the file when you are done."
    )
    return show(
        request,
        "form",
        title="Export",
        crumbs=to_session(table),
        icon="download",
        form=form,
        button="Download",
        back=session_page(table),
        explains=explains,
    )


def _file(request: HttpRequest, table: RoundTable, asked: dict[str, Any]) -> HttpResponseBase:
    chosen = exports.columns(dietary=asked.get("dietary", False), needs=asked.get("needs", False))
    bookings = Booking.objects.unerased().filter(round_table=table).exclude(state=BookingState.QUARANTINED)
    bookings = bookings.select_related("round_table__event", "organisation", "contact", "access_need").order_by("pk")
    data = {"format": asked["kind"], "columns": [heading for heading, _value in chosen]}
    log(instance=table, action="consultation.export_bookings", user=request.user, data=data)
    found = bookings.iterator(chunk_size=_AT_ONCE)
    response: HttpResponseBase
    if asked["kind"] == "csv":
        response = StreamingHttpResponse(exports.csv_lines(found, chosen), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(exports.xlsx_file(found, chosen), content_type=_XLSX)
    name = f"{table.event.slug}-{timezone.localdate():%Y-%m-%d}.{asked['kind']}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response
