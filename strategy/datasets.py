"""What the strategy publishes as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from wagtail.models import Site

from strategy import models
from strategy.models.library import public_library
from strategy.models.tracker import TrackerPage
from strategy.open_data import Dataset, columns
from strategy.tracker import tables

type Row = dict[str, Any]

_PART_KINDS = (
    models.FoundationPage,
    models.GrandChallengePage,
    models.PriorityPage,
    models.SharedHealthPriorityPage,
    models.SectorPage,
)
_LINKS = (models.AmbitionFoundation, models.AmbitionGrandChallenge, models.AmbitionHealthPriority)


def _address(site: Site, page: Any) -> str:
    return f"{site.root_url}/{page.url_path.removeprefix(site.root_page.url_path)}"


def _parts(site: Site, now: dt.datetime) -> Iterator[Row]:
    for kind in _PART_KINDS:
        for page in kind.objects.of(site.root_page).iterator():
            yield {
                "kind": kind.kind if hasattr(kind, "kind") else str(kind._meta.verbose_name),
                "title": page.title,
                "summary": page.summary,
                "address": _address(site, page),
            }


def _ambitions(site: Site, now: dt.datetime) -> Iterator[Row]:
    for page in models.AmbitionPage.objects.of(site.root_page).select_related("priority").iterator():
        yield {
            "code": page.code,
            "title": page.title,
            "statement": page.statement,
            "target": page.target,
            "target date": str(page.target_date) if page.target_date else None,
            "priority": page.priority.title if page.priority else None,
            "address": _address(site, page),
        }


def _statuses(site: Site, now: dt.datetime) -> Iterator[Row]:
    shown = models.AmbitionPage.objects.of(site.root_page)
    rows = models.AmbitionStatus.objects.filter(site=site, ambition__in=shown).select_related("ambition")
    for one in rows.order_by("ambition__code", "on", "pk").iterator():
        yield {"ambition": one.ambition.code, "status": one.get_status_display(), "date": one.on, "reason": one.reason}


def _links(site: Site, now: dt.datetime) -> Iterator[Row]:
    shown = models.AmbitionPage.objects.of(site.root_page).values("pk")
    for link in _LINKS:
        part: Any = link._meta.get_field("part").related_model
        rows = link.objects.filter(ambition__in=shown, part__in=part.objects.of(site.root_page).values("pk"))
        for one in rows.select_related("ambition", "part").order_by("ambition__code", "sort_order").iterator():
            yield {
                "ambition": one.ambition.code,
                "kind": str(part._meta.verbose_name),
                "part": one.part.title,
                "weight": one.get_weight_display(),
            }


def _milestones(site: Site, now: dt.datetime) -> Iterator[Row]:
    pages = models.StrategyPage.objects.descendant_of(site.root_page).live().public()
    for one in models.Milestone.objects.filter(page__in=pages).order_by("sort_order"):
        yield {
            "step": one.title,
            "planned": one.planned_text or (str(one.planned) if one.planned else None),
            "actual": str(one.actual) if one.actual else None,
            "is current": one.is_current,
            "source": one.source,
        }


def _figures(site: Site, now: dt.datetime) -> Iterator[Row]:
    for one in models.KeyFigure.objects.filter(site=site).iterator():
        yield {
            "figure": one.slug,
            "value": one.value,
            "unit": one.unit,
            "measures": one.measures,
            "note": one.note,
            "as at": str(one.date) if one.date else None,
            "source": one.source,
        }


def _glossary(site: Site, now: dt.datetime) -> Iterator[Row]:
    for one in models.GlossaryTerm.objects.filter(site=site).iterator():
        yield {"term": one.term, "acronym": one.acronym, "meaning": one.meaning}


def _districts(site: Site, now: dt.datetime) -> Iterator[Row]:
    for one in models.District.objects.filter(site=site).iterator():
        yield {"district": one.name}


def _has_tracker(site: Site) -> bool:
    return TrackerPage.objects.child_of(site.root_page).live().public().exists()


def _tracker(site: Site, now: dt.datetime) -> Iterator[Row]:
    yield from tables.rows(site) if _has_tracker(site) else ()


def _tracker_links(site: Site, now: dt.datetime) -> Iterator[Row]:
    if not _has_tracker(site):
        return
    for one in models.PartnershipLink.objects.filter(partnership__site=site).select_related("partnership"):
        yield _link(one) | {"partnership": one.partnership.slug, "strategy": None}
    for one in models.LocalStrategyLink.objects.filter(strategy__site=site).select_related("strategy"):
        yield _link(one) | {"partnership": None, "strategy": one.strategy.slug}


def _link(one: Any) -> Row:
    return {
        "kind": one.get_kind_display(),
        "title": one.title,
        "address": one.address,
        "published": str(one.date) if one.date else None,
        "source": one.source,
        "last checked": one.checked_on,
    }


def _library(site: Site, now: dt.datetime) -> Iterator[Row]:
    for one in public_library(site).newest_first().iterator():
        yield {
            "kind": one.kind_in_words,
            "title": one.title,
            "summary": one.summary,
            "date": str(one.date) if one.date else None,
            "source": one.source,
            "address": _address(site, one),
        }


def _recommendations(site: Site, now: dt.datetime) -> Iterator[Row]:
    papers = public_library(site).values("pk")
    rows = models.BoardRecommendation.objects.filter(paper__in=papers).select_related("paper")
    for one in rows.order_by("paper__path", "sort_order").iterator():
        yield {
            "paper": one.paper.title,
            "board": one.paper.board,
            "recommendation": one.text,
            "decision": one.decision,
            "decided": str(one.decided) if one.decided else None,
        }


def _indicators(site: Site, now: dt.datetime) -> Iterator[Row]:
    pages = public_library(site).values("pk")
    rows = models.IndicatorValue.objects.filter(page__in=pages).select_related("page").order_by("page__path", "on")
    for one in rows.iterator():
        yield {
            "indicator": one.page.slug,
            "title": one.page.title,
            "unit": one.page.unit,
            "what is good": one.page.get_direction_display(),
            "target": one.page.target,
            "from": one.on,
            "period": one.period,
            "value": one.value,
            "standing": one.get_standing_display(),
            "is break": one.is_break,
            "note": one.note,
            "source": one.page.source,
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
        "parts",
        "Parts of the strategy",
        "Foundations, Grand Challenges, priorities, shared health priorities and sectors.",
        columns(
            ("kind", "What kind of part it is"),
            ("title", "Its name"),
            ("summary", "What it is, in a sentence"),
            ("address", "Its page", "address"),
        ),
        _parts,
    ),
    Dataset(
        "ambitions",
        "Ambitions",
        "What the strategy promises, each with its code.",
        columns(
            ("code", "Its code, unique in the area"),
            ("title", "Its name"),
            ("statement", "The promise"),
            ("target", "What can be measured, where there is a target"),
            ("target date", "When the target is to be met, as exactly as is known"),
            ("priority", "The priority it stands under"),
            ("address", "Its page", "address"),
        ),
        _ambitions,
    ),
    Dataset(
        "ambition-status",
        "How ambitions are going",
        "Every status of every ambition: the latest date is what is so now.",
        columns(
            ("ambition", "Code of the ambition"),
            ("status", "How it was going"),
            ("date", "From when", "date"),
            ("reason", "Why"),
        ),
        _statuses,
    ),
    Dataset(
        "ambition-links",
        "What ambitions serve",
        "Which part of the strategy each ambition leads on or contributes to.",
        columns(
            ("ambition", "Code of the ambition"),
            ("kind", "The kind of part"),
            ("part", "The name of the part"),
            ("weight", "Leads or contributes"),
        ),
        _links,
    ),
    Dataset(
        "milestones",
        "Milestones",
        "The steps of the strategy, planned and real.",
        columns(
            ("step", "What happens"),
            ("planned", "When it was to happen, as exactly as is known"),
            ("actual", "When it happened, as exactly as is known"),
            ("is current", "Whether it is the last step known to have happened", "boolean"),
            ("source", "The document that says so"),
        ),
        _milestones,
    ),
    Dataset(
        "key-figures",
        "Key figures",
        "The numbers that pages refer to.",
        columns(
            ("figure", "Short name of the figure"),
            ("value", "The figure as it reads"),
            ("unit", "Its unit, where the figure does not say it"),
            ("measures", "What it measures"),
            ("note", "Such as target, or estimate"),
            ("as at", "The day it is for, as exactly as is known"),
            ("source", "The document that says so"),
        ),
        _figures,
    ),
    Dataset(
        "glossary",
        "Words we use",
        "Terms and acronyms with their meaning.",
        columns(("term", "The term"), ("acronym", "Its short form"), ("meaning", "What it means")),
        _glossary,
    ),
    Dataset("districts", "Districts", "The districts of the area.", columns(("district", "Its name")), _districts),
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
        "library",
        "Library",
        "News, publications, evidence, board papers and indicators.",
        columns(
            ("kind", "What kind of page it is"),
            ("title", "Its title"),
            ("summary", "What it says, in a sentence"),
            ("date", "Its date, as exactly as is known"),
            ("source", "The document it is told from"),
            ("address", "Its page", "address"),
        ),
        _library,
    ),
    Dataset(
        "recommendations",
        "Recommendations to boards",
        "What papers recommended, and what was decided, as far as that is known.",
        columns(
            ("paper", "Title of the paper"),
            ("board", "The board it went to"),
            ("recommendation", "What the board was asked to do"),
            ("decision", "What was decided; empty where no decision is known"),
            ("decided", "When, as exactly as is known"),
        ),
        _recommendations,
    ),
    Dataset(
        "indicators",
        "Indicators",
        "Every number of every series.",
        columns(
            ("indicator", "Short name of the indicator"),
            ("title", "What is measured"),
            ("unit", "In what"),
            ("what is good", "Whether higher or lower is better"),
            ("target", "The target of a commitment; empty for an outcome", "number"),
            ("from", "First day of the period", "date"),
            ("period", "The period as it reads"),
            ("value", "The number", "number"),
            ("standing", "Final, provisional or revised"),
            ("is break", "Whether the series breaks here: not comparable with the numbers before", "boolean"),
            ("note", "What to know about the number"),
            ("source", "Where the numbers come from"),
        ),
        _indicators,
    ),
)
