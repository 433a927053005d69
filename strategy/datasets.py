"""What the strategy itself publishes as data: its parts, its ambitions, its figures and its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from wagtail.models import Site

from strategy import models
from strategy.models.foundation import lettered
from strategy.open_data import Dataset, Row, address_of, columns

_PART_KINDS = (
    models.FoundationPage,
    models.GrandChallengePage,
    models.PriorityPage,
    models.SharedHealthPriorityPage,
    models.SectorPage,
)
_LINKS = (models.AmbitionFoundation, models.AmbitionGrandChallenge, models.AmbitionHealthPriority)


def _parts(site: Site, now: dt.datetime) -> Iterator[Row]:
    for kind in _PART_KINDS:
        for page in kind.objects.of(site.root_page).iterator():
            yield {
                "kind": kind.kind if hasattr(kind, "kind") else str(kind._meta.verbose_name),
                "title": page.title,
                "summary": page.summary,
                "address": address_of(site, page),
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
            "address": address_of(site, page),
        }


def _draft_priorities(site: Site, now: dt.datetime) -> Iterator[Row]:
    foundations = models.FoundationPage.objects.of(site.root_page)
    in_use = set(models.PriorityPage.objects.of(site.root_page).values_list("pk", flat=True))
    rows = models.DraftPriority.objects.filter(page__in=foundations).select_related("page")
    rows = rows.prefetch_related("carried_on_by").order_by("page__path", "sort_order", "pk")
    for _, of_one in groupby(rows, key=lambda one: one.page_id):
        drafts: list[tuple[str, Any]] = lettered(list(of_one))
        for letter, one in drafts:
            yield {
                "foundation": one.page.title,
                "letter": letter,
                "statement": one.statement,
                "examples": "; ".join(one.example_list),
                "carried on by": "; ".join(page.title for page in one.carried_on_by.all() if page.pk in in_use),
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
        "draft-priorities",
        "Draft priorities",
        "What each foundation proposed, and which priorities of the later strategy took it up.",
        columns(
            ("foundation", "Name of the foundation"),
            ("letter", "Its letter there"),
            ("statement", "What was proposed"),
            ("examples", "What it includes, parted by semicolons"),
            (
                "carried on by",
                "Names of priorities, parted by semicolons; our reading where no document says it",
            ),
        ),
        _draft_priorities,
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
)
