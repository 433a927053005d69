"""What surveys register when the app is ready: personal data, people reached, what the clock does and what is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.html import strip_tags
from wagtail.models import Site
from wagtail.permissions import register_permission_policy

from consultation.events.engagement import Reached, register_source
from consultation.participants.mail import when_handed_over
from consultation.participants.policies import OnlyPolicy
from consultation.participants.privacy import register_keeper
from consultation.surveys.copies import empty_copy
from consultation.surveys.emails import COPY
from consultation.surveys.models import Response, Survey, SurveyInvitation
from consultation.surveys.privacy import KEEPER, tidy_up
from strategy.clock import register_job
from strategy.findable import Findable, Kind, register_kind


def register() -> None:
    register_keeper(KEEPER)
    when_handed_over(COPY, empty_copy)
    # What people sent is read, and its files released; never written or deleted by hand.
    register_permission_policy(Response, OnlyPolicy(Response, ("view", "release")), exact_class=True)
    register_permission_policy(SurveyInvitation, OnlyPolicy(SurveyInvitation, ("view",)), exact_class=True)
    register_job("surveys", dt.timedelta(minutes=10), tidy_up)
    register_source("Surveys", people_who_answered)
    register_kind(Kind("survey", "Survey", "Surveys", order=75), records=public_surveys)


def people_who_answered(site: Site, now: dt.datetime) -> Reached:
    """Responses that count, to surveys that are real. One query."""
    counted = Response.objects.counted().filter(site=site, survey__is_demonstration=False)
    return Reached(people=counted.count())


def public_surveys(site: Site, now: dt.datetime) -> Iterator[Findable]:
    for survey in Survey.objects.public().filter(site=site):
        texts = (survey.introduction, survey.who_should_answer, survey.what_happens_next)
        yield Findable(
            key=survey.slug,
            title=survey.title,
            url=survey.get_absolute_url(),
            summary=survey.summary,
            text=" ".join(strip_tags(text) for text in texts),
            is_past=survey.closes_at is not None and survey.closes_at <= now,
        )
