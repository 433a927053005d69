"""What people do themselves with what the site holds about them: ask for it, correct it, withdraw consent, erase it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from wagtail.models import Site

from consultation.participants import mail, privacy
from consultation.participants.contacts import same_email
from consultation.participants.links import make_link
from consultation.participants.models import Consent, Contact, Erasure

PURPOSE = "what-we-hold"
LINK_DAYS = 3


def ask(*, site: Site, email: str, now: dt.datetime) -> None:
    """Mail a link to whoever the area knows by that address; nothing for others, and nothing tells the two apart."""
    contact = Contact.objects.known().filter(site=site, email=same_email(email)).first()
    if contact is None:
        return
    with transaction.atomic():
        token = make_link(purpose=PURPOSE, contact=contact, now=now, days=LINK_DAYS, replaces=True)
        mail.queue(
            site=site,
            to=contact,
            template="consultation/participants/mail/what_we_hold",
            context={"link": f"{site.root_url}/my/{token}/data/", "until": now + dt.timedelta(days=LINK_DAYS)},
            kind="what-we-hold",
            why="You get this because somebody, probably you, asked for it with this address.",
            now=now,
        )


def correct(*, contact: Contact, name: str, phone: str) -> None:
    contact.name, contact.phone = " ".join(name.split()), " ".join(phone.split())
    contact.save(update_fields=["name", "phone"])


def withdraw_consent(*, contact: Contact, consent_id: int, now: dt.datetime) -> int:
    """End one consent of theirs, in every version of its words; return how many that were."""
    consent = Consent.objects.standing().filter(contact=contact, pk=consent_id).select_related("text").first()
    if consent is None:
        return 0
    same = Consent.objects.standing().filter(contact=contact, text__purpose=consent.text.purpose)
    return int(same.update(withdrawn_at=now))


@transaction.atomic
def unpublish(*, contact: Contact) -> int:
    """Take back the leave to publish what they wrote, in every service; return how many things that was about."""
    return sum(keeper.unpublish(contact) for keeper in privacy.keepers() if keeper.unpublish is not None)


def erase(*, contact: Contact, now: dt.datetime) -> Erasure:
    """As `privacy.erase`, at their own wish. Raises ErasureRefused under a legal hold."""
    return privacy.erase(contact=contact, by=None, now=now)
