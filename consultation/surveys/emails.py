"""What surveys write to people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from consultation.participants import mail
from consultation.participants.links import make_link
from consultation.participants.models import Contact, Mail
from consultation.surveys.models import Response, SentAnswers, Survey, SurveyDecision, SurveyInvitation

# A link in an e-mail leads back to one response; the newest one works, and no other.
RETURN = "survey-return"
RETURN_DAYS = 28
COPY = "survey-copy"


def send_link(response: Response, contact: Contact, now: dt.datetime) -> Mail:
    """The link with which somebody comes back to a draft."""
    context = _with_link(response, contact, now)
    return _queue(response, contact, "link", context, now, why="You get this because you asked for this link.")


def send_receipt(response: Response, submission: SentAnswers, contact: Contact, now: dt.datetime) -> Mail:
    """That it has arrived, with the way to read, change or withdraw it; once for each time it was sent."""
    context = _with_link(response, contact, now) | {"submission": submission}
    return _queue(
        response,
        contact,
        "receipt",
        context,
        now,
        why="You get this because you gave your address with your answers.",
        once=f"survey-receipt/{submission.pk}",
    )


def send_copy(response: Response, to: str, submission: SentAnswers, parts: Any, now: dt.datetime) -> Mail:
    """What was sent, in words, to whoever asks for it there and then."""
    survey = response.survey
    return mail.queue(
        site=survey.site,
        to=to,
        template="consultation/surveys/mail/copy",
        context={"survey": survey, "response": response, "submission": submission, "parts": parts},
        kind=COPY,
        about=response,
        why="You get this because somebody asked for a copy of these answers to be sent to your address.",
        now=now,
    )


def send_invitation(invitation: SurveyInvitation, token: str, now: dt.datetime) -> Mail:
    survey = invitation.survey
    return mail.queue(
        site=survey.site,
        to=invitation.contact,
        template="consultation/surveys/mail/invitation",
        context={"survey": survey, "link": _address(survey, token, "invited")},
        kind="survey-invitation",
        about=invitation,
        why="You get this because you were invited to answer.",
        now=now,
    )


def tell_drafts(
    survey: Survey, template: str, context: dict[str, Any], decision: SurveyDecision, now: dt.datetime
) -> int:
    """Write to whoever began, has not sent, and asked for a link to come back; return how many."""
    drafts = Response.objects.drafts().filter(survey=survey, contact__email__isnull=False)
    drafts = drafts.select_related("contact").order_by("contact_id", "-saved_at").distinct("contact_id")
    for draft in drafts:
        mail.queue(
            site=survey.site,
            to=draft.contact or "",
            template=template,
            context={"survey": survey, "response": draft, **context},
            kind="survey-news",
            about=draft,
            why="You get this because you began to answer and asked for a link to come back.",
            once=f"survey-news/{decision.pk}/{draft.pk}",
            now=now,
        )
    return len(drafts)


def _with_link(response: Response, contact: Contact, now: dt.datetime) -> dict[str, Any]:
    survey = response.survey
    token = make_link(
        purpose=RETURN,
        target=response,
        contact=contact,
        site=survey.site,
        now=now,
        days=RETURN_DAYS,
        replaces=True,
    )
    return {
        "survey": survey,
        "response": response,
        "link": _address(survey, token, "answers"),
        "until": now + dt.timedelta(days=RETURN_DAYS),
    }


def _queue(
    response: Response,
    contact: Contact,
    name: str,
    context: dict[str, Any],
    now: dt.datetime,
    *,
    why: str,
    once: str | None = None,
) -> Mail:
    return mail.queue(
        site=response.survey.site,
        to=contact,
        template=f"consultation/surveys/mail/{name}",
        context=context,
        kind=f"survey-{name}",
        about=response,
        why=why,
        once=once,
        now=now,
    )


def _address(survey: Survey, token: str, page: str) -> str:
    return f"{survey.site.root_url}/my/{token}/{page}/"
