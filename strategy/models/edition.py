"""The whole strategy as a file to take away, a row for each area and format. The press makes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Site


class EditionFormat(models.TextChoices):
    """A kind of file; the value is its suffix too. In the order in which they are offered."""

    PDF = "pdf", "PDF"
    EPUB = "epub", "EPUB"


MEDIA_TYPES = {EditionFormat.PDF: "application/pdf", EditionFormat.EPUB: "application/epub+zip"}


class StrategyEditionQuerySet(models.QuerySet[Any]):
    def available(self) -> Self:
        """Those that have a file, PDF first."""
        order = models.Case(*(models.When(format=one, then=at) for at, one in enumerate(EditionFormat)))
        return self.exclude(file="").order_by(order)


class StrategyEdition(models.Model):
    """`version` counts the changes of the content, for all formats alike, and is never used twice."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="editions", verbose_name="area")
    format = models.CharField(max_length=8, choices=EditionFormat.choices)
    # Of all that the file is made from; the same fingerprint, the same file.
    fingerprint = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    size = models.PositiveIntegerField(default=0)  # bytes
    pages = models.PositiveIntegerField(null=True)  # None where the reader's device decides
    # Below MEDIA_ROOT. Empty while the strategy is not public: the row stays, so that versions go on counting.
    file = models.CharField(max_length=120, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(StrategyEditionQuerySet)()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["site", "format"], name="one_edition_for_each_format"),
        ]

    def __str__(self) -> str:
        return f"{self.get_format_display()}, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("strategy_edition", args=[self.format])

    @property
    def path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.file

    @property
    def described(self) -> str:
        """ "PDF, 212 KB, 24 pages, made on 22 November 2026"."""
        pages = [f"{self.pages} page{'' if self.pages == 1 else 's'}"] if self.pages else []
        made = timezone.localtime(self.made_at)
        return ", ".join([self.get_format_display(), file_size(self.size), *pages, f"made on {made:%-d %B %Y}"])


def file_size(size: int) -> str:
    """ "212 KB" or "1.3 MB", in thousands, as shops and telephones count."""
    return f"{size / 1_000_000:.1f} MB" if size >= 999_500 else f"{max(1, round(size / 1000))} KB"


_SHOWN = ("format", "version", "made_at", "size", "pages")


def editions_beside(site: Site | None) -> ArraySubquery:
    """The area's editions as a column, for a page that has no query to spare; `editions_from` reads it."""
    rows = StrategyEdition.objects.available().filter(site=site)
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in _SHOWN})))


def editions_from(column: list[dict[str, Any]]) -> list[StrategyEdition]:
    return [StrategyEdition(**row | {"made_at": parse_datetime(row["made_at"])}) for row in column]
