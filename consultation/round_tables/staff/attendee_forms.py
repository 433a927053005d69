"""What staff fill in about people: somebody added by hand, a message to many, somebody at the door, an access need."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from wagtail.permissions import policy_registry

from consultation.participants.mail import can_be_subject
from consultation.participants.models.organisation import Kind
from consultation.round_tables.booking import Details
from consultation.round_tables.choices import ACTIVE, COMING, BookingState, SeatMode
from consultation.round_tables.models import AccessNeed, Booking, RoundTable
from consultation.round_tables.staff.fields import LondonMoment, beyond_the_seats, reason

_KINDS = [("", "Not known"), *Kind.choices]


class _AtTheTable(forms.Form):
    """Offers the ways in which one can take part in `table`, and does not ask when there is but one."""

    def __init__(self, *args: Any, table: RoundTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in table.modes]  # type: ignore[attr-defined]
        if len(table.modes) == 1:
            self.fields["mode"].initial = table.modes[0].value
            self.fields["mode"].widget = forms.HiddenInput()


class AddForm(_AtTheTable):
    """Somebody who rang, or wrote on paper. The address is taken as theirs."""

    name = forms.CharField(max_length=120)
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        required=False,
        help_text="Without one, ring them when something changes.",
    )
    phone = forms.CharField(label="Telephone", max_length=30, required=False)
    organisation = forms.CharField(max_length=200, required=False)
    kind = forms.ChoiceField(choices=_KINDS, label="Kind of organisation", required=False)
    role = forms.CharField(label="Sector or role", max_length=120, required=False)
    mode = forms.ChoiceField(choices=SeatMode.choices, label="How they take part")
    dietary = forms.CharField(label="What they do not eat", max_length=250, required=False)
    brings_companion = forms.BooleanField(
        label="A carer or interpreter comes too", required=False, help_text="They need no seat of their own."
    )
    access_need = forms.CharField(
        label="What they need to take part",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Becomes a task, seen by those who arrange it, and erased soon after the event.",
    )
    waits = forms.BooleanField(label="Put them on the waiting list", required=False)
    beyond_the_seats = beyond_the_seats()
    why = reason()

    def __init__(self, *args: Any, table: RoundTable, sees_needs: bool, **kwargs: Any) -> None:
        super().__init__(*args, table=table, **kwargs)
        if not table.has_catering:
            del self.fields["dietary"]
        if not sees_needs:
            del self.fields["access_need"]

    @property
    def details(self) -> Details:
        names = ("name", "email", "phone", "organisation", "kind", "role", "dietary", "brings_companion", "access_need")
        return Details(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class InviteForm(_AtTheTable):
    """Somebody whom staff would like to come, and who has not been asked."""

    name = forms.CharField(max_length=120)
    email = forms.EmailField(label="E-mail address", max_length=254)
    organisation = forms.CharField(max_length=200, required=False)
    kind = forms.ChoiceField(choices=_KINDS, label="Kind of organisation", required=False)
    mode = forms.ChoiceField(choices=SeatMode.choices, label="How they would take part")
    until = LondonMoment(
        label="Their place is kept until", help_text="Then it goes to whoever waits. London time, before the event."
    )

    @property
    def details(self) -> Details:
        return Details(**{name: self.cleaned_data[name] for name in ("name", "email", "organisation", "kind")})


class WalkInForm(_AtTheTable):
    """Somebody who is here and has not booked."""

    name = forms.CharField(max_length=120)
    organisation = forms.CharField(max_length=200, required=False)
    kind = forms.ChoiceField(choices=_KINDS, label="Kind of organisation", required=False)
    mode = forms.ChoiceField(choices=SeatMode.choices, label="How they take part")
    beyond_the_seats = beyond_the_seats()
    why = reason()


class MessageAllForm(forms.Form):
    """The same e-mail to everybody of a session in some states."""

    _WHO = {
        "coming": ("Everybody who means to come, or waits", COMING),
        "confirmed": ("Those with a confirmed place", (BookingState.CONFIRMED,)),
        "waiting": ("Those who wait, or were offered a place", (BookingState.WAITING, BookingState.OFFERED)),
        "came": ("Those who came", (BookingState.ATTENDED,)),
        "all": ("All of these, and those who did not come", ACTIVE),
    }
    who = forms.ChoiceField(choices=(), label="To whom", widget=forms.RadioSelect)
    subject = forms.CharField(max_length=150, validators=[can_be_subject])
    words = forms.CharField(
        label="Message", max_length=5000, widget=forms.Textarea(attrs={"rows": 8}), help_text="As plain text."
    )

    def __init__(self, *args: Any, table: RoundTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with_address = Booking.objects.unerased().filter(round_table=table, contact__email__isnull=False)
        self._states = list(with_address.values_list("pk", "state"))
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (key, f"{words}: {sum(state in states for _pk, state in self._states)}")
            for key, (words, states) in self._WHO.items()
        ]

    @property
    def keys(self) -> list[int]:
        _words, states = self._WHO[self.cleaned_data["who"]]
        return [pk for pk, state in self._states if state in states]


class OwnerForm(forms.Form):
    """Who sees to an access need: staff of its area who may."""

    owner = forms.ModelChoiceField(get_user_model().objects.none(), label="Who sees to it")

    def __init__(self, *args: Any, need: AccessNeed, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy = policy_registry.get_by_type(AccessNeed)
        everybody = policy.users_with_permission("change").distinct()
        here = [one.pk for one in everybody if policy.user_has_permission_for_instance(one, "change", need)]
        field: Any = self.fields["owner"]
        field.queryset = get_user_model().objects.filter(pk__in=here)
        field.label_from_instance = lambda one: one.get_full_name() or one.get_username()
        self.initial["owner"] = need.owner_id or user.pk


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="What has been arranged",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The person reads it in an e-mail. Do not repeat what they told you.",
    )
