"""Corrections and notices on any page of the site. A correction keeps the page as it was before, for all to read."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, PageChooserPanel
from wagtail.models import Page, Revision, Site

from strategy.areas import area_record
from strategy.forms import PageNoticeForm


class NoticeKind(models.TextChoices):
    CORRECTION = "correction", "Correction"
    NOTICE = "notice", "Notice"


@area_record
class PageNotice(models.Model):
    """Public as soon as it is written. A correction is never changed or deleted; a notice may be."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="page_notices", editable=False)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="page_notices")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    on = models.DateField(verbose_name="date")
    text = models.CharField(max_length=400, help_text="What was wrong and what is right now, or what to know.")
    # The page as it was published before it was corrected.
    earlier = models.ForeignKey(
        Revision, null=True, blank=True, editable=False, on_delete=models.RESTRICT, related_name="+"
    )

    panels: ClassVar[list[Any]] = [
        HelpPanel("For a correction: first publish the corrected page, then write here what was wrong."),
        PageChooserPanel("page"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("on")]),
        FieldPanel("text"),
    ]
    base_form_class = PageNoticeForm

    class Meta:
        verbose_name = "correction or notice"
        verbose_name_plural = "corrections and notices"
        ordering: ClassVar[list[str]] = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("earlier_version", args=[self.pk])
