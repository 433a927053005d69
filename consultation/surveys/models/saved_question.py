"""The library: questions to use again in another survey."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Site

from consultation.surveys.blocks import QUESTIONS
from strategy.areas import area_record
from strategy.forms import AreaRecordForm


@area_record
class SavedQuestion(models.Model):
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name="area")
    name = models.CharField(max_length=120, help_text="What staff find it by.")
    question = StreamField(QUESTIONS, max_num=1, min_num=1)
    made_at = models.DateTimeField(auto_now_add=True)

    base_form_class = AreaRecordForm

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name
