"""Versions of a questionnaire: what people were asked. A version never changes but for wording, which is logged."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models


class VersionQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        return self.filter(number__isnull=False)


class QuestionnaireVersion(models.Model):
    """`number` counts what was published; a version without one is for trying out, and goes with its test answers."""

    survey = models.ForeignKey("consultation.Survey", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(null=True)
    content = models.JSONField()
    corrections = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.TextField(blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(VersionQuerySet)()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["survey", "number"], name="questionnaire_version_unique")
        ]

    def __str__(self) -> str:
        return f"Version {self.number}" if self.number else "Version to try out"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A version never changes: correct its wording, or publish a new one.")
        super().save(*args, **kwargs)


class WordingCorrection(models.Model):
    """That a word of a published version was put right: where, from what, to what, by whom."""

    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.CASCADE, related_name="wording_corrections")
    place = models.CharField(max_length=250)
    before = models.TextField()
    after = models.TextField()
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-corrected_at", "-pk"]

    def __str__(self) -> str:
        return f"Correction {self.pk}"
