"""Corrections and notices on any page of the site. A correction keeps the page as it was before, for all to read."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
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
    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.CASCADE, related_name="page_notices")
    # The path of what is no page of the CMS, such as an event.
    address = models.CharField(
        "or the address of something else",
        max_length=500,
        blank=True,
        help_text="For an event, a survey, a call for evidence, evidence received or a partnership: the address of its "
        "page, copied from the browser.",
    )
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    on = models.DateField(verbose_name="date")
    text = models.CharField(
        verbose_name="what readers are told",
        max_length=400,
        help_text="What was wrong and what is right now, or what to know about the page. In a sentence or two.",
    )
    before = models.TextField(
        "what it said before",
        max_length=2000,
        blank=True,
        help_text="Only for a correction of something that you named by its address: the words that were wrong. Of a "
        "page, the whole earlier version is kept by itself.",
    )
    # The page as it was published before it was corrected.
    earlier = models.ForeignKey(
        Revision, null=True, blank=True, editable=False, on_delete=models.RESTRICT, related_name="+"
    )

    panels: ClassVar[list[Any]] = [
        HelpPanel(
            "<p><strong>A correction:</strong> first publish the page with the mistake mended, then write here what "
            "was wrong. Everybody can then read the page as it was. A correction cannot be changed or taken back.</p>"
            "<p><strong>A notice:</strong> something to know about the page, for as long as you leave it here.</p>"
            "<p>Both stand at the top of the page as soon as you save.</p>"
        ),
        PageChooserPanel("page"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("on")]),
        FieldPanel("text", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel("before", widget=forms.Textarea(attrs={"rows": 3})),
    ]
    base_form_class = PageNoticeForm
    instead_of_deleting = "Write another correction, or a notice, that says what is right."

    class Meta:
        verbose_name = "correction or notice"
        verbose_name_plural = "corrections and notices"
        ordering: ClassVar[list[str]] = ["-on", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(page=None) ^ models.Q(address=""), name="notice_is_about_a_page_or_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("earlier_version", args=[self.pk])

    @property
    def about(self) -> str:
        """What it is about, for lists of staff."""
        return str(self.page) if self.page else self.address

    @property
    def is_kept(self) -> bool:
        """What was corrected stays said."""
        return self.kind == NoticeKind.CORRECTION
