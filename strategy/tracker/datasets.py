"""The tracker as data: the tables that staff export and import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from wagtail.models import Site

from strategy.models import TrackerChange, TrackerPage, TrackerWave
from strategy.open_data import Dataset, Row, columns, day_of
from strategy.tracker import tables


def _has_tracker(site: Site) -> bool:
    return TrackerPage.objects.child_of(site.root_page).live().public().exists()


def _tracker(site: Site, now: dt.datetime) -> Iterator[Row]:
    yield from tables.rows(site) if _has_tracker(site) else ()


def _tracker_links(site: Site, now: dt.datetime) -> Iterator[Row]:
    yield from tables.link_rows(site) if _has_tracker(site) else ()


def _waves(site: Site, now: dt.datetime) -> Iterator[Row]:
    for one in TrackerWave.objects.filter(site=site).iterator() if _has_tracker(site) else ():
        yield {
            "wave": one.name,
            "announced": str(one.announced) if one.announced else None,
            "due": str(one.due) if one.due else None,
            "summary": one.summary,
        }


def _changes(site: Site, now: dt.datetime) -> Iterator[Row]:
    changes = TrackerChange.objects.filter(site=site).select_related("partnership")
    for one in changes.iterator() if _has_tracker(site) else ():
        yield {
            "partnership": one.partnership.slug if one.partnership else None,
            "partnership name": one.name,
            "change": one.words,
            "date": day_of(one.at),
        }


_TRACKER_MEANINGS: dict[str, str] = {
    "partnership": "Short name of the partnership; it never changes",
    "in source": "Whether the source has an entry for it, or only names it",
    "successor body": "Who does its work now",
    "strategy": "Short name of the strategy; it never changes",
    "joint": "Whether several partnerships share it",
    "announced": "The strategy's own date: where empty, that of its wave holds",
    "due": "The strategy's own date: where empty, that of its wave holds",
    "themes": "Parted by semicolons, from one vocabulary",
}

DATASETS = (
    Dataset(
        "tracker",
        "Tracker of local strategies",
        "A row for each partnership and strategy in England that the tracker knows.",
        columns(*((name, _TRACKER_MEANINGS.get(name, name.capitalize())) for name in tables.COLUMNS)),
        _tracker,
    ),
    Dataset(
        "tracker-links",
        "What partnerships have published",
        "Links of the tracker; a link may have no address.",
        columns(
            ("partnership", "Short name of the partnership, if it is the partnership's"),
            ("strategy", "Short name of the strategy, if it is the strategy's"),
            ("kind", "What it is"),
            ("title", "Its title"),
            ("address", "Where it is, if that is known", "address"),
            ("published", "When it came out, as exactly as is known"),
            ("source", "The document that says so"),
            ("last checked", "When somebody last compared it with its source", "date"),
        ),
        _tracker_links,
    ),
    Dataset(
        "tracker-waves",
        "Waves of strategies",
        "The rounds in which government announced strategies. Their dates hold for each strategy that states none.",
        columns(
            ("wave", "Its name"),
            ("announced", "When it was announced, as exactly as is known"),
            ("due", "When its strategies were due, as exactly as is known"),
            ("summary", "Who is in it, in a sentence"),
        ),
        _waves,
    ),
    Dataset(
        "tracker-changes",
        "What changed in the tracker",
        "Every change of what the tracker says of a partnership, the latest first.",
        columns(
            ("partnership", "Short name of the partnership; empty when it is no longer there"),
            ("partnership name", "Its name at the time"),
            ("change", "What changed"),
            ("date", "The day of the change", "date"),
        ),
        _changes,
    ),
)
