"""The status of an ambition: dated entries with a reason and an owner, that nothing rolls back."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Site

from strategy.areas import area_of_page, area_record
from strategy.forms import AmbitionStatusForm
from strategy.models.ambition import AmbitionPage
from strategy.models.choices import Progress


class AmbitionStatusQuerySet(models.QuerySet[Any]):
    def latest_first(self) -> Self:
        """Newest day first; of one day, the entry written last."""
        return self.order_by("-on", "-pk")


@area_record
class AmbitionStatus(models.Model):
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="ambition_statuses", editable=False)
    ambition = models.ForeignKey(
        AmbitionPage, on_delete=models.PROTECT, related_name="statuses", help_text="Whose status it is."
    )
    status = models.CharField(
        max_length=20, choices=Progress.choices, help_text="How the ambition is going from that day on."
    )
    on = models.DateField(verbose_name="date", help_text="The day from which this is so.")
    reason = models.TextField(help_text="Why, in a sentence or two that the public will read.")
    owner = models.CharField(max_length=120, help_text="The role that answers for it, such as climate lead.")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(AmbitionStatusQuerySet)()

    panels: ClassVar[list[Any]] = [
        PageChooserPanel("ambition"),
        FieldRowPanel([FieldPanel("status"), FieldPanel("on")]),
        FieldPanel("reason"),
        FieldPanel("owner"),
    ]
    base_form_class = AmbitionStatusForm

    class Meta:
        verbose_name = "status of an ambition"
        verbose_name_plural = "statuses of ambitions"
        ordering: ClassVar[list[str]] = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_status_display()}, {self.on:%-d %B %Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.site_id is None:
            self.site = area_of_page(self.ambition)
        super().save(*args, **kwargs)
