"""Answers in almost the same words: many people, or one text sent many times. Counted both ways."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Campaign(models.Model):
    survey = models.ForeignKey("consultation.Survey", on_delete=models.PROTECT, related_name="campaigns")
    question = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    note = models.TextField(max_length=2000, blank=True)
    found_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["question", "pk"]

    def __str__(self) -> str:
        return self.name


class CampaignMember(models.Model):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="members")
    response = models.ForeignKey("consultation.Response", on_delete=models.CASCADE, related_name="campaigns")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["campaign", "response"], name="campaign_member_once")
        ]

    def __str__(self) -> str:
        return f"Member {self.pk}"
