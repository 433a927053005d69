"""Bookings, what was asked for in one go, and the log of what happened to each."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.models import Site

from consultation.participants.models import Mail
from consultation.round_tables.choices import ACTIVE, COMING, SEATED, BookingState, EndedBy, SeatMode, ShownAs, Step

# How long before the start somebody with a place online is shown where to join.
JOINING_LINK_FROM = dt.timedelta(days=1)
# Letters and digits that nobody takes for one another when a reference is read out on the telephone.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """Such as "R7KQ-2MXD": enough to tell bookings apart, and no key to anything."""
    signs = get_random_string(7, _SIGNS)
    return f"R{signs[:3]}-{signs[3:]}"


class BookingRequest(models.Model):
    """The sessions that one person asked for in one go: one e-mail to confirm, one page to manage them.

    `key` came with the form. A second click brings the same one, and so makes nothing new.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="booking_requests", verbose_name="area")
    contact = models.ForeignKey(
        "consultation.Contact", null=True, on_delete=models.PROTECT, related_name="booking_requests"
    )
    key = models.UUIDField(null=True, unique=True)
    agreed_to = models.JSONField(default=list)  # keys of the consent texts that were ticked
    made_at = models.DateTimeField()

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes

    def __str__(self) -> str:
        return f"Request {self.pk}"


class BookingQuerySet(models.QuerySet[Any]):
    def active(self) -> Self:
        return self.filter(state__in=ACTIVE)

    def seated(self) -> Self:
        """Those that have a seat, holds and offers included."""
        return self.filter(pool__isnull=False)

    def coming(self) -> Self:
        """Confirmed, waiting or offered a place: told when the event changes."""
        return self.filter(state__in=COMING)

    def confirmed(self) -> Self:
        return self.filter(state=BookingState.CONFIRMED)

    def shown(self) -> Self:
        """Those who said that they may be named in public, once they are sure to come; never who waits."""
        chose = self.filter(round_table__shows_who_comes=True, erased_at=None).exclude(shown_as=ShownAs.NOTHING)
        came = [BookingState.CONFIRMED, BookingState.ATTENDED]
        return chose.filter(state__in=came).select_related("organisation").order_by("organisation__name", "name", "pk")

    def waiting(self) -> Self:
        """In the order in which places are given: priority, then who has waited longest."""
        return self.filter(state=BookingState.WAITING).order_by("-priority", "joined_at", "pk")

    def attended(self) -> Self:
        return self.filter(state=BookingState.ATTENDED)

    def lapsed_holds(self, now: dt.datetime) -> Self:
        return self.filter(state=BookingState.PENDING, held_until__lte=now)

    def lapsed_offers(self, now: dt.datetime) -> Self:
        return self.filter(state=BookingState.OFFERED, offer_until__lte=now)

    def unerased(self) -> Self:
        return self.filter(erased_at=None)

    def at_the_door(self) -> Self:
        """Who has a place or came, by name; holds and offers that nobody answered yet are not among them."""
        states = [BookingState.CONFIRMED, BookingState.ATTENDED, BookingState.NO_SHOW]
        return self.filter(state__in=states).select_related("organisation").order_by("name", "pk")

    def named(self, words: str) -> Self:
        """Those whose name, organisation, address or reference holds each of `words`; a reference needs no hyphen."""
        found = self
        for word in words.replace("\x00", " ").split():
            reference = word.upper().replace("-", "")
            hyphened = f"{reference[:4]}-{reference[4:]}" if len(reference) > 4 else reference
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(organisation__name__icontains=word)
                | models.Q(contact__email__icontains=word)
                | models.Q(reference__icontains=hyphened)
            )
        return found

    def with_mail(self) -> Self:
        """With `mail_state`: what became of the latest e-mail about each, or about what it was asked for with."""

        def about(model: type[models.Model], key: str) -> models.Q:
            return models.Q(
                about_type__app_label="consultation",
                about_type__model=model._meta.model_name,
                about_id=models.OuterRef(key),
            )

        latest = Mail.objects.filter(about(Booking, "pk") | about(BookingRequest, "request_id")).order_by("-pk")
        return self.annotate(mail_state=models.Subquery(latest.values("state")[:1]))


class Booking(models.Model):
    """One person and one round table. It has a seat (`pool`) when its state says so, and the database sees to that.

    The person's address is that of the contact, of which there is one for each address in an area: so "one active
    booking for each address" is a constraint here. Whoever was added by telephone may have none.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="bookings", verbose_name="area")
    round_table = models.ForeignKey("consultation.RoundTable", on_delete=models.PROTECT, related_name="bookings")
    request = models.ForeignKey(BookingRequest, on_delete=models.PROTECT, related_name="bookings")
    contact = models.ForeignKey("consultation.Contact", null=True, on_delete=models.PROTECT, related_name="bookings")
    reference = models.CharField(max_length=12, default=new_reference, editable=False)
    mode = models.CharField(
        max_length=12, choices=SeatMode.choices, default=SeatMode.IN_PERSON, verbose_name="how they take part"
    )
    pool = models.ForeignKey(
        "consultation.SeatPool", null=True, editable=False, on_delete=models.PROTECT, related_name="bookings"
    )
    state = models.CharField(max_length=12, choices=BookingState.choices, default=BookingState.PENDING)

    name = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(
        "consultation.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="bookings"
    )
    role = models.CharField(max_length=120, blank=True, verbose_name="sector or role")
    phone = models.CharField(max_length=30, blank=True, verbose_name="telephone")
    dietary = models.CharField(max_length=250, blank=True, verbose_name="what they do not eat")
    brings_companion = models.BooleanField(
        default=False, verbose_name="a carer or interpreter comes too", help_text="They need no seat of their own."
    )

    shown_as = models.CharField(
        max_length=12, choices=ShownAs.choices, blank=True, default=ShownAs.NOTHING, verbose_name="named in public"
    )

    made_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    joined_at = models.DateTimeField(null=True, editable=False, verbose_name="waiting since")
    priority = models.SmallIntegerField(default=0)
    offered_at = models.DateTimeField(null=True, editable=False)
    offer_until = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.CharField(max_length=10, choices=EndedBy.choices, blank=True, editable=False)
    checked_in_at = models.DateTimeField(null=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(BookingQuerySet)()

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes
    instead_of_deleting = "Cancel it: what happened to it stays on record."

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["round_table", "state"], name="booking_by_state"),
            models.Index(
                fields=["round_table", "mode", "-priority", "joined_at", "id"],
                condition=models.Q(state=BookingState.WAITING),
                name="booking_queue",
            ),
            models.Index(fields=["held_until"], condition=models.Q(state=BookingState.PENDING), name="booking_holds"),
            models.Index(fields=["offer_until"], condition=models.Q(state=BookingState.OFFERED), name="booking_offers"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["site", "reference"], name="booking_reference_unique"),
            models.UniqueConstraint(
                fields=["round_table", "contact"],
                condition=models.Q(state__in=ACTIVE),
                name="booking_once_for_each_address",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=SEATED, pool__isnull=False)
                | models.Q(state=BookingState.PENDING)
                | (~models.Q(state__in=[*SEATED, BookingState.PENDING]) & models.Q(pool=None)),
                name="booking_has_seat_by_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state=BookingState.OFFERED, offer_until__isnull=False)
                | (~models.Q(state=BookingState.OFFERED) & models.Q(offer_until=None)),
                name="booking_offer_has_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=BookingState.WAITING) | models.Q(joined_at__isnull=False),
                name="booking_waits_since",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None)
                | models.Q(name="", role="", phone="", dietary="", organisation=None, shown_as=""),
                name="booking_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"Booking {self.reference}"

    @property
    def is_held(self) -> bool:
        """A seat is kept until the person confirms."""
        return self.state == BookingState.PENDING and self.pool_id is not None

    @property
    def gets_joining_link(self) -> bool:
        """Whether they take part online in what is still to come, and are sure to."""
        event = self.round_table.event
        is_sure = self.state in (BookingState.CONFIRMED, BookingState.ATTENDED)
        return is_sure and self.mode == SeatMode.ONLINE and event.goes_ahead and event.ends_at > timezone.now()

    @property
    def joining_link(self) -> str:
        """Where they join online: not before it is near, so that it has little time to travel."""
        event = self.round_table.event
        is_near = event.starts_at - JOINING_LINK_FROM <= timezone.now()
        return event.joining_link if self.gets_joining_link and is_near else ""

    @property
    def in_public(self) -> str:
        """What may be said of who comes; empty for who did not choose it. The organisation is fetched with `shown`."""
        organisation = self.organisation.name if self.organisation else ""
        if self.shown_as == ShownAs.NAME:
            return ", ".join(words for words in (self.name, organisation) if words)
        return organisation if self.shown_as == ShownAs.ORGANISATION else ""

    @property
    def email(self) -> str:
        """Empty for somebody without an address, and once it is erased."""
        return (self.contact.email or "") if self.contact else ""

    @property
    def position(self) -> int | None:
        """The place on the waiting list for its mode, counted from 1; None when it is not on it. One query."""
        if self.state != BookingState.WAITING:
            return None
        ahead = (
            models.Q(priority__gt=self.priority)
            | models.Q(priority=self.priority, joined_at__lt=self.joined_at)
            | models.Q(priority=self.priority, joined_at=self.joined_at, pk__lt=self.pk)
        )
        waiting = Booking.objects.waiting().filter(round_table=self.round_table_id, mode=self.mode)
        return int(waiting.filter(ahead).count()) + 1


class BookingStep(models.Model):
    """What happened to a booking: what, when, by which member of staff (None: the person, or the clock) and why.

    Never changed, and without personal data: it stays when the booking is erased.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=16, choices=Step.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {timezone.localtime(self.at):%-d %B %Y, %H:%M}"
