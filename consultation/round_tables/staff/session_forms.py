"""What staff fill in about a session."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from consultation.dates import ClockChange, london_moment
from consultation.events.choices import Mode
from consultation.events.models import Event
from consultation.participants.mail import can_be_subject
from consultation.participants.models.organisation import Kind
from consultation.round_tables import booking as rules
from consultation.round_tables.choices import SeatMode
from consultation.round_tables.models import RoundTable, SeatPool
from consultation.round_tables.staff.fields import YEARS, LondonMoment, reason
from strategy.forms import AreaRecordForm

_MODES = {Mode.IN_PERSON: [SeatMode.IN_PERSON], Mode.ONLINE: [SeatMode.ONLINE], Mode.BOTH: list(SeatMode)}
_MOST_SEATS = 100_000


class RoundTableForm(AreaRecordForm):
    """A new round table takes an event of the area and its seats; later, seats change on the page of the session."""

    opens_at = LondonMoment(label="Booking opens")
    closes_at = LondonMoment(label="Booking closes")
    room = forms.IntegerField(
        label="Seats in the room", required=False, min_value=0, max_value=_MOST_SEATS, help_text="Empty for none."
    )
    online = forms.IntegerField(
        label="Places online", required=False, min_value=0, max_value=_MOST_SEATS, help_text="Empty for none."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("event")
        if self.instance.pk:
            for name in ("event", "room", "online"):
                self.fields.pop(name, None)
        elif field is not None and self.fields.get("site") is not None:
            areas = self.fields["site"].queryset
            now = timezone.now()
            field.queryset = Event.objects.filter(site__in=areas, round_table=None, ends_at__gt=now).order_by(
                "starts_at"
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        event = cleaned.get("event")
        if event is not None:
            if cleaned.get("site") is not None and event.site_id != cleaned["site"].pk:
                self.add_error("event", "Choose an event of the same area.")
            modes = _MODES.get(event.mode, list(SeatMode))
            for name, mode in (("room", SeatMode.IN_PERSON), ("online", SeatMode.ONLINE)):
                if cleaned.get(name) and mode not in modes:
                    self.add_error(name, "The event is not held that way. Change how it is held first.")
            if not self.errors and cleaned.get("room") is None and cleaned.get("online") is None:
                self.add_error("room", "Give the number of seats.")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        is_new = self.instance.pk is None
        with transaction.atomic():
            table = super().save(commit)
            if is_new and commit:
                for name, mode in (("room", SeatMode.IN_PERSON), ("online", SeatMode.ONLINE)):
                    seats = self.cleaned_data.get(name)
                    if seats is not None:
                        rules.resize(round_table=table, mode=mode, capacity=seats, by=self.for_user, now=timezone.now())
        return table


class SeatsForm(forms.Form):
    """The seats of one mode, for everybody or for one kind of organisation. Those that are there keep mode and kind."""

    mode = forms.ChoiceField(choices=SeatMode.choices, label="How it is attended")
    kind = forms.ChoiceField(
        choices=[("", "Everybody"), *Kind.choices], label="For whom", required=False, initial="", help_text=""
    )
    capacity = forms.IntegerField(label="Seats", min_value=0, max_value=_MOST_SEATS)
    released_at = LondonMoment(
        label="Released to everybody",
        required=False,
        help_text="Only for seats of one kind of organisation: from then on, those that are left are for everybody.",
    )
    why = reason(help_text="Kept with the session. Name nobody.")

    def __init__(self, *args: Any, pool: SeatPool | None, modes: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if pool is not None:
            for name in ("mode", "kind", "capacity", "released_at"):
                self.fields[name].initial = getattr(pool, name)
            for name in ("mode", "kind"):
                self.fields[name].disabled = True
        elif modes:
            self.fields["mode"].choices = [choice for choice in SeatMode.choices if choice[0] in modes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") and "released_at" not in self.errors and not cleaned.get("released_at"):
            self.add_error("released_at", "Say when the seats that are left are released to everybody.")
        if not cleaned.get("kind"):
            cleaned["released_at"] = None
        return cleaned


class WhyForm(forms.Form):
    why = reason(help_text="Kept with the session. Name nobody.")


class CallOffForm(forms.Form):
    """`postponed` keeps the places; `cancelled` does not."""

    CANCEL, POSTPONE = "cancel", "postpone"
    what = forms.ChoiceField(
        choices=[(CANCEL, "Cancel it"), (POSTPONE, "Postpone it: no new date yet, and people keep their places")],
        label="What is decided",
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="Why", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="The public reads it."
    )


class CopyForm(forms.Form):
    """Another session with the words, seats and rules of one. Nobody is copied."""

    title = forms.CharField(max_length=Event._meta.get_field("title").max_length, validators=[can_be_subject])
    day = forms.DateField(label="Date", widget=AdminDateInput)
    start = forms.TimeField(label="Starts at", widget=AdminTimeInput)
    end = forms.TimeField(label="Ends at", widget=AdminTimeInput)
    opens_at = LondonMoment(label="Booking opens")
    closes_at = LondonMoment(label="Booking closes")

    moments: ClassVar[dict[str, str]] = {"start": "starts_at", "end": "ends_at"}

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise forms.ValidationError("Check the year.")
        if day < timezone.localdate():
            raise forms.ValidationError("Choose a day to come.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, moment in self.moments.items():
            if cleaned.get("day") and cleaned.get(name):
                try:
                    cleaned[moment] = london_moment(cleaned["day"], cleaned[name])
                except ClockChange as refusal:
                    self.add_error(name, str(refusal))
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("end", "It must end after it starts.")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", "Booking must close after it opens.")
        if starts_at and closes_at and closes_at > starts_at:
            self.add_error("closes_at", "Booking must close before the event starts, or as it does.")
        return cleaned


def copy_initial(table: RoundTable) -> dict[str, Any]:
    return {"title": table.event.title}
