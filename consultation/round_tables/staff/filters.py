"""By what staff narrow the lists of sessions, bookings and access needs. They choose only from their own areas."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.permissions import policy_registry

from consultation.participants.models.mail import MailState
from consultation.round_tables.choices import BookingState, NeedState
from consultation.round_tables.models import AccessNeed, Booking, RoundTable

_CHOICES = forms.CheckboxSelectMultiple


def own_tables(request: Any) -> Any:
    if request is None:
        return RoundTable.objects.none()
    policy = policy_registry.get_by_type(RoundTable)
    return policy.instances_user_has_permission_for(request.user, "view").select_related("event")


class TableFilterSet(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label="When", choices=[("coming", "Coming"), ("over", "Over")], method="by_when", widget=forms.RadioSelect
    )

    class Meta:
        model = RoundTable
        fields: tuple[str, ...] = ()

    def by_when(self, rows: Any, _name: str, value: str) -> Any:
        now = timezone.now()
        return rows.filter(event__ends_at__gt=now) if value == "coming" else rows.filter(event__ends_at__lte=now)


class BookingFilterSet(WagtailFilterSet):
    round_table = django_filters.ModelChoiceFilter(label="Session", queryset=own_tables)
    state = django_filters.MultipleChoiceFilter(label="State", choices=BookingState.choices, widget=_CHOICES)
    mail = django_filters.MultipleChoiceFilter(
        label="Last e-mail", choices=MailState.choices, method="by_mail", widget=_CHOICES
    )

    class Meta:
        model = Booking
        fields = ("mode",)

    def by_mail(self, rows: Any, _name: str, values: list[str]) -> Any:
        return rows.with_mail().filter(mail_state__in=values) if values else rows


class NeedFilterSet(WagtailFilterSet):
    round_table = django_filters.ModelChoiceFilter(
        label="Session", queryset=own_tables, field_name="booking__round_table"
    )
    state = django_filters.MultipleChoiceFilter(label="State", choices=NeedState.choices, widget=_CHOICES)

    class Meta:
        model = AccessNeed
        fields: tuple[str, ...] = ()
