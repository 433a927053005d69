"""What of people's words is public: read by staff first, only with consent, with whatever was taken out and why."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class Reason(models.TextChoices):
    """Why words were taken out, or withheld. The public reads it."""

    PERSONAL = "personal", "It names or describes a person"
    THIRD_PARTY = "third_party", "It accuses or concerns somebody else"
    OFFENSIVE = "offensive", "It is offensive"
    CONFIDENTIAL = "confidential", "It is confidential"
    OFF_TOPIC = "off_topic", "It is not about the question"


class PublishedWords(models.Model):
    """One answer in words, as the public reads it. Consent is asked of the response each time it is shown."""

    response = models.ForeignKey("consultation.Response", on_delete=models.CASCADE, related_name="published_words")
    question = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    is_withheld = models.BooleanField(default=False)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()
    of_submission = models.PositiveBigIntegerField()  # words that were changed since are read again first

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["response", "question"], name="published_words_once")
        ]

    def __str__(self) -> str:
        return f"Words {self.pk}"


class WordsStep(models.Model):
    """The log: who published, redacted or withheld an answer, when and why. It never holds what was taken out."""

    words = models.ForeignKey(PublishedWords, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(max_length=40)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.what


class Results(models.Model):
    """The tables of a survey as they were published: fixed, so that no two states of them can be subtracted."""

    survey = models.OneToOneField("consultation.Survey", on_delete=models.PROTECT, related_name="results")
    responses = models.PositiveIntegerField()
    tables = models.JSONField()
    is_made_up = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"Results of {self.survey_id}"
