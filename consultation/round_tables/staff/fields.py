"""Fields of the forms of staff: words that are kept, moments of London clocks, a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from wagtail.admin.widgets import AdminDateTimeInput

from consultation.dates import ClockChange, london_moment

YEARS = range(2000, 2200)
_REFUSAL = "Give the day and the time, such as 2026-05-14 10:00."


class LondonMoment(forms.DateTimeField):
    """A wall clock in London in, a moment out. What the clocks skip or repeat is refused in words."""

    widget = AdminDateTimeInput

    def to_python(self, value: Any) -> dt.datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value
        try:
            typed = dt.datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise forms.ValidationError(_REFUSAL, code="invalid") from None
        if typed.year not in YEARS:
            raise forms.ValidationError("Check the year.", code="invalid")
        try:
            return london_moment(typed.date(), typed.time().replace(tzinfo=None, second=0, microsecond=0))
        except ClockChange as refusal:
            raise forms.ValidationError(str(refusal), code="invalid") from None


def reason(label: str = "Why", help_text: str = "Kept with the booking. Name nobody.", **options: Any) -> Any:
    return forms.CharField(label=label, max_length=250, help_text=help_text, **({"required": False} | options))


def beyond_the_seats() -> Any:
    return forms.BooleanField(
        label="Beyond the seats", required=False, help_text="More people than seats. Needs a reason."
    )
