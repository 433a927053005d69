"""The national picture: partnerships, the strategies they work on together or alone, and what each has published.

What nobody has stated is empty here and reads "not stated" on the site. Many partnerships may share one strategy, and
one partnership may work on several.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, Site

from strategy.areas import area_record
from strategy.dates import ApproximateDate, Precision, approximate, check_dates
from strategy.models.choices import LinkKind, TrackedStage
from strategy.models.tracker_vocabulary import TrackerTheme, TrackerWave

# The squares of the tile map of England: strategy/tracker/tile_map.py draws them.
MAP_COLUMNS, MAP_ROWS = 8, 11
# Words that stand in addresses below the tracker.
_TAKEN = ("themes",)
_MOST_ABOUT = 2000


class _Checked(models.Model):
    """A fact with its source, and the day somebody last read the source again."""

    source = models.CharField(max_length=250, blank=True, help_text="The document or page that says so.")
    checked_on = models.DateField(
        "last checked", null=True, blank=True, help_text="The day somebody last compared this with its source."
    )

    class Meta:
        abstract = True


class PartnershipQuerySet(models.QuerySet[Any]):
    def with_all(self) -> Self:
        """With their strategies, waves, themes and links. Five queries, whatever the number."""
        strategies = LocalStrategy.objects.select_related("wave").prefetch_related("themes", "links")
        return self.prefetch_related(
            models.Prefetch("strategies", strategies.order_by("is_joint", "title", "pk")), "links"
        )


@area_record
class Partnership(_Checked, ClusterableModel):
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="partnerships", verbose_name="area")
    name = models.CharField(max_length=120, help_text="Without “Local Enterprise Partnership”.")
    slug = models.SlugField(max_length=80, help_text="Ends the address of its page. Keep it when the name changes.")
    about = models.TextField(blank=True, max_length=_MOST_ABOUT, help_text="What is known, in a few plain sentences.")
    has_entry = models.BooleanField(
        "has an entry in the source",
        default=True,
        help_text="Clear this for one that is only named. The site shows it as a gap.",
    )
    successor_body = models.CharField(
        max_length=160, blank=True, help_text="Who does its work now. Leave empty when nothing is stated."
    )
    map_letters = models.CharField(max_length=4, blank=True, help_text="Up to four letters for its tile on the map.")
    map_column = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(MAP_COLUMNS - 1)], help_text="From 0 in the west."
    )
    map_row = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(MAP_ROWS - 1)], help_text="From 0 in the north."
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(PartnershipQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["site", "slug"],
                name="partnership_slug_unique",
                violation_error_message="Another partnership has that address. Choose a different one.",
            ),
            models.UniqueConstraint(
                fields=["site", "map_column", "map_row"],
                name="partnership_tile_unique",
                violation_error_message="Another partnership stands on that tile of the map. Choose a free one.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tracker:partnership", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if len(self.about) > _MOST_ABOUT:  # which Django asks of forms only
            raise ValidationError({"about": f"Write at most {_MOST_ABOUT:,} characters. This has {len(self.about):,}."})
        if self.slug in _TAKEN:
            raise ValidationError({"slug": "That word has another use in addresses. Choose a different one."})
        if (self.map_column is None) != (self.map_row is None):
            missing = "map_row" if self.map_row is None else "map_column"
            raise ValidationError({missing: "Give both column and row, or neither."})

    # These read what `with_all` has fetched.

    @property
    def wave(self) -> TrackerWave | None:
        """The earliest wave of its strategies; None when none is stated."""
        waves = [one.wave for one in self.strategies.all() if one.wave]
        return min(waves, key=lambda wave: (wave.sort_order, wave.name)) if waves else None

    @property
    def strategy(self) -> LocalStrategy | None:
        """The one that stands for it in a row: of its own before a joint one, as far as possible of a stated stage."""
        return min(
            self.strategies.all(),
            key=lambda one: (one.stage == TrackedStage.NOT_STATED, one.is_joint, one.title),
            default=None,
        )

    @property
    def stage(self) -> TrackedStage:
        return TrackedStage(self.strategy.stage) if self.strategy else TrackedStage.NOT_STATED

    @property
    def themes(self) -> list[TrackerTheme]:
        found = {theme.pk: theme for one in self.strategies.all() for theme in one.themes.all()}
        return sorted(found.values(), key=lambda theme: theme.name)


@area_record
class LocalStrategy(_Checked, ClusterableModel):
    """A strategy somewhere in the country, which one or more partnerships work on."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="local_strategies", verbose_name="area")
    title = models.CharField(max_length=160)
    slug = models.SlugField(max_length=80, help_text="Names it in files. Keep it when the title changes.")
    partnerships = ParentalManyToManyField(Partnership, blank=True, related_name="strategies")
    is_joint = models.BooleanField("several partnerships share it", default=False)
    wave = models.ForeignKey(
        TrackerWave, null=True, blank=True, on_delete=models.PROTECT, related_name="strategies", verbose_name="wave"
    )
    announced_on, announced_precision = approximate("announced", "Leave empty to use the date of the wave.")
    due_on, due_precision = approximate("due", "Leave empty to use the date of the wave.")
    published_on, published_precision = approximate("published", "When it was really published.")
    stage = models.CharField(max_length=12, choices=TrackedStage.choices, default=TrackedStage.NOT_STATED)
    stage_on, stage_precision = approximate("stage as at")
    lead_body = models.CharField(max_length=160, blank=True, help_text="Who leads it, where that is stated.")
    summary = models.CharField(max_length=400, blank=True, help_text="What it is to do, in a plain sentence or two.")
    themes = ParentalManyToManyField(TrackerTheme, blank=True, related_name="strategies")

    class Meta:
        ordering: ClassVar[list[str]] = ["title", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["site", "slug"],
                name="local_strategy_slug_unique",
                violation_error_message="Another strategy has that short name. Choose a different one.",
            )
        ]
        verbose_name_plural = "local strategies"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        names = ("announced", "due", "published", "stage")
        check_dates(self, *((f"{name}_on", f"{name}_precision") for name in names))
        if self.wave is not None and self.wave.site_id != self.site_id:
            raise ValidationError({"wave": "Choose a wave of the same area."})

    @property
    def announced(self) -> ApproximateDate:
        own = ApproximateDate(self.announced_on, Precision(self.announced_precision))
        return own or (self.wave.announced if self.wave else own)

    @property
    def due(self) -> ApproximateDate:
        own = ApproximateDate(self.due_on, Precision(self.due_precision))
        return own or (self.wave.due if self.wave else own)

    @property
    def published(self) -> ApproximateDate:
        return ApproximateDate(self.published_on, Precision(self.published_precision))

    @property
    def stage_as_at(self) -> ApproximateDate:
        return ApproximateDate(self.stage_on, Precision(self.stage_precision))


class _TrackedLink(_Checked, Orderable):
    """Something published: its kind and its title, and its address where one is known."""

    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    title = models.CharField(max_length=160)
    address = models.URLField(max_length=500, blank=True, help_text="Leave empty when the source gives none.")
    date_on, date_precision = approximate("published")
    # What the link checker found, and when; it never changes the day on which somebody read the source.
    tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    tried_result = models.CharField(max_length=120, blank=True, editable=False)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        check_dates(self, ("date_on", "date_precision"))

    @property
    def date(self) -> ApproximateDate:
        return ApproximateDate(self.date_on, Precision(self.date_precision))


class PartnershipLink(_TrackedLink):
    partnership = ParentalKey(Partnership, on_delete=models.CASCADE, related_name="links")


class LocalStrategyLink(_TrackedLink):
    strategy = ParentalKey(LocalStrategy, on_delete=models.CASCADE, related_name="links")


class TrackerChange(models.Model):
    """What changed about a partnership, for the feed. Written by `strategy.tracker.changes`, and never changed."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="tracker_changes")
    partnership = models.ForeignKey(Partnership, null=True, on_delete=models.SET_NULL, related_name="changes")
    name = models.CharField(max_length=120)
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["site", "-at"], name="tracker_change_newest")]

    def __str__(self) -> str:
        return f"{self.name}: {self.words}"
