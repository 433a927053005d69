"""The forms of people's records: for staff, who may ask for more than the fields say, and for people themselves."""

from __future__ import annotations

from typing import Any

from django import forms

from consultation.participants.consents import next_version
from consultation.participants.contacts import same_email
from consultation.participants.fields import EmailField
from consultation.participants.models import Contact
from consultation.participants.models.organisation import organisation_key
from strategy.areas import areas_of
from strategy.forms import AreaRecordForm


class OrganisationForm(AreaRecordForm):
    """Refuses a name that another organisation of the area goes by, however it is spelt."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "district" in self.fields and self.for_user is not None:
            self.fields["district"].queryset = self.fields["district"].queryset.filter(site__in=areas_of(self.for_user))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        site, name, district = cleaned.get("site"), cleaned.get("name"), cleaned.get("district")
        if site and name:
            twins = type(self.instance).objects.filter(site=site, key=organisation_key(name))
            twin = twins.exclude(pk=self.instance.pk).first()
            if twin is not None:
                known = twin.merged_into or twin
                self.add_error("name", f"“{known}” goes by that name already. If they are one, merge them.")
        if site and district and district.site_id != site.pk:
            self.add_error("district", "Choose a district of the same area.")
        return cleaned


class ContactForm(AreaRecordForm):
    """A contact is corrected here; new ones come from bookings, answers and submissions."""

    def clean_email(self) -> str:
        return same_email(self.cleaned_data["email"])

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # The area is no field of this form, so the constraint that knows it is not asked.
        twins = type(self.instance).objects.filter(site=self.instance.site_id, email=cleaned.get("email"))
        if cleaned.get("email") and twins.exclude(pk=self.instance.pk).exists():
            self.add_error("email", "Another contact of this area has that e-mail address.")
        return cleaned


class ConsentTextForm(AreaRecordForm):
    """Gives a new text the next version of its purpose."""

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None:
            self.instance.version = next_version(self.instance.site, self.instance.purpose)
        return super().save(commit)


class HoldForm(AreaRecordForm):
    """The contact is one of the area's own, chosen by number: a hold names nobody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "contact" in self.fields and self.for_user is not None:
            self.fields["contact"].queryset = Contact.objects.known().filter(site__in=areas_of(self.for_user))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        contact, site = cleaned.get("contact"), cleaned.get("site")
        if contact and site and contact.site_id != site.pk:
            raise forms.ValidationError("Choose a contact of the same area.")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None and self.for_user is not None:
            self.instance.placed_by = self.for_user
        return super().save(commit)


class AskForm(forms.Form):
    """Where to send the link to what we hold."""

    email = EmailField()


class CorrectForm(forms.Form):
    """What somebody may put right by themselves. Another address would be another person's mailbox: staff change it."""

    name = forms.CharField(
        label="Your name",
        required=False,
        max_length=120,
        error_messages={"max_length": "Enter a name of at most 120 characters"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label="Your telephone number",
        required=False,
        max_length=30,
        error_messages={"max_length": "Enter a number of at most 30 characters"},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
