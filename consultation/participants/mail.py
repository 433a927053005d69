"""Queues mail, in the transaction of the change that caused it. `sending` hands it over.

    mail.queue(
        site=site, to=contact, template="consultation/round_tables/mail/confirm", context={"booking": booking},
        kind="booking-confirm", about=booking, why="You get this because you asked for a place.", now=now,
    )

renders confirm.txt and confirm.html, which extend consultation/mail/base.txt and base.html. The subject is a partial of
the text: {% partialdef subject %}Confirm your place{% endpartialdef %}.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import models
from django.template.loader import render_to_string
from wagtail.models import Site

from consultation.participants import mail_folder
from consultation.participants.models import Contact, Mail
from consultation.participants.models.mail import MailState
from strategy.models import AreaSettings

_BREAKS_A_HEADER = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_TOKEN = re.compile(r"(/my/)[^/\s\"'<>]+")
_LONGEST_SUBJECT = 250


class MailRefused(ValueError):
    """What was given cannot become an e-mail: a wrong address, or a line break where a header would be."""


@dataclass(frozen=True)
class Attachment:
    """A file of text, such as a calendar file; it is kept with the mail and not on disk."""

    name: str
    type: str  # such as 'text/calendar; charset="utf-8"; method="REQUEST"'
    content: str


type HandedOver = Callable[[Mail, dt.datetime], None]

_when_handed_over: dict[str, HandedOver] = {}


def when_handed_over(kind: str, callback: HandedOver) -> None:
    """Have `callback(mail, at)` called when a mail of `kind` has been handed over: a hold on a seat starts then.

    It runs in the transaction that notes the mail as sent. A mail that a kill doubles calls it once more. Register in
    `apps.ready()`; a second callback of a kind is a mistake.
    """
    if _when_handed_over.get(kind, callback) is not callback:
        raise ValueError(f"Two callbacks wait for mails of the kind {kind!r}.")
    _when_handed_over[kind] = callback


def callback_for(kind: str) -> HandedOver | None:
    return _when_handed_over.get(kind)


def queue(
    *,
    site: Site,
    to: Contact | str,
    template: str,
    context: Mapping[str, Any],
    kind: str,
    about: models.Model | None = None,
    why: str = "",
    attachments: Sequence[Attachment] = (),
    unsubscribe_url: str = "",
    once: str | None = None,
    not_before: dt.datetime | None = None,
    now: dt.datetime,
) -> Mail:
    """Write a mail and leave it for the sender; it goes only if the transaction it is queued in is committed.

    What is posted to `unsubscribe_url`, without cookies, must leave the list at once.
    With `once`, a name such as "reminder-1-day/booking/12", the same mail is never queued twice: the first is returned.
    Raises MailRefused for an address that is none, a contact whose details are erased, or a line break in the subject.
    """
    contact, address = (to, to.email or "") if isinstance(to, Contact) else (None, to)
    _check_address(address)
    area = AreaSettings.plainly_of(site)
    shown = {"site": site, "area": area, "why": why, **context}
    subject = _checked(render_to_string(f"{template}.txt#subject", shown).strip())[:_LONGEST_SUBJECT]
    shown["subject"] = subject
    fields = {
        "site": site,
        "kind": kind,
        "about_type": ContentType.objects.get_for_model(about) if about is not None else None,
        "about_id": about.pk if about is not None else None,
        "contact": contact,
        "to": address,
        "subject": subject,
        "text": _tidy(render_to_string(f"{template}.txt", shown)),
        "html": render_to_string(f"{template}.html", shown),
        "headers": _headers(site, area, unsubscribe_url),
        "attachments": [asdict(one) for one in attachments],
        "message_id": f"<{uuid.uuid4().hex}@{site.hostname}>",
        "queued_at": now,
        "next_try_at": max(now, not_before or now),
    }
    if once is None:
        return Mail.objects.create(**fields)
    queued, _is_new = Mail.objects.get_or_create(once=once, defaults=fields)
    return queued


def can_be_subject(text: str) -> None:
    """Validator for text that becomes the subject of an e-mail, or part of it, once its white space is made single."""
    if _BREAKS_A_HEADER.search(" ".join(text.split())):
        raise ValidationError("Take out the characters that cannot be seen: they cannot stand in an e-mail’s subject.")


def message(mail: Mail) -> EmailMultiAlternatives:
    """The mail as it goes out. The same each time, Message-ID included."""
    headers = dict(mail.headers)
    reply_to = headers.pop("Reply-To", "")
    letter = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=headers.pop("From", settings.DEFAULT_FROM_EMAIL),
        to=[mail.to],
        reply_to=[reply_to] if reply_to else None,
        headers={**headers, "Message-ID": mail.message_id},
    )
    letter.attach_alternative(mail.html, "text/html")
    for one in mail.attachments:
        letter.attach(one["name"], one["content"], one["type"].partition(";")[0])
    return letter


def readable(text: str) -> str:
    """`text` as staff may read it: without the tokens of links, each of which is the key to what is somebody else's.

    With them where mail is written to files, on a laptop: there the reader is the staff.
    """
    return text if mail_folder.is_used() else _TOKEN.sub(r"\1(hidden)", text)


def try_again(*, mail: Mail, now: dt.datetime) -> bool:
    """Give a mail that failed or was refused all its tries again; False when it is not such a one, or is erased."""
    stuck = Mail.objects.unerased().filter(pk=mail.pk, state__in=[MailState.FAILED, MailState.REFUSED])
    return bool(stuck.update(state=MailState.WAITING, next_try_at=now, attempts=0, ended_at=None, last_error=""))


def drop(*, about: models.Model, kinds: Sequence[str] = (), now: dt.datetime) -> int:
    """Take back what waits about a thing, such as the reminder of a booking that was cancelled; return how many."""
    waiting = Mail.objects.about(about).filter(state=MailState.WAITING)
    if kinds:
        waiting = waiting.filter(kind__in=kinds)
    count: int = waiting.update(state=MailState.DROPPED, ended_at=now)
    return count


def _headers(site: Site, area: AreaSettings, unsubscribe_url: str) -> dict[str, str]:
    headers = {
        "From": formataddr((_checked(area.area_name or site.site_name), settings.DEFAULT_FROM_EMAIL)),
        # So that nobody's holiday notice answers us.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if area.contact_email:
        headers["Reply-To"] = _checked(area.contact_email)
    if unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{_checked(unsubscribe_url)}>"
        # What is posted there leaves at once, without a page (RFC 8058).
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _check_address(address: str) -> None:
    try:
        validate_email(_checked(address))
    except ValidationError:
        raise MailRefused("That is not an e-mail address.") from None
    if len(address) > 254:
        raise MailRefused("That e-mail address is too long.")


def _checked(text: str) -> str:
    if _BREAKS_A_HEADER.search(text):
        raise MailRefused("A line break or control character cannot stand in the header of an e-mail.")
    return text


def _tidy(text: str) -> str:
    """Without the blank lines that template tags leave."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
