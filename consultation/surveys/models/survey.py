"""Surveys. What was decided about each is a log of its own that stays."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PreviewableMixin, Site

from consultation.dates import changes_among, midnight
from consultation.participants.choices import LawfulBasis
from consultation.surveys.blocks import SectionBlock
from consultation.surveys.choices import Decision, Standing, State, WhoMayAnswer
from consultation.surveys.models.response import Response
from strategy.areas import area_record

_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol", "h3"]

# Whoever began before the end may still send so long after it. Published on the start page.
GRACE = dt.timedelta(minutes=30)


class SurveyQuerySet(models.QuerySet[Any]):
    def public(self) -> Self:
        """Those the public may see: published once, or the record of one held elsewhere."""
        return self.filter(models.Q(version__isnull=False) | models.Q(is_history=True))

    def with_counts(self) -> Self:
        """With `response_count`: how many were sent by people for real."""
        counted = Response.objects.counted().filter(survey=models.OuterRef("pk")).order_by().values("survey")
        return self.annotate(response_count=_or_none_at_all(counted.annotate(count=models.Count("pk"))))

    def next_turn(self, now: dt.datetime) -> dt.datetime | None:
        """The next moment at which one of these opens or closes; None when none will. One query."""
        return changes_among(self, now)


def _or_none_at_all(counts: models.QuerySet[Any]) -> Coalesce:
    return Coalesce(models.Subquery(counts.values("count")), 0)


@area_record
class Survey(PreviewableMixin, models.Model):
    """One survey of an area. `sections` is the working copy; what people answer is a `version` that stays as it is."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="surveys", verbose_name="area")
    consultation = models.ForeignKey(
        "consultation.ConsultationPage",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="surveys",
        help_text="Leave empty for a survey that stands alone.",
    )
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, help_text="The end of its address. Leave empty to make it from the title.")
    summary = models.CharField(max_length=250, blank=True, help_text="One plain sentence for lists.")
    introduction = RichTextField(blank=True, features=_FEATURES, help_text="What it is about, and why you ask now.")
    who_should_answer = models.TextField(blank=True, max_length=500)
    minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, verbose_name="minutes it takes", help_text="Leave empty to have them reckoned."
    )
    other_ways = RichTextField(
        blank=True,
        features=_FEATURES,
        verbose_name="other ways to answer",
        help_text="On paper, by telephone, in person: where to write, what number to ring, and until when.",
    )
    what_happens_next = RichTextField(
        blank=True, features=_FEATURES, help_text="Who reads the answers, and when the outcome will be published."
    )
    outcome = RichTextField(
        blank=True, features=_FEATURES, help_text="What people said and what changes. Shown when you publish it."
    )

    privacy_notice = RichTextField(
        blank=True, features=_FEATURES, help_text="What you do with the answers, who sees them, and people's rights."
    )
    lawful_basis = models.CharField(max_length=24, choices=LawfulBasis.choices, blank=True)
    retention_months = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        verbose_name="months that personal data is kept",
        help_text="After closing. Then names, contact details and everything written in words are erased.",
    )

    opens_on = models.DateField(null=True, blank=True, help_text="It opens as this day begins.")
    closes_on = models.DateField(null=True, blank=True, help_text="It closes at the end of this day, at 11:59pm.")
    who_may_answer = models.CharField(max_length=10, choices=WhoMayAnswer.choices, default=WhoMayAnswer.ANYONE)
    per_organisation = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        verbose_name="answers from one organisation",
        help_text="How many people of one organisation may answer. Leave empty for as many as wish.",
    )
    asks_equality = models.BooleanField(
        default=False,
        verbose_name="ask equality questions",
        help_text="Asked once, after sending. Only counted: nothing links them to what somebody answered.",
    )
    is_history = models.BooleanField(
        default=False,
        verbose_name="held elsewhere",
        help_text="The record of a survey that was not held on this site. It shows as closed and takes no answers.",
    )
    is_demonstration = models.BooleanField(
        default=False, verbose_name="demonstration", help_text="Marks it as not real. It is never counted."
    )

    sections = StreamField([("section", SectionBlock())], blank=True, verbose_name="questions")

    version = models.ForeignKey(
        "consultation.QuestionnaireVersion",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.AS_DATED, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)  # only when it was closed early
    not_eligible = models.PositiveIntegerField(default=0, editable=False)  # who left early, counted when forgotten
    stops = models.JSONField(default=dict, editable=False)  # where drafts stopped, counted when forgotten, by section
    made_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(SurveyQuerySet)()

    instead_of_deleting = "Close it: what people answered and what was decided about it stays on record."

    class Meta:
        ordering: ClassVar[list[str]] = ["-opens_on", "-pk"]
        permissions: ClassVar[Any] = [("decide_survey", "Can close surveys early and open them again")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["site", "slug"],
                name="survey_slug_unique_in_area",
                violation_error_message="Another survey of this area has that address. Choose a different one.",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_on=None)
                | models.Q(closes_on=None)
                | models.Q(closes_on__gte=models.F("opens_on")),
                name="survey_closes_after_opening",
                violation_error_message="The closing day must be the opening day or a later one.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:start", args=[self.slug])

    preview_modes: ClassVar[Any] = [("questions", "Questions"), ("start", "Start page")]

    @property
    def full_url(self) -> str:
        """Where a preview is taken to be: in its area, which says whose name and colours stand on it."""
        return f"{self.site.root_url}{self.get_absolute_url()}" if self.site_id and self.slug else ""

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        page = "start" if mode_name == "start" else "preview"
        return f"consultation/surveys/{page}.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """As somebody sees it who can begin. It may be as unfinished as the form is."""
        self.slug = self.slug or slugify(self.title)[:80] or "survey"
        grace = int(GRACE.total_seconds() // 60)
        shown = {"state": State.OPEN, "can_begin": self.who_may_answer == WhoMayAnswer.ANYONE, "minutes": self.minutes}
        return super().get_preview_context(request, mode_name) | {"survey": self, "grace_minutes": grace} | shown

    def clean(self) -> None:
        super().clean()
        if self.is_history and self.closes_on and self.closes_on >= timezone.localdate():
            raise ValidationError({"closes_on": "A survey that was held elsewhere is over: give a day that is past."})

    @property
    def opens_at(self) -> dt.datetime | None:
        return midnight(self.opens_on)

    @property
    def closes_at(self) -> dt.datetime | None:
        """The moment from which it is closed. The last day has ended then, in London."""
        return self.closed_at or midnight(self.closes_on, 1)

    @property
    def grace_ends_at(self) -> dt.datetime | None:
        return self.closes_at + GRACE if self.closes_at else None

    def state_at(self, now: dt.datetime) -> State:
        if self.version_id is None and not self.is_history:
            return State.DRAFT
        if self.closes_at is None or now >= self.closes_at:
            after = {Standing.ANALYSING: State.ANALYSING, Standing.OUTCOME: State.OUTCOME}
            return after.get(Standing(self.standing), State.CLOSED)
        if self.opens_at is not None and now < self.opens_at:
            return State.COMING
        return State.PAUSED if self.standing == Standing.PAUSED else State.OPEN

    @property
    def state(self) -> State:
        return self.state_at(timezone.now())

    @property
    def state_words(self) -> str:
        return str(self.state.label)

    def next_turn(self, now: dt.datetime) -> dt.datetime | None:
        """The next moment at which its state changes by itself."""
        turns = [self.opens_at, self.closes_at]
        return min((moment for moment in turns if moment and moment > now), default=None)


class SurveyDecision(models.Model):
    """What was decided about a survey: who, when and why. Never changed."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=14, choices=Decision.choices)
    why = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField()
    was_closing_on = models.DateField(null=True, blank=True)
    drafts = models.PositiveIntegerField(default=0, help_text="How many people were answering then.")

    class Meta:
        verbose_name = "decision about a survey"
        verbose_name_plural = "decisions about surveys"
        ordering: ClassVar[list[str]] = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}, {timezone.localtime(self.decided_at):%-d %B %Y}"


class SurveyPrivacyNotice(models.Model):
    """One version of what a survey says it does with the answers. It never changes: other words are the next."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="privacy_notices")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_privacy_notice_unique")
        ]

    def __str__(self) -> str:
        return f"Privacy notice, version {self.number}"
