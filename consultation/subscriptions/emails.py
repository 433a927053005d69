"""What subscribers are written. Every piece of news can be left with one click (RFC 8058)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from consultation.participants import mail
from consultation.participants.links import make_link
from consultation.participants.models import Mail
from consultation.subscriptions.models import Subscription

CONFIRM, LEAVE = "news-confirm", "news-leave"
CONFIRM_DAYS = 7
_LEAVE_DAYS = 400  # whoever finds an old e-mail can still leave

_WHY = "You get this because you asked to hear of this consultation."


def ask_to_confirm(subscription: Subscription, now: dt.datetime) -> Mail:
    """The first half of the double opt-in: nothing else is sent until its button is pressed."""
    token = make_link(
        purpose=CONFIRM,
        target=subscription,
        contact=subscription.contact,
        site=subscription.site,
        now=now,
        days=CONFIRM_DAYS,
        replaces=True,
    )
    context = {"link": f"{subscription.site.root_url}/my/{token}/news/", "days": CONFIRM_DAYS}
    why = "You get this because somebody gave your address on our website. If it was not you, do nothing."
    return _queue(subscription, "confirm", context, now, why=why)


def say_already(subscription: Subscription, now: dt.datetime) -> Mail:
    """To whoever asks again."""
    return _queue(subscription, "already", {}, now, why=_WHY, can_leave=True)


def tell(subscription: Subscription, key: str, kind: str, context: dict[str, Any], now: dt.datetime) -> Mail:
    """One piece of news, once."""
    once = f"news/{subscription.pk}/{key}"
    return _queue(subscription, kind, context, now, why=_WHY, can_leave=True, once=once)


def _queue(
    subscription: Subscription,
    name: str,
    context: dict[str, Any],
    now: dt.datetime,
    *,
    why: str,
    can_leave: bool = False,
    once: str | None = None,
) -> Mail:
    page, leave = subscription.consultation, ""
    if can_leave:
        token = make_link(
            purpose=LEAVE,
            target=subscription,
            contact=subscription.contact,
            site=subscription.site,
            now=now,
            days=_LEAVE_DAYS,
        )
        leave = f"{subscription.site.root_url}/my/{token}/leave/"
    shown = {"page": page, "page_url": page.full_url, "leave": leave, **context}
    return mail.queue(
        site=subscription.site,
        to=subscription.contact,
        template=f"consultation/subscriptions/mail/{name}",
        context=shown,
        kind=f"news-{name}",
        about=subscription,
        why=why,
        unsubscribe_url=leave,
        once=once,
        now=now,
    )
