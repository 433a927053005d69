"""Themes beside partnerships: who works on what, and who has stated nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Site

from strategy.models.partnership import Partnership
from strategy.models.tracker_vocabulary import TrackerTheme


@dataclass(frozen=True)
class Row:
    theme: TrackerTheme
    cells: list[bool]

    @property
    def count(self) -> int:
        return sum(self.cells)


@dataclass(frozen=True)
class ThemeMatrix:
    """A row for each theme, a column for each partnership that has stated one; the others are the gaps."""

    columns: list[Any]
    rows: list[Row]
    gaps: list[Any]

    @classmethod
    def of(cls, site: Site) -> ThemeMatrix:
        """Seven queries, whatever the number of partnerships and themes."""
        everybody = [
            (one, {theme.pk for theme in one.themes}) for one in Partnership.objects.filter(site=site).with_all()
        ]
        columns = [(one, themes) for one, themes in everybody if themes]
        rows = [
            Row(theme, [theme.pk in themes for _, themes in columns])
            for theme in TrackerTheme.objects.filter(site=site)
        ]
        return cls(
            [one for one, _ in columns],
            sorted(rows, key=lambda row: (-row.count, row.theme.name)),
            [one for one, themes in everybody if not themes],
        )
