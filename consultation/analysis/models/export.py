"""A file of responses that the clock makes, with its progress."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models


def _private_name(export: Export, name: str) -> str:
    return f"exports/{export.pk}"


class Export(models.Model):
    """Asked for by one member of staff, for staff of the area to fetch; deleted after a day."""

    class Form(models.TextChoices):
        XLSX = "xlsx", "Excel (XLSX)"
        ODS = "ods", "OpenDocument (ODS)"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        WORKING = "working", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "It could not be made"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey("consultation.Survey", on_delete=models.CASCADE, related_name="exports")
    form = models.CharField(max_length=4, choices=Form.choices)
    with_synthetic = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to=_private_name, max_length=100, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[Any]] = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.get_form_display()} of {self.survey_id}"

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0
