"""What calls for evidence write to people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from consultation.evidence.models import EvidenceSubmission
from consultation.participants import mail
from consultation.participants.links import make_link
from consultation.participants.models import Contact, Mail

# A link in an e-mail leads back to one submission; the newest one works, and no other.
RETURN = "evidence-return"
RETURN_DAYS = 28


def send_link(submission: EvidenceSubmission, contact: Contact, now: dt.datetime) -> Mail:
    """The link with which somebody comes back to a draft, or to what they sent."""
    why = "You get this because you asked for this link."
    return _queue(submission, contact, "link", _with_link(submission, contact, now), now, why=why)


def send_receipt(submission: EvidenceSubmission, contact: Contact, now: dt.datetime) -> Mail:
    """Every item that was sent so far, each file with its size and hash. Once for each time that something was sent."""
    context = _with_link(submission, contact, now)
    context["items"] = submission.items.filter(sent_at__isnull=False).select_related("file", "entry")
    context["answered"] = [words for words in submission.answers.values() if words]
    why = "You get this because you gave your address with your evidence."
    once = f"evidence-receipt/{submission.pk}/{now.isoformat()}"
    return _queue(submission, contact, "receipt", context, now, why=why, once=once)


def _with_link(submission: EvidenceSubmission, contact: Contact, now: dt.datetime) -> dict[str, Any]:
    call = submission.call
    token = make_link(
        purpose=RETURN,
        target=submission,
        contact=contact,
        site=call.site,
        now=now,
        days=RETURN_DAYS,
        replaces=True,
    )
    return {
        "call": call,
        "submission": submission,
        "link": f"{call.site.root_url}/my/{token}/come-back/",
        "until": now + dt.timedelta(days=RETURN_DAYS),
    }


def _queue(
    submission: EvidenceSubmission,
    contact: Contact,
    name: str,
    context: dict[str, Any],
    now: dt.datetime,
    *,
    why: str,
    once: str | None = None,
) -> Mail:
    return mail.queue(
        site=submission.call.site,
        to=contact,
        template=f"consultation/evidence/mail/{name}",
        context=context,
        kind=f"evidence-{name}",
        about=submission,
        why=why,
        once=once,
        now=now,
    )
