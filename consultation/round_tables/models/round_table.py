"""Round tables: what an event needs so that people can book it."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from consultation.events.choices import Standing
from consultation.events.models import Event
from consultation.round_tables.choices import Band, BookingState, Promotion, SeatMode, State, TableStep
from consultation.round_tables.models.seat_pool import SeatPool

# Who had the page open when booking closed may still send it.
GRACE = dt.timedelta(minutes=2)
# At or below so many places, or this share of all, few are left.
FEW_PLACES, FEW_SHARE = 3, 0.2
# So long before the start staff hear that too few have booked.
SHORT_NOTICE = dt.timedelta(days=3)

_OFF = {Standing.CANCELLED: State.CANCELLED, Standing.POSTPONED: State.POSTPONED}


class RoundTableQuerySet(models.QuerySet[Any]):
    def public(self) -> Self:
        return self.filter(event__is_published=True)

    def coming(self, now: dt.datetime) -> Self:
        """Not yet over at `now`, the next one first."""
        return self.filter(event__ends_at__gt=now).order_by("event__starts_at", "pk")

    def bookable(self, now: dt.datetime, grace: dt.timedelta = dt.timedelta(0)) -> Self:
        """Public, going ahead, and taking bookings at `now`, or until `grace` ago."""
        return self.public().filter(
            closed_by_hand_at=None,
            opens_at__lte=now,
            closes_at__gt=now - grace,
            event__starts_at__gt=now,
            event__standing__in=[Standing.AS_PLANNED, Standing.MOVED],
        )

    def with_places(self) -> Self:
        """With their events and seats, to show how many places are left. One query more for any number of rows."""
        return self.select_related("event").prefetch_related("pools")

    def with_counts(self) -> Self:
        """With `sure`, `held`, `waiting` and `came`: how many have a place, hold one, wait for one, were there.

        `sure` counts those who came too; an offer is held until it is answered.
        """
        state, has_seat = "bookings__state", models.Q(bookings__pool__isnull=False)
        held = models.Q(**{f"{state}__in": [BookingState.PENDING, BookingState.OFFERED]})
        counted = {
            "sure": has_seat & ~held,
            "held": has_seat & held,
            "waiting": models.Q(**{state: BookingState.WAITING}),
            "came": models.Q(**{state: BookingState.ATTENDED}),
        }
        return self.annotate(**{name: models.Count("bookings", filter=which) for name, which in counted.items()})


class RoundTable(models.Model):
    """The seats of one event, and the rules by which they are given.

    Whether it is open follows from its dates, its event and its seats. Staff may close it early: `closed_by_hand_at`.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="round_tables", verbose_name="area")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="round_table")
    opens_at = models.DateTimeField(verbose_name="booking opens")
    closes_at = models.DateTimeField(verbose_name="booking closes")
    closed_by_hand_at = models.DateTimeField(null=True, blank=True, editable=False)

    max_per_organisation = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        verbose_name="most places for one organisation",
        help_text="Whoever comes later goes on the waiting list. Leave empty for no limit.",
    )
    freeze_hours = models.PositiveSmallIntegerField(
        default=24,
        verbose_name="the list is frozen",
        help_text="Hours before the start. Then nobody sends a colleague or moves; staff do it by telephone.",
    )
    cancel_hours = models.PositiveSmallIntegerField(
        default=4, verbose_name="cancelling online ends", help_text="Hours before the start. After that, people ring."
    )
    promotion = models.CharField(
        max_length=10,
        choices=Promotion.choices,
        default=Promotion.OFFER,
        verbose_name="when a place is free again, whoever waits",
        help_text="The public reads this on the booking form.",
    )
    offer_hours = models.PositiveSmallIntegerField(
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        verbose_name="hours to answer an offer",
        help_text="Close to the event it is half of the time that is left.",
    )
    hold_minutes = models.PositiveSmallIntegerField(
        default=60,
        validators=[MinValueValidator(10), MaxValueValidator(2880)],
        verbose_name="minutes to confirm",
        help_text="How long a place is held from the moment the e-mail with the link is sent.",
    )
    has_catering = models.BooleanField(
        default=False, verbose_name="food is served", help_text="Asks people what they do not eat."
    )
    shows_who_comes = models.BooleanField(
        default=False,
        verbose_name="its page names who comes",
        help_text="Only those who choose it, while they have a confirmed place: their organisation, or their name too.",
    )
    feedback_survey = models.URLField(
        blank=True,
        verbose_name="survey about the event",
        help_text="The address of a short survey. Whoever was checked in is sent it once, three hours after the end.",
    )
    fewest = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        verbose_name="fewest people",
        help_text="If fewer have booked three days before, staff are told. Leave empty for no limit.",
    )
    kept_days = models.PositiveSmallIntegerField(
        default=180, verbose_name="bookings are kept", help_text="Days after the event. Then names are erased."
    )
    needs_kept_days = models.PositiveSmallIntegerField(
        default=14, verbose_name="access needs are kept", help_text="Days after the event. Then they are erased."
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(RoundTableQuerySet)()

    instead_of_deleting = "Close it, or cancel its event: who booked, and what was decided, stays on record."

    class Meta:
        verbose_name = "round table"
        ordering: ClassVar[list[str]] = ["-event__starts_at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="round_table_closes_after_opening",
                violation_error_message="Booking must close after it opens.",
            ),
            models.CheckConstraint(
                condition=~models.Q(max_per_organisation=0), name="round_table_takes_from_organisations"
            ),
        ]

    def __str__(self) -> str:
        return str(self.event)

    def get_absolute_url(self) -> str:
        return self.event.get_absolute_url()

    def clean(self) -> None:
        if self.closes_at and self.event_id and self.closes_at > self.event.starts_at:
            raise ValidationError({"closes_at": "Booking must close before the event starts, or as it does."})
        if self.needs_kept_days > self.kept_days:
            raise ValidationError({"needs_kept_days": "Access needs cannot be kept longer than the bookings."})

    @property
    def booking_url(self) -> str:
        return reverse("round_tables:book", args=[self.event.slug])

    # Time

    @property
    def freezes_at(self) -> dt.datetime:
        """From then on the list is frozen: no offers, no substitutes, no moves by the person."""
        return self.event.starts_at - dt.timedelta(hours=self.freeze_hours)

    @property
    def cancel_until(self) -> dt.datetime:
        return self.event.starts_at - dt.timedelta(hours=self.cancel_hours)

    @property
    def erase_after(self) -> dt.datetime:
        return self.event.ends_at + dt.timedelta(days=self.kept_days)

    def takes_bookings(self, now: dt.datetime) -> bool:
        """Whether somebody may book, or go on the waiting list. A page opened in time may be sent within the grace."""
        return (
            self.event.is_published
            and self.event.goes_ahead
            and self.closed_by_hand_at is None
            and self.opens_at <= now < self.closes_at + GRACE
            and now < self.event.starts_at
        )

    def gives_places(self, now: dt.datetime) -> bool:
        """Whether free places go to whoever waits: while booking is open and the list is not frozen."""
        return self.takes_bookings(now) and now < min(self.closes_at, self.freezes_at)

    def state_at(self, now: dt.datetime) -> State:
        """One query where the seats were not fetched."""
        event = self.event
        if not event.is_published:
            return State.DRAFT
        if event.standing in _OFF:
            return _OFF[Standing(event.standing)]
        if now >= event.ends_at:
            return State.REPORTED if event.note and event.note_is_published else State.FINISHED
        if now < self.opens_at:
            return State.SCHEDULED
        if self.closed_by_hand_at or now >= self.closes_at or now >= event.starts_at:
            return State.CLOSED
        return State.FULL if self.band_at(now) == Band.FULL else State.OPEN

    @property
    def state(self) -> State:
        return self.state_at(timezone.now())

    def turns_after(self, now: dt.datetime) -> dt.datetime | None:
        """The next moment after `now` at which its state or places change by the clock alone."""
        moments = [self.opens_at, self.closes_at, self.event.starts_at, self.event.ends_at]
        moments += [pool.released_at for pool in self.pools.all() if pool.released_at]
        return min((moment for moment in moments if moment > now), default=None)

    def is_short_at(self, now: dt.datetime, sure: int) -> bool:
        """Whether fewer than it needs are `sure` of a place, and it starts within three days: staff decide then."""
        starts_at = self.event.starts_at
        is_near = starts_at - SHORT_NOTICE <= now < starts_at
        return self.event.goes_ahead and is_near and self.fewest is not None and sure < self.fewest

    # Seats

    def free_at(self, now: dt.datetime, mode: str = "") -> int:
        """How many places anybody can take at `now`, in one mode or in all."""
        pools = [pool for pool in self.pools.all() if pool.is_open_to_all(now)]
        return sum(pool.free for pool in pools if not mode or pool.mode == mode)

    def band_at(self, now: dt.datetime) -> Band:
        pools = [pool for pool in self.pools.all() if pool.is_open_to_all(now)]
        free = sum(pool.free for pool in pools)
        if free == 0:
            return Band.FULL
        total = sum(pool.capacity for pool in pools)
        return Band.FEW if free <= max(FEW_PLACES, int(total * FEW_SHARE)) else Band.AVAILABLE

    @property
    def modes(self) -> list[SeatMode]:
        """The ways in which somebody can take part: those that there are seats for."""
        return sorted({SeatMode(pool.mode) for pool in self.pools.all()}, key=list(SeatMode).index)

    def total(self, name: str) -> int:
        """The sum of `capacity`, `taken`, `over` or `free` of all seats."""
        pools: list[SeatPool] = list(self.pools.all())
        return sum(getattr(pool, name) for pool in pools)


class RoundTableStep(models.Model):
    """What staff did to a round table: who, what, when and why. Never changed."""

    round_table = models.ForeignKey(RoundTable, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=12, choices=TableStep.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {timezone.localtime(self.at):%-d %B %Y}"
