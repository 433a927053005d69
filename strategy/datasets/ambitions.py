"""Ambitions as data: what is promised, how it is going, what it serves and rests on, and how its wording changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from wagtail.models import PageLogEntry, Site

from strategy import models
from strategy.open_data import Dataset, Row, address_of, columns, day_of
from strategy.restrictions import is_restricted
from strategy.wording import PROMISE, PUBLISHED, pairs_that_differ

_LINKS = (models.AmbitionFoundation, models.AmbitionGrandChallenge, models.AmbitionHealthPriority)


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
            "why it matters": page.why_it_matters,
        }


def _statuses(site: Site, now: dt.datetime) -> Iterator[Row]:
    shown = models.AmbitionPage.objects.of(site.root_page)
    rows = models.AmbitionStatus.objects.filter(site=site, ambition__in=shown).select_related("ambition")
    for one in rows.order_by("ambition__code", "on", "pk").iterator():
        yield {
            "ambition": one.ambition.code,
            "status": one.get_status_display(),
            "date": one.on,
            "reason": one.reason,
            "owner": one.owner,
        }


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


def _evidence(site: Site, now: dt.datetime) -> Iterator[Row]:
    shown = models.AmbitionPage.objects.of(site.root_page).values("pk")
    rows = models.AmbitionEvidence.objects.filter(ambition__in=shown).select_related("ambition", "page")
    rows = rows.annotate(is_open=Q(page__live=True) & ~is_restricted("page__path"))
    for one in rows.order_by("ambition__code", "sort_order", "pk").iterator():
        yield {
            "ambition": one.ambition.code,
            "evidence": one.name,
            "what it says": one.says,
            "address": address_of(site, one.page) if one.page and one.is_open else None,
        }


def _wordings(site: Site, now: dt.datetime) -> Iterator[Row]:
    """From the log of publications, oldest first. One query, and what came before each in memory."""
    shown = models.AmbitionPage.objects.of(site.root_page).values("pk")
    codes = dict(models.AmbitionPage.objects.filter(pk__in=shown).values_list("pk", "code"))
    log = PageLogEntry.objects.filter(page__in=shown, action__in=PUBLISHED, revision__isnull=False)
    words = {name: KeyTextTransform(name, "revision__content") for name in (*PROMISE, "changed_because")}
    entries = log.order_by("page__path", "timestamp", "pk").values("timestamp", ambition=F("page_id"), **words)
    for ambition, publications in groupby(entries.iterator(), key=lambda entry: entry["ambition"]):
        before: dict[str, Any] | None = None
        for entry in publications:
            for label, old, new in pairs_that_differ(before, entry) if before else ():
                yield {
                    "ambition": codes[ambition],
                    "date": day_of(entry["timestamp"]),
                    "what": label,
                    "before": old,
                    "after": new,
                    "why": entry["changed_because"],
                }
            before = entry


DATASETS = (
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
            ("why it matters", "Why people should care"),
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
            ("owner", "The role that says so, and answers for it"),
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
        "ambition-evidence",
        "What ambitions rest on",
        "The evidence that each ambition names.",
        columns(
            ("ambition", "Code of the ambition"),
            ("evidence", "The study, the review or the figures, by name"),
            ("what it says", "What it says about this, in a sentence"),
            ("address", "The page where it can be read, if there is one", "address"),
        ),
        _evidence,
    ),
    Dataset(
        "ambition-wording",
        "How the wording of ambitions changed",
        "Every change of what an ambition promises since it was first published.",
        columns(
            ("ambition", "Code of the ambition"),
            ("date", "The day of the change", "date"),
            ("what", "What was put in other words"),
            ("before", "How it read until then"),
            ("after", "How it read from then on"),
            ("why", "What led to the change"),
        ),
        _wordings,
    ),
)
