"""Results of surveys as data: the tables that staff published, as the public page shows them, and nobody's words.

What people wrote is public on its own page while they agree to it. A file that anybody may keep and pass on would take
that choice from them, and the words are theirs: no licence of ours covers them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from wagtail.models import Site

from consultation.analysis.models import Results
from consultation.analysis.results import OVER, share_of
from strategy.open_data import Dataset, Row, columns, day_of


def _results(site: Site, now: dt.datetime) -> Iterator[Row]:
    """Those of surveys that are over: one that is open again hides its results. One query."""
    published = Results.objects.filter(survey__site=site).select_related("survey")
    for found in published.order_by("published_at", "pk").iterator(chunk_size=50):
        if found.survey.state_at(now) not in OVER:
            continue
        of_survey = {
            "survey": found.survey.slug,
            "responses": found.responses,
            "published": day_of(found.published_at),
            "is demonstration": found.is_made_up or found.survey.is_demonstration,
            "address": f"{site.root_url}{reverse('results:results', args=[found.survey.slug])}",
        }
        for table in found.tables:
            for words, count in table["lines"]:
                yield of_survey | {
                    "code": table["code"],
                    "question": table["question"],
                    "answer": words,
                    "count": count,
                    "share": share_of(count, found.responses),
                    "is withheld": count is None,
                }


DATASETS = (
    Dataset(
        "survey-results",
        "Results of surveys",
        "How many gave each answer to each closed question, once the results are published. Small numbers are "
        "withheld, and so are others that would give them away.",
        columns(
            ("survey", "Short name of the survey"),
            ("code", "Short name of the question; a row of a table or an option of a ranking stands after the dot"),
            ("question", "The question as it was asked"),
            ("answer", "The answer"),
            ("count", "How many gave it; empty when withheld", "number"),
            ("share", "Of all responses, in per cent; empty when withheld", "number"),
            ("responses", "How many responses there are in all", "number"),
            ("is withheld", "Whether the number is withheld: small, or telling of a small one", "boolean"),
            ("published", "The day on which the results came out; they stay as they were", "date"),
            ("is demonstration", "Whether it only shows how the site works: the answers are made up", "boolean"),
            ("address", "The page of the results", "address"),
        ),
        _results,
    ),
)
