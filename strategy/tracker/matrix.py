"""Themes beside partnerships: who works on what, and who has stated nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from wagtail.models import Site

from strategy.models.partnership import Partnership
from strategy.models.tracker_vocabulary import TrackerTheme
from strategy.paging import ON_A_PAGE, numbers_of, part_of


@dataclass(frozen=True)
class Row:
    """`cells` are those of the columns that are shown; `count` is of all."""

    theme: TrackerTheme
    cells: list[bool]
    count: int


@dataclass(frozen=True)
class ThemeMatrix:
    """A row for each theme, a column for each partnership that has stated one; the others are the gaps.

    Nobody reads a table of hundreds of columns: `columns` is a part of them.
    """

    columns: Page[Any]
    rows: list[Row]
    gaps: list[Any]

    @classmethod
    def of(cls, site: Site, asked: Mapping[str, str]) -> ThemeMatrix:
        """Seven queries, whatever the number of partnerships and themes."""
        everybody = [
            (one, {theme.pk for theme in one.themes}) for one in Partnership.objects.filter(site=site).with_all()
        ]
        columns = [(one, themes) for one, themes in everybody if themes]
        counts = Counter(theme for _, themes in columns for theme in themes)
        part = part_of(columns, asked, on_a_page=ON_A_PAGE)
        rows = [
            Row(theme, [theme.pk in themes for _, themes in part], counts[theme.pk])
            for theme in TrackerTheme.objects.filter(site=site)
        ]
        part.object_list = [one for one, _ in part]
        return cls(
            part,
            sorted(rows, key=lambda row: (-row.count, row.theme.name)),
            [one for one, themes in everybody if not themes],
        )

    @property
    def numbers(self) -> list[int | str]:
        return numbers_of(self.columns)
