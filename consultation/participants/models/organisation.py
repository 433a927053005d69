"""Organisations: a record each, found again by a typed name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Any, ClassVar, Self

from django.db import models
from wagtail.models import Site

_LONGEST_KEY = 200
_SAYS_NOTHING = {"the", "ltd", "limited", "plc"}
_JOINED = re.compile(r"['’‘.]")  # "L.t.d.", "St John's": nothing stands between the letters
_APART = re.compile(r"[\W_]+")


def organisation_key(name: str) -> str:
    """What two spellings of one name share: no case, spacing or punctuation, no "the", "Ltd", "Limited" or "PLC".

    Never empty for a name that holds anything but white space.
    """
    folded = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    words = _APART.sub(" ", _JOINED.sub("", folded)).split()
    key = "".join(word for word in words if word not in _SAYS_NOTHING) or "".join(words) or "".join(folded.split())
    return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode(errors="replace")).hexdigest()


class Kind(models.TextChoices):
    BUSINESS = "business", "Business"
    BUSINESS_GROUP = "business_group", "Business group"
    CHARITY = "charity", "Charity or voluntary group"
    EDUCATION = "education", "College, university or school"
    COUNCIL = "council", "Council or public body"
    HEALTH = "health", "Health and care"
    TRADE_UNION = "trade_union", "Trade union"
    OTHER = "other", "Other"


class OrganisationQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """Those that have not been merged into another."""
        return self.filter(merged_into=None)


class Organisation(models.Model):
    """A business, council, charity … of an area. One that was merged stays, so that its name leads to the other."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="organisations", verbose_name="area")
    name = models.CharField(max_length=200, help_text="As it calls itself.")
    key = models.CharField(max_length=_LONGEST_KEY, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices, blank=True)
    district = models.ForeignKey(
        "strategy.District", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="If known."
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged_from"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(OrganisationQuerySet)()

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["site", "key"], name="organisation_unique_in_area"),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
                name="organisation_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = organisation_key(self.name)
        super().save(*args, **kwargs)
