"""Calls for evidence for tests: open in November 2026, unless they say otherwise."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from wagtail.models import Site

from consultation.dates import LONDON
from consultation.evidence.models import CallForEvidence, CallQuestion, EvidenceItem, EvidenceSubmission
from consultation.evidence.submission import submit
from consultation.evidence.uploads import receive
from consultation.evidence.writing import describe, save_about, save_answers, start
from tests.consultation.files.good_files import GOOD

NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
ABOUT = {
    "name": "Jane O'Connor",
    "email": "jane@example.org",
    "organisation_name": "",
    "may_be_named": False,
    "confidential": "",
}
DESCRIBED = {
    "title": "Wool and work",
    "kind": "study",
    "publishing": "yes",
    "rights": "own",
    "author": "J. O'Connor",
    "year": 2025,
}


def later(**units: float) -> dt.datetime:
    return NOW + dt.timedelta(**units)


def london(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=LONDON)


def make_call(site: Site, **fields: Any) -> CallForEvidence:
    """Published and open, with two questions."""
    given: dict[str, Any] = {
        "title": "What works in wool",
        "slug": "wool",
        "summary": "A call on what works.",
        "introduction": "<p>We want to know.</p>",
        "what_counts": "<p>Anything that was measured.</p>",
        "other_ways": "<p>Write to us in Leeds.</p>",
        "privacy_notice": "<p>We read it and nobody else does.</p>",
        "lawful_basis": "public_task",
        "retention_months": 12,
        "opens_on": dt.date(2026, 11, 1),
        "closes_on": dt.date(2026, 11, 30),
        "published_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC),
    }
    call = CallForEvidence.objects.create(site=site, **(given | fields))
    CallQuestion.objects.create(call=call, sort_order=0, text="What works?", help="Numbers help most.")
    CallQuestion.objects.create(call=call, sort_order=1, text="What does not?")
    return call


def begin(call: CallForEvidence, now: dt.datetime = NOW) -> EvidenceSubmission:
    return start(call=call, now=now)[0]


def add_file(
    submission: EvidenceSubmission, name: str = "report.pdf", content: bytes | None = None, now: dt.datetime = NOW
) -> EvidenceItem:
    content = GOOD[name] if content is None else content
    return receive(submission=submission, file=io.BytesIO(content), name=name, size=len(content), now=now)


def describe_it(submission: EvidenceSubmission, item: EvidenceItem, now: dt.datetime = NOW) -> EvidenceItem:
    return describe(submission=submission, item=item, given=DESCRIBED, now=now)


def filled_in(call: CallForEvidence, now: dt.datetime = NOW) -> EvidenceSubmission:
    """Everything that is needed: one file, one answer, and who sends it."""
    submission = begin(call, now)
    describe_it(submission, add_file(submission, now=now), now)
    question = call.questions.first()
    save_answers(submission=submission, answers={str(question.pk): "Wool works."}, now=now)
    return save_about(submission=submission, given=ABOUT, now=now)


def sent(call: CallForEvidence, now: dt.datetime = NOW) -> EvidenceSubmission:
    return submit(submission=filled_in(call, now), now=now)
