"""The mail queue: every message that the site wrote to somebody, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Site


class MailState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"  # given up after many tries; staff may try again
    REFUSED = "refused", "Refused"  # the other side will not have it: a wrong address, most often
    DROPPED = "dropped", "Dropped"  # its reader was erased, or the reason for it went away, before it was sent


class MailQuerySet(models.QuerySet[Any]):
    def due(self, now: dt.datetime) -> Self:
        """Waiting, and to be tried at `now`; what has waited longest comes first."""
        return self.filter(state=MailState.WAITING, next_try_at__lte=now).order_by("next_try_at", "pk")

    def about(self, thing: models.Model) -> Self:
        return self.filter(about_type=ContentType.objects.get_for_model(thing), about_id=thing.pk)

    def unerased(self) -> Self:
        return self.filter(erased_at=None)


class Mail(models.Model):
    """One message to one address, as it was written when it was queued."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="mails", verbose_name="area")
    kind = models.CharField(max_length=60, help_text="What it is for, such as booking-confirm.")
    about_type = models.ForeignKey(ContentType, null=True, on_delete=models.SET_NULL, related_name="+")
    about_id = models.BigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    # Queued at most once under this name, for reminders and the like; NULL where that does not matter.
    once = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001
    contact = models.ForeignKey(
        "consultation.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="mails"
    )

    to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True, verbose_name="HTML")
    headers = models.JSONField(default=dict)
    attachments = models.JSONField(default=list)  # of {"name", "type", "content"}: text, such as a calendar file
    # Fixed before the first try: whoever gets a message twice is shown it once.
    message_id = models.CharField(max_length=120, unique=True)

    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    handed_over_at = models.DateTimeField(null=True, verbose_name="sent at")
    ended_at = models.DateTimeField(null=True)  # sent, failed, refused or dropped
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(MailQuerySet)()

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes

    class Meta:
        verbose_name = "e-mail"
        verbose_name_plural = "e-mails"
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["next_try_at", "id"], condition=models.Q(state=MailState.WAITING), name="mail_waiting"
            ),
            models.Index(fields=["about_type", "about_id"], name="mail_about"),
            models.Index(fields=["site", "to"], name="mail_to"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(state=MailState.SENT) | models.Q(handed_over_at__isnull=False),
                name="mail_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(to="", subject="", text="", html=""),
                name="mail_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"E-mail {self.pk}"
