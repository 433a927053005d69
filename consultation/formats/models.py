"""A request for a document in another format, and until when it must be answered."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.models import Site

from consultation.references import make_reference
from strategy.areas import area_record


def new_reference() -> str:
    """Such as "F7KQ-2MXD": enough to tell requests apart, and no key to anything."""
    return make_reference(4, 4)


class OtherFormat(models.TextChoices):
    LARGE_PRINT = "large-print", "Large print"
    EASY_READ = "easy-read", "Easy read"
    BRAILLE = "braille", "Braille"
    AUDIO = "audio", "Audio"
    BSL = "bsl", "British Sign Language"
    LANGUAGE = "language", "Another language"
    PAPER = "paper", "On paper"
    OTHER = "other", "Something else"


class RequestStatus(models.TextChoices):
    NEW = "new", "New"
    IN_HAND = "in-hand", "In hand"
    SENT = "sent", "Sent"
    DECLINED = "declined", "Declined"
    # A field that people do not see was filled in. Staff may find that a person did it after all.
    QUARANTINED = "quarantined", "Held back as likely spam"


OPEN = (RequestStatus.NEW, RequestStatus.IN_HAND)
CLOSED = (RequestStatus.SENT, RequestStatus.DECLINED)


class FormatRequestQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def overdue(self, day: dt.date) -> Self:
        """Open, and promised for a day before `day`."""
        return self.open().filter(due_on__lt=day)

    def with_personal_details(self) -> Self:
        return self.filter(erased_at=None)


@area_record
class FormatRequest(models.Model):
    """What is personal in it (PERSONAL) is emptied some time after it is closed; the rest stays, to be counted."""

    PERSONAL: ClassVar[tuple[str, ...]] = ("name", "email", "phone", "address", "detail")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="format_requests", verbose_name="area")
    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    # In words: the page may be renamed or deleted, and not every document is a page.
    document = models.CharField(max_length=250)
    about_path = models.CharField(max_length=255, blank=True, verbose_name="address of the page")
    format = models.CharField(max_length=20, choices=OtherFormat.choices)
    detail = models.CharField(max_length=250, blank=True, verbose_name="which language, or what else to know")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True, verbose_name="e-mail address")
    phone = models.CharField(max_length=40, blank=True, verbose_name="telephone number")
    address = models.TextField(blank=True, max_length=500, verbose_name="postal address")
    status = models.CharField(max_length=20, choices=RequestStatus.choices, default=RequestStatus.NEW)
    declined_because = models.CharField(
        max_length=250,
        blank=True,
        verbose_name="why it was declined",
        help_text="Needed when you decline. Name nobody: this is kept when the personal details are gone.",
    )
    asked_at = models.DateTimeField()
    due_on = models.DateField(verbose_name="answer by")
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(FormatRequestQuerySet)()

    class Meta:
        verbose_name = "request for another format"
        verbose_name_plural = "requests for other formats"
        ordering: ClassVar[list[str]] = ["due_on", "pk"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["site", "asked_at"], name="formatrequest_site_asked")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.get_format_display().lower()}"

    def clean(self) -> None:
        super().clean()
        if self.status == RequestStatus.DECLINED and not self.declined_because.strip():
            raise ValidationError({"declined_because": "Say why the request is declined."})

    @property
    def is_overdue(self) -> bool:
        return self.status in OPEN and self.due_on < timezone.localdate()
