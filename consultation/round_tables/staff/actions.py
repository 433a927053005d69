"""What staff do with a booking, or with several: a form each, which asks what the rule needs and calls it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils import timezone

from consultation.participants import contacts
from consultation.participants.mail import can_be_subject
from consultation.participants.models.organisation import Kind
from consultation.round_tables import booking as rules
from consultation.round_tables.booking import Details
from consultation.round_tables.choices import ACTIVE, COMING, BookingState, SeatMode
from consultation.round_tables.models import Booking, RoundTable
from consultation.round_tables.staff.fields import beyond_the_seats, reason

PENDING, CONFIRMED, WAITING = BookingState.PENDING, BookingState.CONFIRMED, BookingState.WAITING
OFFERED, EXPIRED = BookingState.OFFERED, BookingState.EXPIRED


class Action(forms.Form):
    """One thing that can be done with bookings in `states`. `run` calls the rule and says what was done."""

    label: str
    explains = ""
    icon = "check"
    states: ClassVar[tuple[str, ...]] = ()
    do_not_call_in_templates = True  # they show the words of the class

    def __init__(self, *args: Any, bookings: Sequence[Booking], sees_needs: bool = False, **kwargs: Any) -> None:
        self.bookings = bookings
        self.sees_needs = sees_needs
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the bookings."""

    @classmethod
    def is_for(cls, booking: Booking) -> bool:
        return booking.state in cls.states and booking.erased_at is None

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        raise NotImplementedError


class Confirm(Action):
    label = "Confirm"
    explains = "Instead of the link in the e-mail: for somebody who rings. What they asked for in one go is confirmed."
    states = (PENDING,)

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        for confirmed in rules.confirm(request=booking.request, by=by, now=now):
            if confirmed.pk == booking.pk:
                booking = confirmed
        return f"{booking.name}: {booking.get_state_display().lower()}."


class LetIn(Action):
    label = "Take for a person"
    explains = "It was set aside because it looked automatic. They get their place, or wait, and the e-mail to confirm."
    states = (BookingState.QUARANTINED,)

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        rules.let_in(booking=booking, by=by, now=now)
        return f"{booking.name} has been let in, and sent the e-mail to confirm."


class GivePlace(Action):
    label = "Give a place"
    explains = "Whatever their position on the waiting list. They are told by e-mail; ring those who have none."
    icon = "arrow-up"
    states = (WAITING, OFFERED, EXPIRED)
    beyond_the_seats = beyond_the_seats()
    why = reason()

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        given = self.cleaned_data
        rules.promote_by_hand(
            booking=booking, by=by, why=given["why"], beyond_the_seats=given["beyond_the_seats"], now=now
        )
        return f"{booking.name} has a place."


class Prioritise(Action):
    label = "Change the order"
    explains = "The highest number comes first; with the same number, who has waited longest."
    icon = "order"
    states = (WAITING,)
    priority = forms.IntegerField(min_value=-100, max_value=100, help_text="0 for most people.")
    why = reason(required=True)

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        given = self.cleaned_data
        booking = rules.prioritise(booking=booking, priority=given["priority"], by=by, why=given["why"], now=now)
        return f"{booking.name} is number {booking.position} on the waiting list."


class Move(Action):
    label = "Move"
    explains = "To another session, if it has a place. They are told, and who waits for their old place is next."
    icon = "arrow-right"
    states = (CONFIRMED,)
    to = forms.ModelChoiceField(RoundTable.objects.none(), label="Session", empty_label="Choose a session")
    mode = forms.ChoiceField(
        choices=[("", "As they take part now"), *SeatMode.choices], label="How they take part", required=False
    )
    why = reason()

    def prepare(self) -> None:
        sites = {booking.site_id for booking in self.bookings}
        field: Any = self.fields["to"]
        tables = RoundTable.objects.select_related("event").coming(timezone.now())
        tables = tables.filter(site__in=sites) if len(sites) == 1 else tables.none()
        if len(self.bookings) == 1:
            tables = tables.exclude(pk=self.bookings[0].round_table_id)
        field.queryset = tables
        field.label_from_instance = lambda table: f"{table.event.title}, {table.event.when}"

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        given = self.cleaned_data
        rules.move(booking=booking, to=given["to"], mode=given["mode"], by=by, why=given["why"], now=now)
        return f"{booking.name} has been moved to “{given['to']}”."


class Cancel(Action):
    label = "Cancel"
    explains = "They are told by e-mail, and who waits is next. What happened to the booking stays on record."
    icon = "cross"
    states = (PENDING, CONFIRMED, WAITING, OFFERED)
    why = reason(help_text="The person reads it, and it is kept with the booking. Name nobody.")

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        rules.cancel(booking=booking, by=by, why=self.cleaned_data["why"], now=now)
        return f"The booking of {booking.name or booking.reference} is cancelled."


class Message(Action):
    label = "Write to them"
    explains = "The same e-mail to each, by name. Whoever has no address is left out: ring them."
    icon = "mail"
    states = ACTIVE
    subject = forms.CharField(max_length=150, validators=[can_be_subject])
    words = forms.CharField(
        label="Message", max_length=5000, widget=forms.Textarea(attrs={"rows": 8}), help_text="As plain text."
    )

    @classmethod
    def is_for(cls, booking: Booking) -> bool:
        return super().is_for(booking) and bool(booking.email)

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        return self.send([booking], by, now)

    def send(self, bookings: Sequence[Booking], by: Any, now: dt.datetime) -> str:
        given = self.cleaned_data
        count = rules.message(bookings=bookings, subject=given["subject"], words=given["words"], by=by, now=now)
        return "One e-mail is queued." if count == 1 else f"{count} e-mails are queued."


class SendAgain(Action):
    label = "Send the link again"
    explains = "The e-mail to confirm, or with what is booked, once more. The older links go on working."
    icon = "mail"
    states = (PENDING, CONFIRMED, WAITING)

    @classmethod
    def is_for(cls, booking: Booking) -> bool:
        return super().is_for(booking) and bool(booking.email)

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        rules.send_again(booking=booking, by=by, now=now)
        return f"The e-mail to {booking.name} is queued."


class ChangeDetails(Action):
    label = "Change details"
    explains = "They are told that something was changed."
    icon = "edit"
    states = COMING
    name = forms.CharField(max_length=120)
    organisation = forms.CharField(max_length=200, required=False)
    kind = forms.ChoiceField(choices=[("", "Not known"), *Kind.choices], label="Kind of organisation", required=False)
    role = forms.CharField(label="Sector or role", max_length=120, required=False)
    phone = forms.CharField(label="Telephone", max_length=30, required=False)
    dietary = forms.CharField(label="What they do not eat", max_length=250, required=False)
    brings_companion = forms.BooleanField(label="A carer or interpreter comes too", required=False)
    access_need = forms.CharField(
        label="What they need to take part",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Other words open the task again.",
    )

    def prepare(self) -> None:
        booking = self.bookings[0]
        self._need = getattr(booking, "access_need", None)
        for name in ("name", "role", "phone", "dietary", "brings_companion"):
            self.initial[name] = getattr(booking, name)
        if booking.organisation:
            self.initial["organisation"] = booking.organisation.name
            self.initial["kind"] = booking.organisation.kind
        self.initial["access_need"] = self._need.words if self._need else ""
        if not booking.round_table.has_catering:
            del self.fields["dietary"]
        if not self.sees_needs:
            del self.fields["access_need"]

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        known: dict[str, Any] = {
            "access_need": self._need.words if self._need else "",
            "shown_as": booking.shown_as,
            "wants_call": bool(self._need and self._need.wants_call),
        }
        rules.change_details(booking=booking, details=Details(**(known | self.cleaned_data)), by=by, now=now)
        return f"The details of {self.cleaned_data['name']} are changed."


class Substitute(Action):
    label = "Send a colleague"
    explains = "Somebody else comes instead. Both are told; links that the first person has stop working."
    icon = "group"
    states = (CONFIRMED,)
    name = forms.CharField(max_length=120)
    email = forms.EmailField(label="E-mail address", max_length=254)

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        given = self.cleaned_data
        rules.substitute(booking=booking, details=Details(given["name"], given["email"]), by=by, now=now)
        return f"{given['name']} comes instead."


class ChangeEmail(Action):
    label = "Change the e-mail address"
    explains = "Ask for it letter by letter: it is taken as theirs. The old address is told."
    icon = "mail"
    states = COMING
    email = forms.EmailField(label="New e-mail address", max_length=254)

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        with transaction.atomic():  # a refusal leaves no contact behind
            contact = contacts.remember(site=booking.site, email=self.cleaned_data["email"], now=now)
            rules.change_email(booking=booking, contact=contact, by=by, now=now)
        return f"E-mail for {booking.name} goes to the new address."


class NotCome(Action):
    label = "Did not come"
    explains = "For the numbers. Nothing follows from it for the person, and nobody is told."
    icon = "user"
    states = (CONFIRMED,)

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        rules.no_show(booking=booking, by=by, now=now)
        return f"{booking.name} did not come."


class CameAfterAll(Action):
    label = "Came after all"
    states = (BookingState.NO_SHOW,)

    def run(self, booking: Booking, by: Any, now: dt.datetime) -> str:
        rules.undo_no_show(booking=booking, by=by, now=now)
        return f"{booking.name} counts as coming again. Check them in at the door."


ACTIONS: dict[str, type[Action]] = {
    "confirm": Confirm,
    "let-in": LetIn,
    "give-place": GivePlace,
    "order": Prioritise,
    "details": ChangeDetails,
    "colleague": Substitute,
    "email": ChangeEmail,
    "move": Move,
    "message": Message,
    "send-again": SendAgain,
    "did-not-come": NotCome,
    "came-after-all": CameAfterAll,
    "cancel": Cancel,
}
