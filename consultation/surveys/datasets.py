"""Surveys as data: what was asked when. How many answered, and what, is told by the results once they are published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import F
from wagtail.models import Site

from consultation.surveys.models import Survey
from consultation.surveys.questionnaire.shape import Kind, Questionnaire
from strategy.open_data import Dataset, Row, columns


def _surveys(site: Site, now: dt.datetime) -> Iterator[Row]:
    for one in Survey.objects.public().filter(site=site).order_by("closes_on", "pk").iterator():
        yield {
            "survey": one.slug,
            "title": one.title,
            "summary": one.summary,
            "opens": one.opens_on,
            "closes": one.closes_on,
            "state": str(one.state_at(now).label),
            "held elsewhere": one.is_history,
            "is demonstration": one.is_demonstration,
            "address": f"{site.root_url}{one.get_absolute_url()}",
        }


_KINDS = {
    Kind.SHORT_TEXT: "A few words",
    Kind.LONG_TEXT: "In words",
    Kind.NUMBER: "Number",
    Kind.DATE: "Date",
    Kind.POSTCODE: "Postcode",
    Kind.DISTRICT: "One district",
    Kind.SECTOR: "One sector",
    Kind.YES_NO: "Yes or no",
    Kind.ONE: "One of these",
    Kind.SEVERAL: "Several of these",
    Kind.SCALE: "Scale",
    Kind.MATRIX: "One of these in each row",
    Kind.RANKING: "These in order",
    Kind.FILE: "File",
    Kind.EMAIL: "E-mail address",
}


def _questions(site: Site, now: dt.datetime) -> Iterator[Row]:
    """What each survey asks, in the version that people answer or answered last. One query."""
    asking = Survey.objects.public().filter(site=site, version__isnull=False).order_by("closes_on", "pk")
    for one in asking.values("slug", content=F("version__content")).iterator(chunk_size=50):
        for section in Questionnaire.read(one["content"]).sections:
            for question in section.questions:
                yield {
                    "survey": one["slug"],
                    "section": section.title,
                    "code": question.code,
                    "question": question.label,
                    "kind": _KINDS[question.kind],
                    "must be answered": question.required,
                    "answers": "; ".join(option.label for option in question.choices),
                    "rows": "; ".join(row.label for row in question.rows),
                }


DATASETS = (
    Dataset(
        "surveys",
        "Surveys",
        "What surveys there are and were.",
        columns(
            ("survey", "Short name of the survey; it never changes"),
            ("title", "Its name"),
            ("summary", "What it asks about, in a sentence"),
            ("opens", "The first day", "date"),
            ("closes", "The last day, until 11:59pm", "date"),
            ("state", "Where it stands today"),
            ("held elsewhere", "Whether this is only the record of a survey that this site did not hold", "boolean"),
            ("is demonstration", "Whether it only shows how the site works", "boolean"),
            ("address", "Its page", "address"),
        ),
        _surveys,
    ),
    Dataset(
        "survey-questions",
        "Questions of surveys",
        "What each survey asks, in its latest version.",
        columns(
            ("survey", "Short name of the survey"),
            ("section", "The page of the survey that asks it"),
            ("code", "Short name of the question; the results use it"),
            ("question", "The question"),
            ("kind", "How it is answered"),
            ("must be answered", "Whether nobody can send the survey without an answer", "boolean"),
            ("answers", "What can be picked, parted by semicolons"),
            ("rows", "What is asked of each, parted by semicolons"),
        ),
        _questions,
    ),
)
