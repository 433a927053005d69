"""Asking to be told, confirming, leaving; and telling, which the clock does."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from consultation.feedback.models import FeedbackRow
from consultation.participants import contacts, mail
from consultation.subscriptions import emails
from consultation.subscriptions.models import Subscription

# Once the outcome is published there is no more news.
KEPT_AFTER_OUTCOME = dt.timedelta(days=30)
_KEPT_ENDED = dt.timedelta(days=30)


def consultations() -> Any:
    """The pages that can be asked about. They stand above this room, so they are reached by their name."""
    return apps.get_model("consultation", "ConsultationPage").objects


@dataclass(frozen=True)
class News:
    """Something to tell. `key` is its name among the news of one consultation; `kind` the template of its e-mail."""

    key: str
    kind: str
    context: dict[str, Any] = field(default_factory=dict)


def news_of(page: Any, now: dt.datetime) -> list[News]:
    """All that there is to tell of a live consultation so far, in order. Three queries."""
    today = timezone.localdate(now)
    found = []
    if page.opens_on and page.closes_on and page.opens_on <= today <= page.closes_on:
        found.append(News(f"opened/{page.opens_on}", "opened"))
    for one in page.extensions.all():
        found.append(News(f"extended/{one.closes_on}", "extended", {"extension": one}))
    for one in page.news.public().order_by("on", "pk"):
        found.append(News(f"news/{one.pk}", "news", {"news": one, "words": _plain(one.text)}))
    found += _what_was_done(page, today)
    if page.outcome_on and page.outcome_on <= today:
        found.append(News("outcome", "outcome"))
    return found


def _what_was_done(page: Any, today: dt.date) -> list[News]:
    """What was done about what people said, a message for each day on which some of it was published, the day after."""
    days: dict[dt.date, list[FeedbackRow]] = {}
    for row in FeedbackRow.objects.public().filter(consultation=page.pk).in_order():
        days.setdefault(timezone.localdate(row.published_at), []).append(row)
    return [News(f"done/{day}", "done", {"rows": rows}) for day, rows in sorted(days.items()) if day < today]


def _plain(text: str) -> str:
    """Rich text for an e-mail without any: a line for each paragraph and point."""
    return BeautifulSoup(text, "html.parser").get_text("\n\n", strip=True)


@transaction.atomic
def ask(*, page: Any, site: Any, email: str, now: dt.datetime) -> None:
    """Send the e-mail that asks to confirm. Says nothing of whether that address is subscribed already."""
    contact = contacts.remember(site=site, email=email, now=now)
    subscription, is_new = Subscription.objects.select_for_update().get_or_create(
        consultation=page, contact=contact, defaults={"site": site, "asked_at": now}
    )
    if not is_new and subscription.confirmed_at and not subscription.ended_at:
        emails.say_already(subscription, now)
        return
    subscription.asked_at, subscription.confirmed_at, subscription.ended_at = now, None, None
    subscription.save(update_fields=["asked_at", "confirmed_at", "ended_at"])
    emails.ask_to_confirm(subscription, now)


@transaction.atomic
def confirm(*, subscription: Subscription, now: dt.datetime) -> None:
    """From now on they hear of what is new; what is there already they have found themselves."""
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if subscription.confirmed_at is not None:
        return
    subscription.confirmed_at, subscription.ended_at = now, None
    subscription.told = [one.key for one in news_of(subscription.consultation, now)]
    subscription.save(update_fields=["confirmed_at", "ended_at", "told"])


@transaction.atomic
def leave(*, subscription: Subscription, now: dt.datetime) -> None:
    """Nothing more is sent, and what waits to be sent is dropped. Leaving twice is leaving once."""
    Subscription.objects.filter(pk=subscription.pk, ended_at=None).update(ended_at=now)
    mail.drop(about=subscription, now=now)


def tell_news(now: dt.datetime) -> str | None:
    """Job: write to everybody who has not heard of something yet. Each hears of each thing once."""
    count = 0
    standing = Subscription.objects.standing()
    pages = consultations().live()
    for page in pages.filter(pk__in=standing.order_by().values("consultation")):
        news = news_of(page, now)
        keys = [one.key for one in news]
        behind = standing.filter(consultation=page).exclude(told__contains=keys) if keys else standing.none()
        for pk in behind.values_list("pk", flat=True):
            count += _tell_one(pk, news, now)
    return f"{count} e-mails queued" if count else None


@transaction.atomic
def _tell_one(pk: int, news: list[News], now: dt.datetime) -> int:
    found = Subscription.objects.standing().select_for_update(of=("self",)).filter(pk=pk)
    subscription = found.select_related("contact", "consultation", "site").first()
    if subscription is None or subscription.contact.email is None:
        return 0
    new = [one for one in news if one.key not in subscription.told]
    for one in new:
        emails.tell(subscription, one.key, one.kind, one.context, now)
    subscription.told = [*subscription.told, *(one.key for one in new)]
    subscription.save(update_fields=["told"])
    return len(new)


def forget_old(now: dt.datetime) -> str | None:
    """Job: delete subscriptions that nobody confirmed, that were left, or that have nothing more to hear."""
    unconfirmed = models.Q(confirmed_at=None, asked_at__lt=now - dt.timedelta(days=emails.CONFIRM_DAYS))
    left = models.Q(ended_at__lt=now - _KEPT_ENDED)
    over = models.Q(consultation__outcome_on__lt=timezone.localdate(now - KEPT_AFTER_OUTCOME))
    count, _each = Subscription.objects.filter(unconfirmed | left | over).delete()
    return f"{count} deleted" if count else None
