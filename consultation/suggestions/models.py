"""A correction that somebody suggests, and what becomes of it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import get_random_string
from wagtail.models import Site

from strategy.areas import area_record

# Letters and digits that nobody takes for one another when a reference is read out on the telephone.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """Such as "C7KQ-2MXD": enough to tell suggestions apart, and no key to anything."""
    signs = get_random_string(8, _SIGNS)
    return f"{signs[:4]}-{signs[4:]}"


class SuggestionStatus(models.TextChoices):
    NEW = "new", "New"
    IN_HAND = "in-hand", "In hand"
    CORRECTED = "corrected", "Corrected"
    DECLINED = "declined", "Not corrected"
    QUARANTINED = "quarantined", "Held back as likely spam"


CLOSED = (SuggestionStatus.CORRECTED, SuggestionStatus.DECLINED)


class SuggestionQuerySet(models.QuerySet[Any]):
    def with_personal_details(self) -> Self:
        return self.filter(erased_at=None).exclude(email="", name="")


@area_record
class Suggestion(models.Model):
    """Name and address are emptied some time after it is closed; what was wrong stays, with what became of it."""

    PERSONAL: ClassVar[tuple[str, ...]] = ("name", "email")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="suggestions", verbose_name="area")
    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    about = models.CharField(max_length=250, verbose_name="what it is about")
    about_path = models.CharField(max_length=255, blank=True, verbose_name="address of the page")
    what_is_wrong = models.TextField(max_length=2000)
    source = models.CharField(max_length=500, blank=True, verbose_name="how anybody can know")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True, verbose_name="e-mail address")
    status = models.CharField(max_length=20, choices=SuggestionStatus.choices, default=SuggestionStatus.NEW)
    outcome = models.CharField(
        max_length=500,
        blank=True,
        verbose_name="what became of it",
        help_text="Needed when you close it. Name nobody: this is kept when the personal details are gone.",
    )
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(SuggestionQuerySet)()

    class Meta:
        verbose_name = "suggested correction"
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["site", "-made_at"], name="suggestion_site_newest")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.about}"

    def clean(self) -> None:
        super().clean()
        if self.status in CLOSED and not self.outcome.strip():
            raise ValidationError({"outcome": "Say what became of it."})
