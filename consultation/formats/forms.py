"""The public's form, and the staff's. Every message says how to mend what is wrong."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from consultation.formats.handling import note_status
from consultation.formats.models import OtherFormat, RequestStatus
from consultation.participants.bots import WithTrap
from consultation.participants.fields import EmailField


class FormatRequestForm(WithTrap, forms.Form):
    """What is needed to send somebody a document, and nothing else."""

    document = forms.CharField(
        max_length=250,
        label="Which document or page do you need?",
        help_text="Its title, or what it is about.",
        error_messages={"required": "Enter the document or page you need"},
    )
    format = forms.ChoiceField(
        choices=OtherFormat.choices,
        widget=forms.RadioSelect,
        label="Which format do you need?",
        error_messages={
            "required": "Select the format you need",
            "invalid_choice": "Select one of the formats in the list",
        },
    )
    detail = forms.CharField(
        max_length=250,
        required=False,
        label="Anything else we should know (optional)",
        help_text="Such as which language, or the size of print you read best.",
    )
    name = forms.CharField(
        max_length=120,
        label="Your name",
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = EmailField(
        required=False,
        label="E-mail address",
    )
    phone = forms.CharField(
        max_length=40,
        required=False,
        label="Telephone number",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    address = forms.CharField(
        max_length=500,
        required=False,
        label="Postal address",
        widget=forms.Textarea(attrs={"autocomplete": "street-address", "rows": 4}),
    )
    about = forms.CharField(max_length=255, required=False, widget=forms.HiddenInput)

    CONTACTS: ClassVar[tuple[str, ...]] = ("email", "phone", "address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                # The browser must not cut off silently what was typed: the page says what is too long.
                field.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        was_given = any(cleaned.get(name) or name in self.errors for name in self.CONTACTS)
        if not was_given:
            self.add_error("email", "Enter an e-mail address, a telephone number or a postal address")
        return cleaned


class HandlingForm(WagtailAdminModelForm):
    """For staff: what was asked can't be changed, what becomes of it can."""

    def save(self, commit: bool = True) -> Any:
        note_status(self.instance, now=timezone.now())
        return super().save(commit)

    def clean_status(self) -> str:
        status: str = self.cleaned_data["status"]
        if status == RequestStatus.QUARANTINED and self.instance.status != RequestStatus.QUARANTINED:
            raise forms.ValidationError("Only the site itself holds a request back. Decline it instead, and say why.")
        return status
