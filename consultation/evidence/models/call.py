"""A call for evidence: what is asked, and until when. What was decided about it is a log that stays."""

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
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Site

from consultation.dates import changes_among, midnight
from consultation.evidence.choices import Decision, Standing, State
from consultation.evidence.models.submission import EvidenceSubmission
from consultation.participants.choices import LawfulBasis
from strategy.areas import area_record

_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol", "h3"]

# Whoever began before the end may still send so long after it: an upload on a slow line takes its time.
GRACE = dt.timedelta(minutes=30)


class CallQuerySet(models.QuerySet[Any]):
    def public(self) -> Self:
        """Those the public may see: published, or the record of one held elsewhere."""
        return self.filter(models.Q(published_at__isnull=False) | models.Q(is_history=True))

    def with_counts(self) -> Self:
        """With `sender_count` and `item_count`: how many sent evidence for real, and how many files and links."""
        came = EvidenceSubmission.objects.counted().filter(call=models.OuterRef("pk")).order_by().values("call")
        items = models.Count("items", filter=models.Q(items__sent_at__isnull=False))
        return self.annotate(
            sender_count=_or_none_at_all(came.annotate(count=models.Count("pk"))),
            item_count=_or_none_at_all(came.annotate(count=items)),
        )

    def next_turn(self, now: dt.datetime) -> dt.datetime | None:
        """The next moment at which one of these opens or closes; None when none will. One query."""
        return changes_among(self, now)


def _or_none_at_all(counts: models.QuerySet[Any]) -> Coalesce:
    return Coalesce(models.Subquery(counts.values("count")), 0)


@area_record
class CallForEvidence(ClusterableModel):
    """One call of an area, with its numbered questions. It is no consultation: nobody owes it an outcome by a date."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="calls_for_evidence", verbose_name="area")
    consultation = models.ForeignKey(
        "consultation.ConsultationPage",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="calls_for_evidence",
        help_text="Leave empty for a call that stands alone.",
    )
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, help_text="The end of its address. Leave empty to make it from the title.")
    summary = models.CharField(max_length=250, blank=True, help_text="One plain sentence for lists.")
    introduction = RichTextField(blank=True, features=_FEATURES, help_text="What you want to know, and why now.")
    what_counts = RichTextField(
        blank=True,
        features=_FEATURES,
        verbose_name="what counts as evidence",
        help_text="Data, studies, cases, experience: what helps, and what does not.",
    )
    other_ways = RichTextField(
        blank=True,
        features=_FEATURES,
        verbose_name="other ways to send evidence",
        help_text="By e-mail, by post, by telephone: where to, and until when. Shown until it closes.",
    )
    what_happens_next = RichTextField(
        blank=True, features=_FEATURES, help_text="Who reads it, what it is used for, and what you promise to publish."
    )
    outcome = RichTextField(
        blank=True,
        features=_FEATURES,
        help_text="What came, what was used and what is missing. Shown once published.",
    )

    privacy_notice = RichTextField(
        blank=True, features=_FEATURES, help_text="What you do with what is sent, who sees it, and people's rights."
    )
    lawful_basis = models.CharField(max_length=24, choices=LawfulBasis.choices, blank=True)
    retention_months = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        verbose_name="months that files and personal data are kept",
        help_text="After closing. Then files, names and contact details are erased; the register stays.",
    )

    opens_on = models.DateField(null=True, blank=True, help_text="It opens as this day begins.")
    closes_on = models.DateField(null=True, blank=True, help_text="It closes at the end of this day, at 11:59pm.")
    may_be_anonymous = models.BooleanField(
        default=False,
        verbose_name="without a name",
        help_text="People may send evidence without name and address. They then get no receipt by e-mail.",
    )
    is_history = models.BooleanField(
        default=False,
        verbose_name="held elsewhere",
        help_text="The record of a call that was not held on this site. It shows as closed and takes nothing.",
    )
    is_demonstration = models.BooleanField(
        default=False, verbose_name="demonstration", help_text="Marks it as not real. It is never counted."
    )

    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.AS_DATED, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)  # only when it was closed early
    made_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(CallQuerySet)()

    instead_of_deleting = "Close it: what people sent and what was decided about it stays on record."

    class Meta:
        verbose_name = "call for evidence"
        verbose_name_plural = "calls for evidence"
        ordering: ClassVar[list[Any]] = [models.F("closes_on").desc(nulls_last=True), "-pk"]
        permissions: ClassVar[Any] = [("decide_callforevidence", "Can close calls for evidence early")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["site", "slug"],
                name="call_slug_unique_in_area",
                violation_error_message="Another call of this area has that address. Choose a different one.",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_on=None)
                | models.Q(closes_on=None)
                | models.Q(closes_on__gte=models.F("opens_on")),
                name="call_closes_after_opening",
                violation_error_message="The closing day must be the opening day or a later one.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evidence:start", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        if self.is_history and self.closes_on and self.closes_on >= timezone.localdate():
            raise ValidationError({"closes_on": "A call that was held elsewhere is over: give a day that is past."})

    @property
    def opens_at(self) -> dt.datetime | None:
        return midnight(self.opens_on)

    @property
    def closes_at(self) -> dt.datetime | None:
        """The moment from which it is closed. The last day has ended then, in London."""
        return self.closed_at or midnight(self.closes_on, 1)

    def state_at(self, now: dt.datetime) -> State:
        if self.published_at is None and not self.is_history:
            return State.DRAFT
        if self.closes_at is None or now >= self.closes_at:
            after = {Standing.READING: State.READING, Standing.OUTCOME: State.OUTCOME}
            return after.get(Standing(self.standing), State.CLOSED)
        if self.opens_at is not None and now < self.opens_at:
            return State.COMING
        return State.OPEN

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


class CallQuestion(Orderable):
    """One question of a call. Its number is its place, until somebody has been asked: then none is taken away."""

    call = ParentalKey(CallForEvidence, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=500, verbose_name="question")
    help = models.CharField(max_length=500, blank=True, verbose_name="what would help you most")

    class Meta(Orderable.Meta):
        verbose_name = "question of a call"

    def __str__(self) -> str:
        return self.text


class CallDecision(models.Model):
    """What was decided about a call: who, when and why. Never changed."""

    call = models.ForeignKey(CallForEvidence, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=14, choices=Decision.choices)
    why = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField()
    was_closing_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "decision about a call"
        verbose_name_plural = "decisions about calls"
        ordering: ClassVar[list[str]] = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}, {timezone.localtime(self.decided_at):%-d %B %Y}"
