"""What the public fills in. Every message says how to mend what is wrong; what was typed stays."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from consultation.participants.bots import WithTrap
from consultation.participants.fields import EmailField
from consultation.participants.models.organisation import Kind
from consultation.round_tables import wording
from consultation.round_tables.booking import Details, Wish
from consultation.round_tables.choices import SeatMode, ShownAs
from consultation.round_tables.choosing import Offered
from consultation.round_tables.models import Booking, RoundTable

NO_NEED, TELL, RING = "no", "tell", "ring"
_NEEDS = [
    (NO_NEED, "No"),
    (TELL, "Yes, and I tell you here"),
    (RING, "I would rather tell you by telephone"),
]
_KNOWN = ("name", "role", "phone", "dietary", "brings_companion", "shown_as")
_NUL = "Take out the characters that cannot be seen: one of them is not text"


class _FocusOnFirst:
    """Of several choices only the first may take the focus: a page has one place to begin."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)  # type: ignore[misc]
        if str(option["index"]) != "0":
            option["attrs"].pop("autofocus", None)
        return option


class Radios(_FocusOnFirst, forms.RadioSelect): ...


class Checkboxes(_FocusOnFirst, forms.CheckboxSelectMultiple): ...


def _text(label: str, most: int, *, required: str = "", **options: Any) -> forms.CharField:
    """A line of text; `required` says what is missing. The page, not the browser, tells what is too long."""
    messages = {"max_length": f"{label.removesuffix(' (optional)')} must be {most} characters or fewer"}
    field = forms.CharField(
        max_length=most,
        required=bool(required),
        label=label,
        error_messages=messages | ({"required": required} if required else {}),
        **options,
    )
    field.widget.attrs.pop("maxlength", None)
    for validator in field.validators:
        if type(validator).__name__ == "ProhibitNullCharactersValidator":
            validator.message = _NUL  # type: ignore[attr-defined]
    return field


class DetailsForm(forms.Form):
    """Who comes. A field that no session asks for is left out."""

    name = _text("Full name", 120, required="Enter your full name", widget=forms.TextInput({"autocomplete": "name"}))
    organisation = _text(
        "Organisation (optional)", 200, widget=forms.TextInput({"autocomplete": "organization"}),
        help_text="Leave empty if you come for yourself.",
    )  # fmt: skip
    kind = forms.ChoiceField(
        choices=[("", "Choose one, if it fits"), *Kind.choices],
        required=False,
        label="Kind of organisation (optional)",
        error_messages={"invalid_choice": "Choose one of the kinds in the list"},
    )
    role = _text("Sector or role (optional)", 120, help_text="Such as “logistics” or “head of a school”.")
    phone = _text(
        "Telephone (optional)", 30, widget=forms.TextInput({"autocomplete": "tel", "type": "tel"}),
        help_text="Only for urgent changes.",
    )  # fmt: skip
    dietary = _text("Anything you do not eat (optional)", 250)
    needs = forms.ChoiceField(
        choices=_NEEDS,
        initial=NO_NEED,
        widget=Radios,
        label="Do you need anything to take part?",
        help_text="Such as a hearing loop, an interpreter or a quiet room. Only those who arrange it see this.",
        error_messages={"required": "Say whether you need anything", "invalid_choice": "Choose one of the answers"},
    )
    access_need = _text("What you need", 1000, widget=forms.Textarea({"rows": 3}))
    needs_agreed = forms.BooleanField(required=False)
    shown_as = forms.ChoiceField(
        choices=ShownAs.choices,
        required=False,
        widget=Radios,
        help_text="Only once your place is confirmed, and until the session is over. You can change it later.",
        error_messages={"invalid_choice": "Choose one of the answers"},
    )
    brings_companion = forms.BooleanField(
        required=False, label="A carer or interpreter comes with me. They need no place of their own."
    )

    def __init__(
        self, *args: Any, tables: Sequence[RoundTable], words_of_needs: str, words_of_naming: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs_agreed"].label = words_of_needs
        self.fields["shown_as"].label = words_of_naming
        if not any(table.shows_who_comes for table in tables):
            del self.fields["shown_as"]
        if not any(table.has_catering for table in tables):
            del self.fields["dietary"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needs, words = cleaned.get("needs"), cleaned.get("access_need", "").strip()
        if needs == TELL and not words and "access_need" not in self.errors:
            self.add_error("access_need", "Tell us what you need, or choose another answer")
        if needs == TELL and words and not cleaned.get("needs_agreed"):
            self.add_error("needs_agreed", "Tick that we may use what you tell us, or choose to tell us by telephone")
        if cleaned.get("shown_as") == ShownAs.ORGANISATION and not cleaned.get("organisation", "").strip():
            self.add_error("organisation", "Enter the name of your organisation, or choose not to have it shown")
        if needs == RING and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Enter a telephone number on which we can ring you")
        return cleaned

    @property
    def has_need(self) -> bool:
        return bool(self.cleaned_data["needs"] == TELL)

    @property
    def agreed(self) -> list[str]:
        """The purposes that were agreed to."""
        chosen = {wording.ACCESS_NEEDS: self.has_need, wording.NAMED: bool(self.cleaned_data.get("shown_as"))}
        return [purpose for purpose, is_chosen in chosen.items() if is_chosen]

    def details(self, email: str) -> Details:
        given = self.cleaned_data
        names = ("name", "organisation", "kind", "role", "phone", "brings_companion")
        return Details(
            email=email,
            dietary=given.get("dietary", ""),
            shown_as=given.get("shown_as", ""),
            access_need=given["access_need"] if self.has_need else "",
            wants_call=given["needs"] == RING,
            **{name: given[name] for name in names},
        )

    @staticmethod
    def known(booking: Booking) -> dict[str, Any]:
        """What the form shows of a booking that is there."""
        need = getattr(booking, "access_need", None)
        answer = NO_NEED if need is None else RING if need.wants_call else TELL
        return {
            **{name: getattr(booking, name) for name in _KNOWN},
            "organisation": booking.organisation.name if booking.organisation else "",
            "kind": booking.organisation.kind if booking.organisation else "",
            "needs": answer,
            "access_need": need.words if need else "",
            "needs_agreed": answer == TELL,
        }


class BookingForm(DetailsForm, WithTrap):
    """Which sessions, and who comes."""

    sessions = forms.MultipleChoiceField(
        widget=Checkboxes,
        label="Which sessions would you like to come to?",
        help_text="Choose one or more.",
        error_messages={"required": "Choose at least one session"},
    )
    email = EmailField(
        label="E-mail address",
        help_text="We send a link to confirm your booking, and to change it later.",
    )
    contact_again = forms.BooleanField(required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    field_order = [
        *("sessions", "name", "email", "organisation", "kind", "role", "phone", "dietary"),
        *("needs", "access_need", "needs_agreed", "brings_companion", "shown_as", "contact_again"),
    ]

    def __init__(self, *args: Any, offered: Sequence[Offered], words_of_contact: str, now: dt.datetime, **kwargs: Any):
        tables = [one.round_table for one in offered]
        super().__init__(*args, tables=tables, now=now, **kwargs)
        self.offered = offered
        self.by_value = {f"{one.round_table.pk}-{one.mode}": one for one in offered}
        self.initial.setdefault("key", uuid.uuid4())
        self.fields["contact_again"].label = words_of_contact
        sessions = self.fields["sessions"]
        # Both are understood: a session may fill up, or have a place again, while somebody types.
        both = [(value + wait, one.words) for value, one in self.by_value.items() for wait in ("", "-wait")]
        sessions.choices = both  # type: ignore[attr-defined]
        sessions.error_messages["invalid_choice"] = "One of the sessions cannot be booked any more. Choose again"
        sessions.widget.choices = [(one.value, self.label_of(one)) for one in offered]

    @staticmethod
    def label_of(one: Offered) -> str:
        event = one.round_table.event
        return f"{one.words}: {event.when}. {one.places}"

    def clean_sessions(self) -> list[Wish]:
        wishes: dict[int, Wish] = {}
        for value in self.cleaned_data["sessions"]:
            one = self.by_value[value.removesuffix("-wait")]
            if one.round_table.pk in wishes:
                raise forms.ValidationError(f"Choose one way to take part in “{one.round_table.event.title}”")
            wishes[one.round_table.pk] = Wish(one.round_table, SeatMode(one.mode), value.endswith("-wait"))
        return list(wishes.values())

    @property
    def agreed(self) -> list[str]:
        return [*super().agreed, *([wording.CONTACT_AGAIN] if self.cleaned_data["contact_again"] else [])]

    def clean_key(self) -> uuid.UUID:
        key: uuid.UUID | None = self.cleaned_data["key"]
        return key or uuid.uuid4()


class ColleagueForm(forms.Form):
    name = _text("Your colleague’s full name", 120, required="Enter your colleague’s full name")
    email = EmailField(
        label="Your colleague’s e-mail address",
        help_text="We write to them with a link of their own.",
        error_messages={"required": "Enter your colleague’s e-mail address"},
    )


class AddressForm(forms.Form):
    email = EmailField(
        label="New e-mail address",
        help_text="We send a link there. Nothing changes until it is used.",
        error_messages={"required": "Enter the new e-mail address"},
    )


class MoveForm(forms.Form):
    session = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="Which session would you rather come to?",
        error_messages={"required": "Choose a session", "invalid_choice": "Choose one of the sessions in the list"},
    )

    def __init__(self, *args: Any, offered: Sequence[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_value = {one.value: one for one in offered}
        labels = [(one.value, f"{one.words}: {one.round_table.event.when}. {one.places}") for one in offered]
        self.fields["session"].choices = labels  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Offered:
        return self.by_value[self.cleaned_data["session"]]
