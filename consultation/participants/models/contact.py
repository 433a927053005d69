"""Contact details: a person, or a desk, that booked, answered or sent something in."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from wagtail.models import Site


class ContactQuerySet(models.QuerySet[Any]):
    def known(self) -> Self:
        """Those whose details have not been erased."""
        return self.filter(erased_at=None)


class Contact(models.Model):
    """Whom to write to. After erasure the row stays, empty, so that what points at it can still be counted."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="contacts", verbose_name="area")
    # NULL once erased: an empty text would be one address that all of them share.
    email = models.EmailField(max_length=254, null=True, verbose_name="e-mail address")  # noqa: DJ001
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True, verbose_name="telephone")
    organisation = models.ForeignKey(
        "consultation.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When this person last gave their details.")
    erased_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(ContactQuerySet)()

    is_new = False  # True of what `contacts.remember` has just made: nothing refers to it yet

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["site", "email"],
                name="contact_unique_in_area",
                violation_error_message="Another contact of this area has that e-mail address.",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None, email__isnull=False)
                | models.Q(erased_at__isnull=False, email=None, name="", phone=""),
                name="contact_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"Contact {self.pk}"
