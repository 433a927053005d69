"""What calls for evidence register when the app is ready: personal data, people, the clock, what is found,
and its part of the golden thread.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.html import strip_tags
from wagtail.models import Site
from wagtail.permissions import register_permission_policy

from consultation.events.engagement import Reached, register_source
from consultation.evidence.models import CallForEvidence, EvidenceSubmission, RegisterEntry
from consultation.evidence.on_thread import RECEIVED
from consultation.evidence.privacy import KEEPER, tidy_up
from consultation.participants.policies import OnlyPolicy
from consultation.participants.privacy import register_keeper
from strategy.clock import register_job
from strategy.findable import Findable, Kind, register_kind
from strategy.thread import register_part


def register() -> None:
    register_keeper(KEEPER)
    # What people sent is read and released, never written or deleted by hand.
    register_permission_policy(
        EvidenceSubmission, OnlyPolicy(EvidenceSubmission, ("view", "release")), exact_class=True
    )
    register_part(RECEIVED)
    register_job("evidence", dt.timedelta(hours=1), tidy_up)
    register_source("Calls for evidence", people_who_sent)
    register_kind(Kind("call", "Call for evidence", "Calls for evidence", order=76), records=public_calls)
    register_kind(Kind("evidence", "Evidence received", "Evidence received", order=77), records=public_entries)


def people_who_sent(site: Site, now: dt.datetime) -> Reached:
    """Submissions that count, to calls that are real. One query."""
    return Reached(people=EvidenceSubmission.objects.counted().filter(site=site).count())


def public_calls(site: Site, now: dt.datetime) -> Iterator[Findable]:
    for call in CallForEvidence.objects.public().filter(site=site).prefetch_related("questions"):
        texts = [
            call.introduction,
            call.what_counts,
            call.what_happens_next,
            *(one.text for one in call.questions.all()),
        ]
        yield Findable(
            key=call.slug,
            title=call.title,
            url=call.get_absolute_url(),
            summary=call.summary,
            text=" ".join(strip_tags(text) for text in texts),
            is_past=call.closes_at is None or call.closes_at <= now,
        )


def public_entries(site: Site, now: dt.datetime) -> Iterator[Findable]:
    for entry in RegisterEntry.objects.public().filter(site=site):
        yield Findable(
            key=entry.code,
            title=entry.title,
            url=entry.get_absolute_url(),
            summary=f"{entry.code}, received on {entry.received_on:%-d %B %Y}. {entry.get_status_display()}.",
            text=f"{entry.author} {entry.geography} {entry.summary} {entry.why_not_used}",
        )
