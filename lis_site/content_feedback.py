"""Reads `feedback.yaml` of an area into its “you said, we did” rows, and the evidence that its ambitions rest on.

What a consultation has already stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from consultation.feedback.publishing import publish
from consultation.models import FeedbackRow, FeedbackTheme, FeedbackTouches
from strategy.models import AmbitionEvidence

type Entry = dict[str, Any]


def evidence_of(entry: Entry, *, find: Callable[[str], Page]) -> list[AmbitionEvidence]:
    """What an ambition of the files rests on, each with its page where the files name one."""
    found = []
    for at, one in enumerate(entry.get("evidence") or []):
        page = find(one["page"]) if "page" in one else None
        found.append(AmbitionEvidence(sort_order=at, **(one | {"page": page})))
    return found


def add_feedback(site: Site, content: Entry, *, find: Callable[[str], Page]) -> None:
    """Add and publish the rows of consultations that have none. `find` gives a page by its path."""
    there = set(FeedbackRow.objects.filter(site=site).values_list("consultation_id", flat=True))
    for place, entry in enumerate(content.get("rows") or [], start=1):
        consultation = find(entry["consultation"]).specific
        if consultation.pk in there:
            continue
        row = FeedbackRow(
            site=site,
            consultation=consultation,
            place=place,
            done_on=entry.get("done_on", content["done_on"]),
            source=entry.get("source", content["source"]),
            **{name: entry[name] for name in ("asked", "said", "answer", "did")},
        )
        row.themes.set([FeedbackTheme(sort_order=at, **theme) for at, theme in enumerate(entry["themes"])])
        row.touches.set([FeedbackTouches(sort_order=at, page=find(path)) for at, path in enumerate(entry["touches"])])
        row.full_clean()
        row.save()
        publish(row=row, by=None, now=timezone.now())
