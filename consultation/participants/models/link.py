"""Signed links: how somebody without an account reaches what is theirs."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Site


class SignedLinkQuerySet(models.QuerySet[Any]):
    def working(self, now: dt.datetime) -> Self:
        """Neither expired nor revoked at `now`."""
        return self.filter(revoked_at=None, expires_at__gt=now)

    def of(self, target: models.Model) -> Self:
        """That open `target`."""
        return self.filter(target_type=ContentType.objects.get_for_model(target), target_id=target.pk)

    def keys_of(self, model: type[models.Model]) -> Any:
        """The keys of what they open among the rows of `model`, for a query on those."""
        return self.filter(target_type=ContentType.objects.get_for_model(model)).values("target_id")


class SignedLink(models.Model):
    """The right of whoever holds the token to do one thing. The token itself is nowhere: only its SHA-256 is."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    contact = models.ForeignKey(
        "consultation.Contact", null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    target_type = models.ForeignKey(ContentType, null=True, on_delete=models.CASCADE, related_name="+")
    target_id = models.BigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(SignedLinkQuerySet)()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["target_type", "target_id"], name="signed_link_target"),
        ]

    def __str__(self) -> str:
        return f"Link {self.pk}"
