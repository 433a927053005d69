"""What every kept file from a stranger has. Each service has a table of its own, with what it belongs to."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from consultation.files.choices import Safety

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile


class StoredFile(models.Model):
    """A file from a stranger. `size` and `sha256` are of what was sent; `kept_sha256` of what we keep.

    They differ only for pictures, which lose what they tell of place, time and camera. A table that inherits this adds
    `content`, a FileField in the private store.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()

    safety = models.CharField(max_length=12, choices=Safety.choices, default=Safety.QUARANTINED)
    scanned_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    if TYPE_CHECKING:
        content: FieldFile

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["uploaded_at"]

    def __str__(self) -> str:
        return f"File {self.pk}"

    @property
    def is_changed(self) -> bool:
        """Whether we took something out of it."""
        return self.sha256 != self.kept_sha256

    @property
    def short_hash(self) -> str:
        return self.sha256[:12]


def private_name(folder: str, file: StoredFile) -> str:
    """Nothing of the name that somebody gave it, and spread over folders."""
    return f"{folder}/{file.pk.hex[:2]}/{file.pk.hex}"
