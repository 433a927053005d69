"""The public register: what evidence there is, what it bears on, and what became of it. No person is in it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, Site

from consultation.evidence.choices import Channel, Kind, Publishing, Use
from strategy.areas import area_record


class EntryQuerySet(models.QuerySet[Any]):
    def public(self) -> Self:
        return self.filter(is_public=True)


@area_record
class RegisterEntry(ClusterableModel):
    """One entry, such as CE-2026-014. It stays when what it is about is erased or withdrawn."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="evidence_register", verbose_name="area")
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(editable=False)
    call = models.ForeignKey(
        "consultation.CallForEvidence",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="entries",
        verbose_name="call for evidence",
        help_text="Leave empty for evidence that came by itself.",
    )
    submission = models.ForeignKey(
        "consultation.EvidenceSubmission",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="entries",
    )
    item = models.OneToOneField(
        "consultation.EvidenceItem",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="entry",
    )
    title = models.CharField(max_length=200, verbose_name="what it is")
    author = models.CharField(
        max_length=200, blank=True, help_text="The public reads this: an organisation, or who agreed to be named."
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    year_published = models.PositiveSmallIntegerField(null=True, blank=True)
    geography = models.CharField(max_length=200, blank=True, verbose_name="places it is about")
    summary = models.TextField(blank=True, max_length=2000, help_text="What it says, in a few plain sentences.")
    link = models.URLField(max_length=500, blank=True, help_text="Where the public can read it.")
    allowed = models.CharField(
        max_length=10,
        choices=Publishing.choices,
        default=Publishing.SUMMARY,
        editable=False,
        verbose_name="what its sender allows",
    )
    received_on = models.DateField(help_text="The day on which it came.")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    is_late = models.BooleanField(default=False, verbose_name="received after closing")
    status = models.CharField(max_length=10, choices=Use.choices, default=Use.RECEIVED)
    why_not_used = models.TextField(blank=True, max_length=1000, help_text="Needed when it is not used.")
    is_public = models.BooleanField(
        default=False, verbose_name="in the public register", help_text="Show it. Name nobody who has not agreed to it."
    )
    is_demonstration = models.BooleanField(default=False, verbose_name="demonstration")
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(EntryQuerySet)()

    instead_of_deleting = "Take it out of the public register, or say that it was withdrawn: its number stays."

    class Meta:
        verbose_name = "entry of the register"
        verbose_name_plural = "entries of the register"
        ordering: ClassVar[list[str]] = ["-year", "-number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["site", "year", "number"], name="register_code_unique_in_area"),
            models.CheckConstraint(
                condition=~models.Q(status=Use.NOT_USED) | ~models.Q(why_not_used=""),
                name="register_not_used_says_why",
                violation_error_message="Say why it is not used. The public reads it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:entry", args=[self.code])

    def clean(self) -> None:
        super().clean()
        if self.status == Use.NOT_USED and not self.why_not_used.strip():
            raise ValidationError({"why_not_used": "Say why it is not used. The public reads it."})
        if self.is_public and self.allowed == Publishing.NO and self.link:
            raise ValidationError({"link": "Its sender does not allow it to be published. Take the link out."})

    @property
    def code(self) -> str:
        return f"CE-{self.year}-{self.number:03}" if self.number else ""


class EntrySubject(Orderable):
    """A page of the strategy that the evidence bears on: an ambition, most often."""

    entry = ParentalKey(RegisterEntry, on_delete=models.CASCADE, related_name="subjects")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")


class EntryUse(Orderable):
    """Where in the strategy it was used."""

    entry = ParentalKey(RegisterEntry, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    what_for = models.CharField(max_length=250, blank=True, help_text="What it changed there, or what rests on it.")
