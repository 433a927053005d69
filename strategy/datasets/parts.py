"""The strategy as data: how far it has come, its parts, its steps, its figures and its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from wagtail.models import Site

from strategy import models
from strategy.models.foundation import lettered
from strategy.open_data import Dataset, Row, address_of, columns, in_plain_words
from strategy.restrictions import is_restricted

_PART_KINDS = (
    models.FoundationPage,
    models.GrandChallengePage,
    models.PriorityPage,
    models.SharedHealthPriorityPage,
    models.SectorPage,
)


def _strategy(site: Site, now: dt.datetime) -> Iterator[Row]:
    for page in models.StrategyPage.objects.descendant_of(site.root_page).live().filter(~is_restricted()).iterator():
        yield {
            "title": page.title,
            "big idea": page.big_idea,
            "what it means": in_plain_words(page.big_idea_text),
            "stage": str(page.get_stage_display()),
            "since": str(page.stage_date) if page.stage_date else None,
            "period": page.period,
            "led by": page.led_by,
            "address": address_of(site, page),
        }


def _parts(site: Site, now: dt.datetime) -> Iterator[Row]:
    for kind in _PART_KINDS:
        for page in kind.objects.of(site.root_page).iterator():
            yield {
                "kind": kind.kind if hasattr(kind, "kind") else str(kind._meta.verbose_name),
                "title": page.title,
                "summary": page.summary,
                "address": address_of(site, page),
                "national aim": getattr(page, "national_aim", None),
                "stance": str(page.get_stance_display()) if hasattr(page, "stance") else None,
                "why that stance": getattr(page, "stance_reason", None),
                "partner": getattr(page, "partner", None),
                "document of the partner": getattr(page, "shared_with", None),
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


def _milestones(site: Site, now: dt.datetime) -> Iterator[Row]:
    pages = models.StrategyPage.objects.descendant_of(site.root_page).live().public()
    for one in models.Milestone.objects.filter(page__in=pages).order_by("sort_order"):
        yield {
            "step": one.title,
            "planned": one.planned_text or (str(one.planned) if one.planned else None),
            "actual": str(one.actual) if one.actual else None,
            "is current": one.is_current,
            "source": one.source,
            "note": one.note,
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
        "strategy",
        "The strategy",
        "Its one idea, and how far it has come.",
        columns(
            ("title", "Its name"),
            ("big idea", "The one idea that holds it together"),
            ("what it means", "That idea in a short paragraph"),
            ("stage", "How far it has come"),
            ("since", "When this stage began, as exactly as is known"),
            ("period", "The years it is for"),
            ("led by", "Who leads it"),
            ("address", "Its page", "address"),
        ),
        _strategy,
    ),
    Dataset(
        "parts",
        "Parts of the strategy",
        "Foundations, Grand Challenges, priorities, shared health priorities and sectors.",
        columns(
            ("kind", "What kind of part it is"),
            ("title", "Its name"),
            ("summary", "What it is, in a sentence"),
            ("address", "Its page", "address"),
            ("national aim", "What the national strategy wants of it, for a foundation or a Grand Challenge"),
            ("stance", "Whether the region leads on a Grand Challenge or contributes to it"),
            ("why that stance", "Why it leads, or contributes"),
            ("partner", "The partner that shares a health priority"),
            ("document of the partner", "The partner's strategy that has it"),
        ),
        _parts,
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
        "milestones",
        "Milestones",
        "The steps of the strategy, planned and real.",
        columns(
            ("step", "What happens"),
            ("planned", "When it was to happen, as exactly as is known"),
            ("actual", "When it happened, as exactly as is known"),
            ("is current", "Whether it is the last step known to have happened", "boolean"),
            ("source", "The document that says so"),
            ("note", "A sentence more"),
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
