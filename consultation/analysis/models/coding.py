"""The codebook of a question, and what staff found in the answers: themes, notes, and who has read what."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models


class CodeQuerySet(models.QuerySet[Any]):
    def in_use(self) -> Self:
        return self.filter(ended_at=None)

    def of(self, survey: Any, question: str) -> Self:
        return self.filter(survey=survey, question=question).order_by("words")


class Code(models.Model):
    """One theme in the codebook of a question. It ends when it is merged or split; its history stays."""

    survey = models.ForeignKey("consultation.Survey", on_delete=models.PROTECT, related_name="codes")
    question = models.CharField(max_length=40)
    words = models.CharField(max_length=120, verbose_name="theme")
    meaning = models.CharField(max_length=400, blank=True, verbose_name="what belongs to it")
    ended_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(
        "consultation.FeedbackRow",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="codes",
        verbose_name="what was done about it",
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(CodeQuerySet)()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "theme"
        ordering: ClassVar[list[str]] = ["words"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["survey", "question", "words"], condition=models.Q(ended_at=None), name="code_words_unique"
            )
        ]

    def __str__(self) -> str:
        return self.words


class CodeStep(models.Model):
    """What was done to a theme: by whom, when, and what it was called before. Never changed."""

    class What(models.TextChoices):
        ADDED = "added", "Added"
        RENAMED = "renamed", "Renamed"
        MERGED = "merged", "Merged into another"
        SPLIT = "split", "Split"
        ANSWERED = "answered", "Linked to what was done"

    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=10, choices=What.choices)
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.after or self.before}"


class Coding(models.Model):
    """That one member of staff found a theme in an answer. Two may, and their agreement can be measured."""

    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="codings")
    response = models.ForeignKey("consultation.Response", on_delete=models.CASCADE, related_name="codings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["code", "response", "by"], name="coding_once_by_each")
        ]

    def __str__(self) -> str:
        return f"Coding {self.pk}"


class Reading(models.Model):
    """That one member of staff has read an answer, whether or not they found a theme in it."""

    response = models.ForeignKey("consultation.Response", on_delete=models.CASCADE, related_name="readings")
    question = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["response", "question", "by"], name="reading_once_by_each")
        ]

    def __str__(self) -> str:
        return f"Reading {self.pk}"


class Note(models.Model):
    """What somebody noted beside an answer. It goes when the words that it is about go."""

    response = models.ForeignKey("consultation.Response", on_delete=models.CASCADE, related_name="notes")
    question = models.CharField(max_length=40)
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"Note {self.pk}"
