"""Tells robots from people on public forms, without a puzzle. The verdict sets aside; it never refuses or deletes.

    class BookingForm(WithTrap, forms.Form): …

    form = BookingForm(request.POST or None, now=timezone.now())
    if form.is_valid() and form.verdict is Verdict.QUARANTINE: …

The template includes "components/trap.html".
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from django import forms
from django.core import signing

_SEAL = signing.Signer(salt="consultation.participants.bots")


class Verdict(enum.Enum):
    FINE = "fine"
    QUARANTINE = "quarantine"


class WithTrap(forms.Form):
    """A form with a field that people do not see, and a sealed note of when it was opened."""

    least_seconds = 3

    # Plain fields: whatever a robot puts there, the form is not refused for it.
    confirm_reference = forms.Field(required=False, label="Leave this empty")
    opened = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = now
        # A form that is shown again keeps the first moment: mending a mistake in two seconds is human.
        self.initial.setdefault("opened", _SEAL.sign(f"{now.timestamp():.0f}"))
        self.fields["confirm_reference"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    @property
    def verdict(self) -> Verdict:
        """Of a bound form. QUARANTINE when the hidden field is filled, the seal is not ours, or it came too quickly."""
        if self.data.get(self.add_prefix("confirm_reference")):
            return Verdict.QUARANTINE
        try:
            opened = float(_SEAL.unsign(self.data.get(self.add_prefix("opened"), "")))
        except (signing.BadSignature, ValueError):
            return Verdict.QUARANTINE
        quick = self._now.timestamp() - opened < self.least_seconds
        return Verdict.QUARANTINE if quick else Verdict.FINE
