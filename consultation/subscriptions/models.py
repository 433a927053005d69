"""Who wants to hear of a consultation, and what there is to tell."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from wagtail.fields import RichTextField
from wagtail.models import Site

from strategy.areas import area_record


class SubscriptionQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Confirmed, and not left."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)


class Subscription(models.Model):
    """One person and one consultation. `told` are the names of the news that they have heard, or found there."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name="area")
    consultation = models.ForeignKey(
        "consultation.ConsultationPage", on_delete=models.CASCADE, related_name="subscriptions"
    )
    contact = models.ForeignKey("consultation.Contact", on_delete=models.PROTECT, related_name="subscriptions")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    told = models.JSONField(default=list)

    objects: ClassVar[Any] = models.Manager.from_queryset(SubscriptionQuerySet)()

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["consultation", "contact"], name="subscription_once_each")
        ]

    def __str__(self) -> str:
        return f"Subscription {self.pk}"


class NewsQuerySet(models.QuerySet[Any]):
    def public(self) -> Self:
        return self.filter(is_published=True)


@area_record
class ConsultationNews(models.Model):
    """A piece of news that staff write. Published, it stands on the page and goes to everybody who asked."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="consultation_news", verbose_name="area")
    consultation = models.ForeignKey("consultation.ConsultationPage", on_delete=models.CASCADE, related_name="news")
    on = models.DateField(default=timezone.localdate, verbose_name="date")
    title = models.CharField(max_length=120, help_text="The subject of the e-mail, too.")
    text = RichTextField(features=["bold", "italic", "ul", "ol"], help_text="Short. It is sent as it stands.")
    is_published = models.BooleanField(
        default=False,
        verbose_name="publish and send",
        help_text="It goes out within minutes to everybody who asked, and cannot be taken back.",
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(NewsQuerySet)()

    class Meta:
        verbose_name = "news of a consultation"
        verbose_name_plural = "news of consultations"
        ordering: ClassVar[list[str]] = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title
