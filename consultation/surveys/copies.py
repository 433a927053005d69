"""A copy of a response for whoever sent it: to read on the site, or by e-mail if they want one.

The queue of mail keeps what it sent for a while, and staff may look at it. Answers do not stay there: a copy is emptied
as soon as it is handed over.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from consultation.participants.models import Mail
from consultation.participants.models.mail import MailState
from consultation.surveys import emails
from consultation.surveys.about_you import PERSONAL
from consultation.surveys.models import Response, SentAnswers
from consultation.surveys.questionnaire.answers import shown
from consultation.surveys.questionnaire.shape import Question
from consultation.surveys.versions import questionnaire_of

type Part = tuple[str, list[tuple[Question, list[str]]]]


@dataclass(frozen=True)
class Copied:
    """Each section with its answers in words, without what was not answered. `sent` is None for a draft."""

    parts: list[Part]
    sent: SentAnswers | None


def copy_of(response: Response, *, draft: bool = False) -> Copied:
    """What was sent last, with who sent it; with `draft`, or if nothing was sent, what has been typed. One query."""
    last = response.submissions.filter(is_current=True).select_related("version").first()
    answers = response.answers
    if last is not None and not draft:
        answers = last.answers | {code: answers[code] for code in PERSONAL if code in answers}
    sections = questionnaire_of(last.version if last else response.version).sections
    rows = [(one.title, [(each, shown(each, answers.get(each.code))) for each in one.questions]) for one in sections]
    parts = [(title, [row for row in section if row[1]]) for title, section in rows]
    return Copied([part for part in parts if part[1]], last)


@transaction.atomic
def send_copy(*, response: Response, email: str, now: dt.datetime) -> Mail | None:
    """E-mail a copy of what was sent; None when nothing was. The address is kept with the mail and nowhere else."""
    copied = copy_of(response)
    return emails.send_copy(response, email, copied.sent, copied.parts, now) if copied.sent else None


def empty_copy(mail: Mail, at: dt.datetime) -> None:
    """Once it is handed over, nobody needs the answers in the queue any more."""
    Mail.objects.filter(pk=mail.pk).update(text="", html="")


def drop_copies(response: Response, now: dt.datetime) -> None:
    """Those that still wait are not sent."""
    waiting = Mail.objects.about(response).filter(kind=emails.COPY, state=MailState.WAITING)
    waiting.update(state=MailState.DROPPED, ended_at=now, text="", html="")
