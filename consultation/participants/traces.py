"""What this room itself holds about a person: details, consents, links, mail, and traces in Wagtail's own tables."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site
from wagtail.search.models import IndexEntry

from consultation.participants import mail_folder
from consultation.participants.models import Consent, Contact, Erasure, Hold, Mail, SignedLink
from consultation.participants.models.mail import MailState

# What was written to people is kept so long after it was sent or given up, for questions about it.
MAIL_KEPT = dt.timedelta(days=90)

ERASED = "(erased)"

type Plain = dict[str, Any]


def details(contact: Contact) -> list[Plain]:
    """Nothing once they are erased."""
    if contact.erased_at is not None:
        return []
    organisation = contact.organisation.name if contact.organisation else None
    shown = {"e-mail address": contact.email, "name": contact.name, "telephone": contact.phone}
    shown |= {"organisation": organisation, "first given": _day(contact.made_at), "last given": _day(contact.seen_at)}
    return [{name: value for name, value in shown.items() if value}]


def consents(contact: Contact) -> list[Plain]:
    return [
        {
            "to": consent.text.text,
            "version": consent.text.version,
            "given": _day(consent.given_at),
            "withdrawn": _day(consent.withdrawn_at) if consent.withdrawn_at else None,
        }
        for consent in contact.consents.select_related("text")
    ]


def links(contact: Contact) -> list[Plain]:
    return [
        {"for": link.purpose.replace("-", " "), "made": _day(link.made_at), "works until": _day(link.expires_at)}
        for link in contact.links.filter(revoked_at=None).order_by("made_at")
    ]


def mails(contact: Contact) -> list[Plain]:
    return [
        {"subject": mail.subject, "written": _day(mail.queued_at), "state": mail.get_state_display(), "text": mail.text}
        for mail in _mails_to(contact).unerased().order_by("pk")
    ]


@transaction.atomic
def erase(contact: Contact, now: dt.datetime) -> dict[str, int]:
    """Empty all of it; return how many rows of what."""
    counts = {
        "e-mails": _empty(_mails_to(contact) | _mails_that_name(contact), now),
        "links": SignedLink.objects.filter(contact=contact).delete()[0],
        "consents": Consent.objects.filter(contact=contact).delete()[0],
        "log entries": _clear_log(contact),
    }
    forget_in_search(contact)
    if contact.erased_at is None:
        counts["contact details"] = 1
    contact.email, contact.name, contact.phone, contact.organisation = None, "", "", None
    contact.erased_at = contact.erased_at or now
    contact.save(update_fields=["email", "name", "phone", "organisation", "erased_at"])
    return counts


def forget_in_search(*things: models.Model) -> None:
    """Take records out of the search index. Services call it for what they empty."""
    for thing in things:
        kind = ContentType.objects.get_for_model(thing)
        IndexEntry.objects.filter(content_type=kind, object_id=str(thing.pk)).delete()


def retain_mails(now: dt.datetime, *, dry_run: bool) -> list[Erasure]:
    """Empty mails that ended long ago, but for those of people under a hold; one note for each area."""
    held = Hold.objects.standing(timezone.localdate(now)).filter(contact__isnull=False)
    old = Mail.objects.unerased().filter(ended_at__lt=now - MAIL_KEPT)
    old = old.exclude(models.Exists(held.filter(contact__email=models.OuterRef("to"))))
    notes = []
    for site in Site.objects.filter(pk__in=old.values("site_id")):
        of_site = old.filter(site=site)
        people = of_site.values("to").distinct().count()
        note = Erasure(site=site, at=now, reason=Erasure.Reason.RETENTION, activity="old e-mails", people=people)
        note.counts = {"e-mails": of_site.count() if dry_run else _empty(of_site, now)}
        if not dry_run:
            note.save()
        notes.append(note)
    return notes


def _mails_to(contact: Contact) -> Any:
    theirs = models.Q(contact=contact)
    if contact.email:
        theirs |= models.Q(to=contact.email)
    return Mail.objects.filter(theirs, site=contact.site_id)


def _mails_that_name(contact: Contact) -> Any:
    """To others, already ended: a colleague was told who takes their place."""
    naming = models.Q(pk__in=[])
    for words in _names(contact):
        naming |= models.Q(text__icontains=words) | models.Q(html__icontains=words) | models.Q(subject__icontains=words)
    return Mail.objects.filter(naming, site=contact.site_id).exclude(state=MailState.WAITING)


def _empty(mails: Any, now: dt.datetime) -> int:
    """Empty mails, and drop those that wait. Their rows stay: how many were sent is no secret."""
    found = list(Mail.objects.unerased().filter(pk__in=mails.values("pk")).values_list("pk", "message_id"))
    rows = Mail.objects.filter(pk__in=[pk for pk, _message_id in found])
    rows.filter(state=MailState.WAITING).update(state=MailState.DROPPED, ended_at=now)
    emptied = dict.fromkeys(["to", "subject", "text", "html", "last_error"], "")
    count: int = rows.update(**emptied, headers={}, attachments=[], contact=None, erased_at=now)
    # Files are not part of a transaction: they go when it is safe.
    transaction.on_commit(lambda: mail_folder.forget([message_id for _pk, message_id in found]))
    return count


def _clear_log(contact: Contact) -> int:
    """Wagtail notes the title of what staff worked on, and what services add to that."""
    naming = models.Q(pk__in=[])
    for words in _names(contact):
        pattern = rf"(^|\W){re.escape(words)}($|\W)"
        naming |= models.Q(label__iregex=pattern) | models.Q(words__iregex=pattern)
    entries = ModelLogEntry.objects.annotate(words=Cast("data", models.TextField())).filter(naming)
    keys = list(entries.values_list("pk", flat=True))
    return ModelLogEntry.objects.filter(pk__in=keys).update(label=ERASED, data={})


def _names(contact: Contact) -> list[str]:
    """By what to look for the person in texts. A single word may be anybody's, or a place."""
    full_name = contact.name if len(contact.name.split()) > 1 else ""
    return [words for words in (contact.email, full_name) if words]


def _day(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y}"
