"""The public's form, and the staff's. Every message says how to mend what is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from consultation.participants.bots import WithTrap
from consultation.participants.fields import EmailField
from consultation.suggestions.handling import note_status
from consultation.suggestions.models import SuggestionStatus


class SuggestionForm(WithTrap, forms.Form):
    about = forms.CharField(
        max_length=250,
        label="Which page or entry is wrong?",
        error_messages={"required": "Enter the page or entry that is wrong"},
    )
    what_is_wrong = forms.CharField(
        max_length=2000,
        label="What is wrong, and what should it say?",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter what is wrong"},
    )
    source = forms.CharField(
        max_length=500,
        required=False,
        label="How can we know? (optional)",
        help_text="A document or a web address helps us to check it.",
    )
    name = forms.CharField(
        max_length=120,
        required=False,
        label="Your name (optional)",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = EmailField(
        required=False,
        label="E-mail address (optional)",
        help_text="Only if you want to hear that your suggestion arrived, or if we may ask back.",
    )
    about_path = forms.CharField(max_length=255, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # The browser must not cut off silently what was typed: the page says what is too long.
            field.widget.attrs.pop("maxlength", None)


class HandlingForm(WagtailAdminModelForm):
    """For staff: what was suggested can't be changed, what becomes of it can."""

    def save(self, commit: bool = True) -> Any:
        note_status(self.instance, now=timezone.now())
        return super().save(commit)

    def clean_status(self) -> str:
        status: str = self.cleaned_data["status"]
        if status == SuggestionStatus.QUARANTINED and self.instance.status != SuggestionStatus.QUARANTINED:
            raise forms.ValidationError("Only the site itself holds a suggestion back. Close it instead, and say why.")
        return status
