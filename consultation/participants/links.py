"""Makes and checks signed links. The token is given out once, in an e-mail, and never kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.models import Site

from consultation.participants.models import Contact, SignedLink

_BYTES = 32  # 256 bits: nobody guesses one


class LinkRefused(Exception):
    """The link opens nothing. The text is for the public, and the same whatever the reason."""

    def __init__(self) -> None:
        super().__init__("This link does not work. It may have expired, or a newer one may have replaced it.")


@transaction.atomic(savepoint=False)
def make_link(
    *,
    purpose: str,
    target: models.Model | None = None,
    contact: Contact | None = None,
    site: Site | None = None,
    now: dt.datetime,
    days: float,
    replaces: bool = False,
) -> str:
    """Make a link that works for `days`, and return its token: this is the only time that anybody sees it.

    The area is `site`, or that of the contact or the target. With `replaces`, earlier links of the same purpose to the
    same target (without a target: of the same contact) stop working.
    """
    area = site or getattr(contact, "site", None) or getattr(target, "site", None)
    if area is None or (target is None and contact is None):
        raise ValueError("A link is of an area, and for a contact or a target.")
    if replaces:
        revoke(purpose=purpose, target=target, contact=contact, now=now)
    token = secrets.token_urlsafe(_BYTES)
    SignedLink.objects.create(
        site=area,
        token_hash=_hash(token),
        purpose=purpose,
        contact=contact,
        target_type=ContentType.objects.get_for_model(target) if target else None,
        target_id=target.pk if target else None,
        made_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    return token


def resolve(token: str, purpose: str, now: dt.datetime, site: Site | None = None) -> SignedLink:
    """The link of that token, with its contact and area. One query, and one more for its target. Changes nothing.

    Raises LinkRefused, always the same, when there is none, or it is of another purpose or (with `site`) another area,
    or it has expired or was revoked, or what it opened is gone. The token is looked up by its hash: the time that takes
    tells nothing about any other token.
    """
    found = of_token(token, purpose, now)
    if site is not None:
        found = found.filter(site=site)
    link: SignedLink | None = found.select_related("contact", "site").first()
    if link is None or (link.target_type_id and link.target is None):
        raise LinkRefused
    return link


def of_token(token: str, purpose: str, now: dt.datetime) -> Any:
    """The link of that token as a query of at most one row, for a service that joins it with what it opens."""
    return SignedLink.objects.working(now).filter(token_hash=_hash(token), purpose=purpose)


def note_use(link: SignedLink, now: dt.datetime) -> None:
    """Remember when the link last changed something. Opening it is not use: mail scanners open every link."""
    SignedLink.objects.filter(pk=link.pk).update(last_used_at=now)


def revoke(
    *, purpose: str, target: models.Model | None = None, contact: Contact | None = None, now: dt.datetime
) -> int:
    """Stop the links of `purpose` to `target`, or else those of `contact` to nothing; return how many that were."""
    links: Any = SignedLink.objects.working(now).filter(purpose=purpose)
    links = links.of(target) if target is not None else links.filter(contact=contact, target_type=None)
    count: int = links.update(revoked_at=now)
    return count


def forget_dead_links(now: dt.datetime) -> str | None:
    """Job: delete links that have not worked for a month. Until then staff can tell a caller what became of theirs."""
    month_ago = now - dt.timedelta(days=30)
    over = models.Q(expires_at__lt=month_ago) | models.Q(revoked_at__lt=month_ago)
    count, _each = SignedLink.objects.filter(over).delete()
    return f"{count} deleted" if count else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
