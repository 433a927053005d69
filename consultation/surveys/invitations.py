"""Asking people to answer: one link each, and word of who has not answered yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from consultation.participants import contacts
from consultation.participants.links import make_link
from consultation.surveys import emails
from consultation.surveys.choices import State
from consultation.surveys.models import Survey, SurveyInvitation

INVITED = "survey-invitation"

_MOST_AT_ONCE = 500


class InvitationRefused(Exception):
    """The list cannot be invited as it stands. The text is for staff."""


def read_list(text: str) -> list[tuple[str, str]]:
    """(address, name) of each line, "jane@example.org, Jane O'Connor". Raises InvitationRefused, naming the line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        email, _comma, name = (part.strip() for part in line.partition(","))
        if not email:
            continue
        try:
            validate_email(email)
        except ValidationError:
            raise InvitationRefused(
                f"Line {number} does not begin with an e-mail address: {line.strip()[:80]}"
            ) from None
        found.append((email, name[:120]))
    if not found:
        raise InvitationRefused("Enter at least one e-mail address, a line each.")
    if len(found) > _MOST_AT_ONCE:
        raise InvitationRefused(f"Invite at most {_MOST_AT_ONCE} people at once.")
    return found


@transaction.atomic
def invite(*, survey: Survey, people: list[tuple[str, str]], by: Any, now: dt.datetime) -> int:
    """Invite those who are not invited yet; return how many that were. The survey must be published and not closed."""
    if survey.state_at(now) not in (State.COMING, State.OPEN, State.PAUSED):
        raise InvitationRefused("Publish the survey first. A closed one invites nobody.")
    count = 0
    for email, name in people:
        contact = contacts.remember(site=survey.site, email=email, name=name, now=now)
        invitation, is_new = SurveyInvitation.objects.get_or_create(
            survey=survey, contact=contact, defaults={"site": survey.site, "invited_by": by, "invited_at": now}
        )
        if is_new:
            send(invitation, now)
            count += 1
    return count


def remind(*, survey: Survey, now: dt.datetime) -> int:
    """Send a new link to whoever was invited and has sent nothing; return how many. Older links stop working."""
    if survey.state_at(now) != State.OPEN:
        raise InvitationRefused("Only an open survey reminds anybody.")
    waiting = SurveyInvitation.objects.filter(survey=survey, contact__email__isnull=False)
    waiting = waiting.exclude(response__state__in=["submitted", "withdrawn"]).select_related("contact", "survey__site")
    for invitation in waiting:
        with transaction.atomic():
            send(invitation, now)
    return len(waiting)


def send(invitation: SurveyInvitation, now: dt.datetime) -> None:
    survey = invitation.survey
    assert survey.closes_at is not None  # noqa: S101 - for the types: a published survey has its dates
    days = (survey.closes_at - now).total_seconds() / 86_400 + 1
    token = make_link(
        purpose=INVITED,
        target=invitation,
        contact=invitation.contact,
        site=survey.site,
        now=now,
        days=days,
        replaces=True,
    )
    emails.send_invitation(invitation, token, now)
