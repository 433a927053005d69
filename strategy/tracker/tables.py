"""The tracker as two tables, in the columns that are exported and imported: partnerships with strategies, and links."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.models import Site

from strategy.csv_text import lines
from strategy.dates import ApproximateDate, Precision
from strategy.models.partnership import LocalStrategy, LocalStrategyLink, Partnership, PartnershipLink

# What a row says of its partnership, and what of its strategy: the heading of the column, and the field.
PARTNERSHIP_COLUMNS = {
    "partnership": "slug",
    "partnership name": "name",
    "about": "about",
    "in source": "has_entry",
    "successor body": "successor_body",
    "map letters": "map_letters",
    "map column": "map_column",
    "map row": "map_row",
    "source": "source",
    "last checked": "checked_on",
}
STRATEGY_COLUMNS = {
    "strategy": "slug",
    "strategy title": "title",
    "joint": "is_joint",
    "wave": "wave",
    "announced": "announced",
    "due": "due",
    "published": "published",
    "stage": "stage",
    "stage as at": "stage_as_at",
    "lead body": "lead_body",
    "summary": "summary",
    "themes": "themes",
    "strategy source": "source",
    "strategy last checked": "checked_on",
}
COLUMNS = (*PARTNERSHIP_COLUMNS, *STRATEGY_COLUMNS)
# A link is of a partnership or of a strategy.
LINK_COLUMNS = ("partnership", "strategy", "kind", "title", "address", "published", "source", "last checked")
DATES = ("announced", "due", "published", "stage_as_at")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_SEASON = re.compile(r"(spring|summer|autumn|winter) (\d{4})", re.IGNORECASE | re.ASCII)


def rows(site: Site) -> Iterator[dict[str, Any]]:
    """Every row, by heading. A partnership without a strategy has one row, and nothing in the columns of strategies."""
    for one in Partnership.objects.filter(site=site).with_all():
        about = {heading: getattr(one, field) for heading, field in PARTNERSHIP_COLUMNS.items()}
        about |= {"in source": "yes" if one.has_entry else "no"}
        for strategy in one.strategies.all() or [None]:
            yield about | (_strategy_cells(strategy) if strategy else dict.fromkeys(STRATEGY_COLUMNS))


def _strategy_cells(one: LocalStrategy) -> dict[str, Any]:
    cells = {heading: getattr(one, field) for heading, field in STRATEGY_COLUMNS.items()}
    dates = {"announced": (one.announced_on, one.announced_precision), "due": (one.due_on, one.due_precision)}
    dates |= {
        "published": (one.published_on, one.published_precision),
        "stage as at": (one.stage_on, one.stage_precision),
    }
    return (
        cells
        | {name: date_cell(on, precision) for name, (on, precision) in dates.items()}
        | {
            "joint": "yes" if one.is_joint else "no",
            "wave": one.wave.name if one.wave else None,
            "stage": str(one.get_stage_display()),
            "themes": "; ".join(theme.name for theme in one.themes.all()),
        }
    )


def link_rows(site: Site) -> Iterator[dict[str, Any]]:
    """Every link, by heading: those of partnerships, then those of strategies. Two queries."""
    of_partnerships = PartnershipLink.objects.filter(partnership__site=site).select_related("partnership")
    for one in of_partnerships.order_by("partnership__name", "partnership", "sort_order", "pk"):
        yield {"partnership": one.partnership.slug, "strategy": None} | _link_cells(one)
    of_strategies = LocalStrategyLink.objects.filter(strategy__site=site).select_related("strategy")
    for one in of_strategies.order_by("strategy__title", "strategy", "sort_order", "pk"):
        yield {"partnership": None, "strategy": one.strategy.slug} | _link_cells(one)


def _link_cells(one: Any) -> dict[str, Any]:
    return {
        "kind": str(one.get_kind_display()),
        "title": one.title,
        "address": one.address,
        "published": date_cell(one.date_on, one.date_precision),
        "source": one.source,
        "last checked": one.checked_on,
    }


def as_csv(site: Site) -> str:
    return _text(COLUMNS, rows(site))


def links_as_csv(site: Site) -> str:
    return _text(LINK_COLUMNS, link_rows(site))


def _text(columns: Iterable[str], found: Iterable[dict[str, Any]]) -> str:
    return "".join(lines(columns, ([row[name] for name in columns] for row in found)))


def date_cell(on: dt.date | None, precision: str) -> str:
    """ "2019-03-31", "2019-03", "spring 2019", "2019", or nothing: how exact it is can be read from it."""
    date = ApproximateDate(on, Precision(precision))
    return date.machine or (str(date) if date else "")


def read_date(cell: str) -> tuple[dt.date | None, Precision]:
    """The opposite of `date_cell`. Raises ValueError with words for staff."""
    text = cell.strip()
    if not text or text.lower() == "not stated":
        return None, Precision.NOT_STATED
    try:
        if season := _SEASON.fullmatch(text):
            month = _SEASONS[season[1].lower()]
            # A winter is named for the year it ends in.
            return dt.date(int(season[2]) - (month == 12), month, 1), Precision.SEASON
        for form, precision in (("%Y-%m-%d", Precision.DAY), ("%Y-%m", Precision.MONTH), ("%Y", Precision.YEAR)):
            if re.fullmatch({"%Y-%m-%d": r"\d{4}-\d\d?-\d\d?", "%Y-%m": r"\d{4}-\d\d?", "%Y": r"\d{4}"}[form], text):
                parts = [int(part) for part in text.split("-")]
                return dt.date(*[*parts, 1, 1][:3]), precision
    except ValueError:
        pass
    raise ValueError("Write a date as 2019-03-31, 2019-03, spring 2019 or 2019, or leave it empty.")
