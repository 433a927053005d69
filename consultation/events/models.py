"""Events: what was held and what is coming. What was decided about each is a log of its own that stays."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, Site

from consultation.dates import LONDON
from consultation.events.choices import Decision, Kind, Mode, OrganisationKind, Outcome, Standing, State
from strategy.areas import area_record
from strategy.dates import ApproximateDate, Precision, clock_span, clock_time

_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol", "h3"]


class EventQuerySet(models.QuerySet[Any]):
    def public(self) -> Self:
        return self.filter(is_published=True)

    def coming(self, now: dt.datetime) -> Self:
        """Not yet over at `now`, the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: dt.datetime) -> Self:
        """Over at `now`, the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def about(self, page: Page) -> Self:
        """About a page of the strategy, by subject or by sector, the latest first."""
        by_subject = EventSubject.objects.filter(event=models.OuterRef("pk"), page=page.pk)
        return self.filter(models.Q(sector=page.pk) | models.Exists(by_subject)).order_by("-starts_at", "-pk")

    def held(self, now: dt.datetime) -> Self:
        """Over, and known to have taken place: a plan alone does not count, nor does a demonstration."""
        return self.public().filter(ends_at__lte=now, outcome=Outcome.TOOK_PLACE, is_demonstration=False)

    def next_turn(self, now: dt.datetime) -> dt.datetime | None:
        """The next moment at which one of these begins or ends; None when nothing is coming. One query."""
        return earliest(self.aggregate(**turns(now)))


def turns(now: dt.datetime) -> dict[str, models.Min]:
    """The next beginning and the next end after `now`, for an aggregate that asks for more besides."""
    return {name: models.Min(name, filter=models.Q(**{f"{name}__gt": now})) for name in ("starts_at", "ends_at")}


def earliest(found: dict[str, Any]) -> dt.datetime | None:
    """The earlier of what `turns` found."""
    return min((found[name] for name in ("starts_at", "ends_at") if found[name]), default=None)


@area_record
class Event(ClusterableModel):
    """One event of an area.

    `starts_at` and `ends_at` are always there. For history whose time nobody stated they are the bounds of the day,
    month, season or year that is known, and `times_stated` is False; so everything sorts, and ends, in one way.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="events", verbose_name="area")
    title = models.CharField(max_length=120)
    slug = models.SlugField(
        max_length=80, help_text="The end of its address. Leave empty to make it from the title and the date."
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.WORKSHOP)
    summary = models.CharField(max_length=250, blank=True, help_text="One plain sentence for lists.")
    description = RichTextField(blank=True, features=_FEATURES, verbose_name="what it is about")
    agenda = RichTextField(blank=True, features=_FEATURES)
    audience = models.CharField(max_length=200, blank=True, verbose_name="who it is for")

    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    times_stated = models.BooleanField(default=True, editable=False)
    precision = models.CharField(
        max_length=12,
        choices=[choice for choice in Precision.choices if choice[0] != Precision.NOT_STATED],
        default=Precision.DAY,
        verbose_name="how exact the date is",
        help_text="For past events of which only the month, season or year is known: give its first day.",
    )

    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.IN_PERSON, verbose_name="how it is held")
    venue_name = models.CharField(max_length=120, blank=True, verbose_name="venue")
    venue_address = models.TextField(blank=True, verbose_name="address of the venue")
    how_to_get_in = models.TextField(
        blank=True, help_text="Which door, where to park, the nearest stop, whom to ask for."
    )
    access_information = models.TextField(
        blank=True, help_text="Steps, lifts, hearing loop, quiet room, interpreters, and whom to tell of a need."
    )
    joining_link = models.URLField(
        blank=True, help_text="For online events. Never shown in public: only people with a confirmed place get it."
    )

    sector = models.ForeignKey(
        "strategy.SectorPage", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    districts = ParentalManyToManyField("strategy.District", blank=True, related_name="events")
    consultation = models.ForeignKey(
        "consultation.ConsultationPage", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )

    is_published = models.BooleanField(
        default=False, verbose_name="published", help_text="Untick to keep it as a draft that only staff see."
    )
    is_demonstration = models.BooleanField(
        default=False, verbose_name="demonstration", help_text="Marks it as not real. It is never counted."
    )
    source = models.CharField(
        max_length=250, blank=True, help_text="For an event of the past: the document or the record that states it."
    )
    standing = models.CharField(
        max_length=12, choices=Standing.choices, default=Standing.AS_PLANNED, verbose_name="does it go ahead?"
    )

    outcome = models.CharField(
        max_length=14, choices=Outcome.choices, default=Outcome.NOT_RECORDED, verbose_name="did it take place?"
    )
    attendance = models.PositiveIntegerField(null=True, blank=True, verbose_name="how many people came")
    note = RichTextField(blank=True, features=_FEATURES, verbose_name="note of what was said")
    note_is_published = models.BooleanField(
        default=False, verbose_name="the note is published", help_text="Untick while the note is a draft."
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(EventQuerySet)()

    instead_of_deleting = "Cancel it, or untick “published”: what was decided about it stays on record."

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_at", "-pk"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["site", "is_published", "starts_at"])]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["site", "slug"],
                name="event_slug_unique_in_area",
                violation_error_message="Another event of this area has that address. Choose a different one.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(times_stated=False) | models.Q(precision=Precision.DAY), name="event_time_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.date}"

    def get_absolute_url(self) -> str:
        return reverse("events:event", args=[self.slug])

    @property
    def first_day(self) -> dt.date:
        return self.starts_at.astimezone(LONDON).date()

    @property
    def last_day(self) -> dt.date:
        """The day on which it ends. One that ends at midnight ends on the day before."""
        return (self.ends_at - dt.timedelta(microseconds=1)).astimezone(LONDON).date()

    @property
    def date(self) -> ApproximateDate:
        return ApproximateDate(self.first_day, Precision(self.precision))

    @property
    def when(self) -> str:
        """ "Thursday 17 May 2018, 10am to midday": as much as is known, the weekday derived."""
        if self.precision != Precision.DAY:
            return str(self.date)
        days = f"{self.first_day:%A} {self.date}"
        if not self.times_stated:
            return f"{days}, time not stated"
        starts, ends = self.starts_at.astimezone(LONDON), self.ends_at.astimezone(LONDON)
        if self.first_day == self.last_day:
            return f"{days}, {clock_span(starts, ends)}"
        last = ApproximateDate(self.last_day, Precision.DAY)
        return f"{days}, {clock_time(starts)}, to {self.last_day:%A} {last}, {clock_time(ends)}"

    @property
    def hours(self) -> str:
        """ "10am to midday": the times alone, for a list that shows the day."""
        if self.first_day != self.last_day:
            return self.when
        return clock_span(self.starts_at.astimezone(LONDON), self.ends_at.astimezone(LONDON))

    @property
    def month(self) -> str:
        """The heading it stands under in a list: "May 2018", or the year when no month is known."""
        coarse = self.precision in (Precision.SEASON, Precision.YEAR)
        return str(self.date if coarse else ApproximateDate(self.first_day, Precision.MONTH))

    def state_at(self, now: dt.datetime) -> State:
        if now >= self.ends_at:
            return State.PAST
        return State.NOW if now >= self.starts_at else State.COMING

    @property
    def state(self) -> State:
        return self.state_at(timezone.now())

    @property
    def goes_ahead(self) -> bool:
        return self.standing in (Standing.AS_PLANNED, Standing.MOVED)

    @property
    def is_unconfirmed(self) -> bool:
        """Past, and nothing says that it took place."""
        return self.goes_ahead and self.state == State.PAST and self.outcome == Outcome.NOT_RECORDED


class EventSubject(Orderable):
    """A page of the strategy that the event is about; that page shows the event in turn."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="subjects")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")


class EventPaper(Orderable):
    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="papers")
    document = models.ForeignKey("strategy.SiteDocument", on_delete=models.PROTECT, related_name="+")


class EventPeopleByKind(Orderable):
    """How many people of one kind of organisation were in the room."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="people_by_kind")
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices, verbose_name="kind of organisation")
    people = models.PositiveIntegerField()

    class Meta(Orderable.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["event", "kind"], name="event_counts_each_kind_once")
        ]


class EventPeopleByDistrict(Orderable):
    """How many people from one district were in the room."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="people_by_district")
    district = models.ForeignKey("strategy.District", on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()

    class Meta(Orderable.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["event", "district"], name="event_counts_each_district_once")
        ]


class EventDecision(models.Model):
    """What was decided about an event: who, when and why, and when and where it was to be until then.

    Never changed. It protects its event: what has been published is cancelled or withdrawn, not deleted.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=12, choices=Decision.choices)
    why = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField()
    was_when = models.CharField(max_length=160, blank=True)
    was_start = models.DateTimeField(null=True, blank=True)
    was_where = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = "decision about an event"
        verbose_name_plural = "decisions about events"
        ordering: ClassVar[list[str]] = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}, {timezone.localtime(self.decided_at):%-d %B %Y}"
