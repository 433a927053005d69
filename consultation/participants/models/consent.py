"""What people have agreed to, word for word, and when."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from wagtail.models import Site


class ConsentText(models.Model):
    """One version of the words of one purpose. It never changes: other words are the next version."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="consent_texts", verbose_name="area")
    purpose = models.SlugField(max_length=40, help_text="A short name in small letters, such as contact-again.")
    version = models.PositiveIntegerField(editable=False)
    text = models.TextField(help_text="The words that stand beside the tick box.")
    written_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes

    class Meta:
        ordering: ClassVar[list[str]] = ["purpose", "-version"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["site", "purpose", "version"], name="consent_text_version_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}, version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The text of a consent never changes: write a new version.")
        super().save(*args, **kwargs)


class ConsentQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Given and not withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    contact = models.ForeignKey("consultation.Contact", on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(ConsentQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["given_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["contact", "text"],
                condition=models.Q(withdrawn_at=None),
                name="consent_given_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk}"
