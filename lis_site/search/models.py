"""The index of the search, the words that occur in it, and the searches that found nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Left
from wagtail.models import Page, Site


class SearchEntryQuerySet(models.QuerySet[Any]):
    def readable_in(self, site: Site, closed: Iterable[str]) -> Self:
        """The entries of an area that anyone may read at this moment. `closed` are the paths of restricted pages.

        The index may lag behind by a minute; whether a page is public is asked of the page itself.
        """
        root = site.root_page.path
        # Not plainly by `site`, which has an index too: then PostgreSQL could only use that of the words.
        shown = self.alias(area=models.F("site") + 0).filter(
            models.Q(page=None) | models.Q(page__live=True, page__path__startswith=root), area=site.pk
        )
        for path in closed:
            shown = shown.exclude(page__path__startswith=path).exclude(page__alias_of__path__startswith=path)
        return shown


class SearchEntry(models.Model):
    """One page or record as the search sees it; PostgreSQL makes `words` from the columns of text."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=160)  # kind and key of a record; for a page, its number
    kind = models.CharField(max_length=40)
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=500, blank=True)  # of a record; a page knows its own
    title = models.TextField()
    summary = models.TextField(blank=True)  # and whatever else matters most after the title
    text = models.TextField(blank=True)
    # Acronyms as they were written: in English, IT, US and WHO are words too common to be found.
    capitals = models.TextField(blank=True)
    is_past = models.BooleanField(default=False)
    indexed_at = models.DateTimeField()
    words = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("summary", weight="B", config="english")
        + SearchVector("text", weight="C", config="english")
        + SearchVector("capitals", weight="C", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    # Short enough to stand in the row itself, where `words` is stored apart: a quick first ranking of many hits.
    heading = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector(Left("summary", 300), weight="B", config="english")
        + SearchVector(Left("capitals", 100), weight="C", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(SearchEntryQuerySet)()

    # It is no use of a page: without this, the admin would count it among the places that refer to the page.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "entry of the search index"
        verbose_name_plural = "entries of the search index"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["site", "key"], name="search_entry_once_in_area")
        ]
        indexes: ClassVar[list[Any]] = [GinIndex(fields=["words"], name="search_entry_words")]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that occurs in an area, for "did you mean".

    `near` holds the word and all that is left of it when one letter is taken out. Two words whose `near` overlap are
    one or two slips apart, which an index finds without looking at every word.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=24)
    stem = models.CharField(max_length=24)
    entries = models.PositiveIntegerField()
    near = ArrayField(models.CharField(max_length=24))

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["site", "word"], name="search_word_once_in_area")
        ]
        indexes: ClassVar[list[Any]] = [
            GinIndex(fields=["near"], name="search_word_near"),
            models.Index(fields=["site", "stem"], name="search_word_stem"),
        ]

    def __str__(self) -> str:
        return self.word


class FruitlessSearch(models.Model):
    """Words that found nothing in an area, and how often on that day. Nothing about who searched."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    words = models.CharField(max_length=80)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "search that found nothing"
        verbose_name_plural = "searches that found nothing"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["site", "on", "words"], name="fruitless_search_once_a_day")
        ]

    def __str__(self) -> str:
        return self.words
