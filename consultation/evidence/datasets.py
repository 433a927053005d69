"""Calls for evidence and the public register as data: what the public pages say, and nothing about a person.

How much was sent is counted by call and by nothing else, once the call is closed. A number so small that it could tell
of one sender is withheld, and so are others from which it could be reckoned: the site shows the total of the area
elsewhere. What came to a demonstration is never counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from wagtail.models import Site

from consultation.evidence.counting import calls_with_senders
from consultation.evidence.models import (
    CallForEvidence,
    CallQuestion,
    EntrySubject,
    EntryUse,
    RegisterEntry,
)
from strategy.open_data import Dataset, Row, address_of, columns
from strategy.restrictions import open_pages


def _calls(site: Site, now: dt.datetime) -> Iterator[Row]:
    """One query."""
    for one in calls_with_senders(CallForEvidence.objects.filter(site=site), now):
        yield {
            "call": one.slug,
            "title": one.title,
            "summary": one.summary,
            "opens": one.opens_on,
            "closes": one.closes_on,
            "state": str(one.state_at(now).label),
            "submissions": one.senders_told,
            "is withheld": one.is_counted and one.senders_told is None,
            "held elsewhere": one.is_history,
            "is demonstration": one.is_demonstration,
            "address": f"{site.root_url}{one.get_absolute_url()}",
        }


def _questions(site: Site, now: dt.datetime) -> Iterator[Row]:
    calls = CallForEvidence.objects.public().filter(site=site)
    asked = CallQuestion.objects.filter(call__in=calls).select_related("call").order_by("call", "sort_order", "pk")
    slug, number = "", 0
    for one in asked.iterator():
        number = number + 1 if one.call.slug == slug else 1
        slug = one.call.slug
        yield {"call": slug, "number": number, "question": one.text, "what would help": one.help}


def _entries(site: Site) -> Any:
    return RegisterEntry.objects.public().filter(site=site)


def _register(site: Site, now: dt.datetime) -> Iterator[Row]:
    for one in _entries(site).select_related("call").iterator():
        yield {
            "code": one.code,
            "title": one.title,
            "author": one.author,
            "kind": str(one.get_kind_display()),
            "year published": one.year_published,
            "places": one.geography,
            "summary": one.summary,
            "link": one.link,
            "received": one.received_on,
            "after closing": one.is_late,
            "call": one.call.slug if one.call else None,
            "status": str(one.get_status_display()),
            "why not used": one.why_not_used,
            "is demonstration": one.is_demonstration,
            "address": f"{site.root_url}{one.get_absolute_url()}",
        }


def _register_pages(site: Site, now: dt.datetime) -> Iterator[Row]:
    entries = _entries(site).values("pk")
    pages = open_pages(site).values("pk")
    for relation, model in (("bears on", EntrySubject), ("used in", EntryUse)):
        lines: Any = model.objects.filter(entry__in=entries, page__in=pages).select_related("entry", "page")
        for one in lines.order_by("entry__year", "entry__number", "sort_order", "pk").iterator():
            yield {
                "code": one.entry.code,
                "relation": relation,
                "page": one.page.title,
                "what for": getattr(one, "what_for", ""),
                "address": address_of(site, one.page),
            }


DATASETS = (
    Dataset(
        "calls-for-evidence",
        "Calls for evidence",
        "What evidence was asked for. How many sent some is told once a call is closed; small numbers are withheld.",
        columns(
            ("call", "Short name of the call; it never changes"),
            ("title", "Its name"),
            ("summary", "What it asks for, in a sentence"),
            ("opens", "The first day", "date"),
            ("closes", "The last day, until 11:59pm", "date"),
            ("state", "Where it stands today"),
            ("submissions", "How many sent evidence; empty when withheld, still open or not counted here", "number"),
            (
                "is withheld",
                "Whether the number is withheld: small, or telling of a small one",
                "boolean",
            ),
            ("held elsewhere", "Whether this is only the record of a call that this site did not hold", "boolean"),
            ("is demonstration", "Whether it only shows how the site works", "boolean"),
            ("address", "Its page", "address"),
        ),
        _calls,
    ),
    Dataset(
        "call-questions",
        "Questions of calls for evidence",
        "What each call asked.",
        columns(
            ("call", "Short name of the call"),
            ("number", "Its number in the call", "number"),
            ("question", "The question"),
            ("what would help", "What would help most, where that is said"),
        ),
        _questions,
    ),
    Dataset(
        "evidence-register",
        "Register of evidence",
        "The public register: what evidence there is and what became of it. People are named only where they agreed.",
        columns(
            ("code", "Its number; it never changes"),
            ("title", "What it is"),
            ("author", "An organisation, or who agreed to be named"),
            ("kind", "What kind of evidence it is"),
            ("year published", "When it came out, where that is known", "number"),
            ("places", "The places it is about"),
            ("summary", "What it says"),
            ("link", "Where it can be read", "address"),
            ("received", "The day it came", "date"),
            ("after closing", "Whether it came after its call had closed", "boolean"),
            ("call", "Short name of the call it was sent to; empty when it came by itself"),
            ("status", "What became of it"),
            ("why not used", "Why it was not used, if it was not"),
            ("is demonstration", "Whether it only shows how the site works", "boolean"),
            ("address", "Its page", "address"),
        ),
        _register,
    ),
    Dataset(
        "evidence-register-pages",
        "What registered evidence bears on",
        "Pages of the strategy that an entry of the register bears on, or was used in.",
        columns(
            ("code", "Number of the entry"),
            ("relation", "Bears on, or used in"),
            ("page", "Title of the page"),
            ("what for", "What it changed there, where that is said"),
            ("address", "The page", "address"),
        ),
        _register_pages,
    ),
)
