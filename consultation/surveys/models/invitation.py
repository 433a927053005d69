"""Who was asked to answer a survey that not everybody may answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from wagtail.models import Site


class SurveyInvitation(models.Model):
    """One person asked. Their link begins one response, and leads back to it."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name="area")
    survey = models.ForeignKey("consultation.Survey", on_delete=models.PROTECT, related_name="invitations")
    contact = models.ForeignKey("consultation.Contact", on_delete=models.PROTECT, related_name="+")
    response = models.OneToOneField(
        "consultation.Response", null=True, blank=True, on_delete=models.SET_NULL, related_name="invitation"
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["survey", "contact"], name="survey_invited_once")
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"
