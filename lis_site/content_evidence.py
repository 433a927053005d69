"""Reads `evidence.yaml` of an area into its calls for evidence and the first entries of its register.

What exists, a call by its slug and an entry by its title, is left exactly as it is. Entries are made up, and say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from wagtail.models import Page, Site

from consultation.dates import LONDON
from consultation.evidence.decisions import publish
from consultation.evidence.models import CallForEvidence, CallQuestion, EntrySubject, EntryUse, RegisterEntry
from consultation.evidence.register import number_entry

type Entry = dict[str, Any]
type Find = Callable[[str], Page]

_RICH = ("introduction", "what_counts", "other_ways", "what_happens_next", "privacy_notice")


def add_evidence(site: Site, content: Entry, *, find: Find, linked: Callable[..., Any], today: dt.date) -> None:
    """Add what is missing of `content`. Dates in days are counted from `today`."""
    there = set(CallForEvidence.objects.filter(site=site).values_list("slug", flat=True))
    for entry in content.get("calls") or []:
        if entry["slug"] not in there:
            _add_call(site, _dated(entry, today), find, linked, today)
    known = set(RegisterEntry.objects.filter(site=site).values_list("title", flat=True))
    for entry in content.get("register") or []:
        if entry["title"] not in known:
            _add_entry(site, _dated(entry, today), find)


def _dated(entry: Entry, today: dt.date) -> Entry:
    days = {name: entry[name] for name in entry if name.endswith("_in_days")}
    kept = {name: value for name, value in entry.items() if name not in days}
    return kept | {name.replace("_in_days", "_on"): today + dt.timedelta(days=count) for name, count in days.items()}


def _add_call(site: Site, entry: Entry, find: Find, linked: Callable[..., Any], today: dt.date) -> None:
    questions = entry.pop("questions", [])
    if path := entry.pop("consultation", None):
        entry["consultation"] = find(path).specific
    entry |= {name: linked(entry[name]) for name in _RICH if name in entry}
    call = CallForEvidence.objects.create(site=site, **entry)
    for place, question in enumerate(questions):
        CallQuestion.objects.create(call=call, sort_order=place, **question)
    if not call.is_history:
        publish(call=call, by=None, now=dt.datetime.combine(today, dt.time(9), tzinfo=LONDON))


def _add_entry(site: Site, entry: Entry, find: Find) -> None:
    about, uses = entry.pop("about", []), entry.pop("uses", [])
    if slug := entry.pop("call", None):
        entry["call"] = CallForEvidence.objects.get(site=site, slug=slug)
    year = entry.pop("year", None)
    made = RegisterEntry(site=site, year_published=year, is_public=True, is_demonstration=True, **entry)
    number_entry(made).save()
    for place, path in enumerate(about):
        EntrySubject.objects.create(entry=made, page=find(path), sort_order=place)
    for place, use in enumerate(uses):
        EntryUse.objects.create(entry=made, page=find(use["page"]), what_for=use["what_for"], sort_order=place)
