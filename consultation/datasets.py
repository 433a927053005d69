"""Consultations as data: what the public is asked and was, what about, until when, and what was told of it since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from wagtail.models import Site

from consultation.clock import due_on
from consultation.pages import ConsultationExtension, ConsultationPage, ConsultationSubject
from consultation.subscriptions.models import ConsultationNews
from strategy.open_data import Dataset, Row, address_of, columns, in_plain_words
from strategy.restrictions import open_pages


def _consultations(site: Site, now: dt.datetime) -> Iterator[Row]:
    today = timezone.localdate(now)
    for page in ConsultationPage.objects.filter(pk__in=open_pages(site).values("pk")).order_by("path").iterator():
        clock = page.clock_on(today)
        yield {
            "title": page.title,
            "summary": page.summary,
            "opens": page.opens_on,
            "closes": page.closes_on,
            "address": address_of(site, page),
            "state": str(page.state_on(today).label),
            "outcome due": due_on(page.closes_on) if clock else None,
            "outcome published": page.outcome_on,
            "why the outcome is late": page.late_because if clock else None,
            "held elsewhere": page.is_history,
            "is demonstration": page.is_demonstration,
        }


def _subjects(site: Site, now: dt.datetime) -> Iterator[Row]:
    pages = open_pages(site).values("pk")
    lines = ConsultationSubject.objects.filter(consultation__in=pages, page__in=pages)
    lines = lines.select_related("consultation", "page").order_by("consultation__path", "sort_order", "pk")
    for line in lines.iterator():
        yield {
            "consultation": line.consultation.title,
            "consultation page": address_of(site, line.consultation),
            "page": line.page.title,
            "address": address_of(site, line.page),
        }


def _extensions(site: Site, now: dt.datetime) -> Iterator[Row]:
    moved = ConsultationExtension.objects.filter(page__in=open_pages(site).values("pk")).select_related("page")
    for one in moved.order_by("page__path", "sort_order", "pk").iterator():
        yield {
            "consultation": one.page.title,
            "was to close": one.was_closing_on,
            "closes": one.closes_on,
            "why": one.why,
            "decided": one.decided_on,
            "address": address_of(site, one.page),
        }


def _news(site: Site, now: dt.datetime) -> Iterator[Row]:
    public = ConsultationNews.objects.public().filter(site=site, consultation__in=open_pages(site).values("pk"))
    for one in public.select_related("consultation").order_by("on", "pk").iterator():
        yield {
            "consultation": one.consultation.title,
            "date": one.on,
            "title": one.title,
            "text": in_plain_words(one.text),
            "address": address_of(site, one.consultation),
        }


DATASETS = (
    Dataset(
        "consultations",
        "Consultations",
        "What the public is or was asked.",
        columns(
            ("title", "Its name"),
            ("summary", "What it is about"),
            ("opens", "The first day", "date"),
            ("closes", "The last day, until 11:59pm", "date"),
            ("address", "Its page", "address"),
            ("state", "Where it stands today"),
            ("outcome due", "The last day on which its outcome is in time; empty where it was held elsewhere", "date"),
            ("outcome published", "The day on which the outcome came out", "date"),
            ("why the outcome is late", "Why, where it is late"),
            ("held elsewhere", "Whether this is only the record of one that this site did not hold", "boolean"),
            ("is demonstration", "Whether it only shows how the site works", "boolean"),
        ),
        _consultations,
    ),
    Dataset(
        "consultation-pages",
        "What consultations are about",
        "Pages of the strategy that a consultation is about.",
        columns(
            ("consultation", "Name of the consultation"),
            ("consultation page", "The page of the consultation", "address"),
            ("page", "Title of the page of the strategy"),
            ("address", "The page of the strategy", "address"),
        ),
        _subjects,
    ),
    Dataset(
        "consultation-extensions",
        "Closing days that were moved",
        "When a consultation closed later than it was to, and why.",
        columns(
            ("consultation", "Name of the consultation"),
            ("was to close", "The last day until then", "date"),
            ("closes", "The last day from then on", "date"),
            ("why", "Why it was moved"),
            ("decided", "The day of the decision", "date"),
            ("address", "The page of the consultation", "address"),
        ),
        _extensions,
    ),
    Dataset(
        "consultation-news",
        "News of consultations",
        "What was told of a consultation as it went on.",
        columns(
            ("consultation", "Name of the consultation"),
            ("date", "The day of the news", "date"),
            ("title", "What it is, in a few words"),
            ("text", "What it says"),
            ("address", "The page of the consultation", "address"),
        ),
        _news,
    ),
)
