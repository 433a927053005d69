"""Finds, gives out and erases what the site holds about a person, across services that know nothing of each other.

Each service registers a Keeper from `apps.ready()`. Erasing leaves counts: rows stay where they are counted, without
the person in them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from consultation.participants import traces
from consultation.participants.models import Contact, Erasure, Hold

type Plain = dict[str, Any]  # of what JSON knows: text, numbers, True, None, lists and such dicts

# A contact that no service needs any more is erased when it has not been seen for so long.
UNUSED_CONTACT_KEPT = dt.timedelta(days=30)


class ErasureRefused(Exception):
    """A legal hold stands in the way. The text is for staff."""


@dataclass(frozen=True)
class Overdue:
    """What a service should have erased by now: the data of `contacts` in one activity.

    `erase(contacts, now)` takes those of them that no hold protects, and returns how many rows it emptied.
    """

    activity: models.Model  # with a `site`
    contacts: Collection[int]
    erase: Callable[[Collection[int], dt.datetime], int]


def _nothing_overdue(now: dt.datetime) -> Iterable[Overdue]:
    return ()


@dataclass(frozen=True)
class Keeper:
    """How one service finds and erases personal data. `name` is what it keeps, as a plural: "bookings".

    contacts()          the keys of all contacts it holds something about, as a queryset of one column
    held(contact)       each thing it holds about one, as plain data that the person can read
    erase(contact, now) empties all of it and returns how many rows; counts must survive. In a transaction of ours
    overdue(now)        what its activities' retention says should be gone
    unpublish(contact)  takes back the leave to publish what they wrote; returns of how many things. None: never asked
    """

    name: str
    contacts: Callable[[], models.QuerySet[Any, Any]]
    held: Callable[[Contact], list[Plain]]
    erase: Callable[[Contact, dt.datetime], int]
    overdue: Callable[[dt.datetime], Iterable[Overdue]] = _nothing_overdue
    unpublish: Callable[[Contact], int] | None = None


_keepers: dict[str, Keeper] = {}


def register_keeper(keeper: Keeper) -> None:
    """Include what a service keeps in every answer and every erasure. A second keeper of a name is a mistake."""
    if _keepers.get(keeper.name, keeper) != keeper:
        raise ValueError(f"There are two keepers of {keeper.name!r}.")
    _keepers[keeper.name] = keeper


def keepers() -> tuple[Keeper, ...]:
    """Every keeper, in the order of registration."""
    return tuple(_keepers.values())


def everything_held(contact: Contact) -> dict[str, list[Plain]]:
    """All that the site holds about a person, by what it is. Services that hold nothing are left out."""
    held = {"contact details": traces.details(contact), "consents": traces.consents(contact)}
    held |= {"e-mails": traces.mails(contact), "links": traces.links(contact)}
    held |= {keeper.name: keeper.held(contact) for keeper in _keepers.values()}
    return {name: things for name, things in held.items() if things}


def export(contact: Contact, now: dt.datetime) -> Plain:
    """The same, with where and when it was taken, for a file of JSON."""
    return {
        "area": contact.site.site_name,
        "taken at": timezone.localtime(now).isoformat(timespec="seconds"),
        "what we hold about you": everything_held(contact),
    }


@transaction.atomic
def erase(*, contact: Contact, by: Any, now: dt.datetime, reason: str = Erasure.Reason.REQUEST) -> Erasure:
    """Take a person out of every service, the mail, the staff's log and the search; leave counts, and a note of it.

    All or nothing. Raises ErasureRefused when the person, or an activity that they took part in, is under a legal hold
    (of an activity only its own service knows, through `overdue`; on request the hold on the person counts).
    """
    contact = Contact.objects.select_for_update().select_related("site").get(pk=contact.pk)
    hold = Hold.objects.standing(timezone.localdate(now)).filter(contact=contact).first()
    if hold is not None:
        until = f" until {hold.until:%-d %B %Y}" if hold.until else ""
        raise ErasureRefused(f"This cannot be erased{until}: a legal hold protects it. {hold.reason}")
    counts = {keeper.name: keeper.erase(contact, now) for keeper in _keepers.values()}
    counts |= traces.erase(contact, now)
    return Erasure.objects.create(
        site=contact.site,
        at=now,
        by=by,
        reason=reason,
        people=1,
        counts={name: count for name, count in counts.items() if count},
    )


def retention(now: dt.datetime, *, dry_run: bool = False) -> list[Erasure]:
    """Erase whatever is past its time, activity by activity, and contacts that nothing needs any more.

    Each activity is a transaction of its own. A second run finds nothing. A dry run erases nothing and returns unsaved
    notes of how many people it would be about.
    """
    done = [note for keeper in _keepers.values() for note in _retain_activities(keeper, now, dry_run=dry_run)]
    return [*done, *_retain_unused(now, dry_run=dry_run), *traces.retain_mails(now, dry_run=dry_run)]


def erase_due(now: dt.datetime) -> str | None:
    """Job: the daily run of `retention`."""
    return in_words(retention(now)) or None


def in_words(notes: Iterable[Erasure]) -> str:
    """Such as "3 people (2 bookings)"; empty for nothing."""
    notes = list(notes)
    counts: Counter[str] = Counter()
    for note in notes:
        counts.update(note.counts)
    rows = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    return f"{sum(note.people for note in notes)} people ({rows})" if notes else ""


def _retain_activities(keeper: Keeper, now: dt.datetime, *, dry_run: bool) -> Iterator[Erasure]:
    for overdue in keeper.overdue(now):
        contacts = _unheld(overdue, now)
        if not contacts:
            continue
        meta = overdue.activity._meta
        note = Erasure(
            site=overdue.activity.site,  # type: ignore[attr-defined]
            at=now,
            reason=Erasure.Reason.RETENTION,
            activity=f"{meta.verbose_name} {overdue.activity.pk}",
            people=len(contacts),
            counts={},
        )
        if not dry_run:
            with transaction.atomic():
                note.counts = {keeper.name: overdue.erase(contacts, now)}
                note.save()
        yield note


def _unheld(overdue: Overdue, now: dt.datetime) -> frozenset[int]:
    holds = Hold.objects.standing(timezone.localdate(now))
    if holds.of_activity(overdue.activity).exists():
        return frozenset()
    held = holds.filter(contact__in=overdue.contacts).values_list("contact_id", flat=True)
    return frozenset(overdue.contacts) - frozenset(held)


def _retain_unused(now: dt.datetime, *, dry_run: bool) -> Iterator[Erasure]:
    unused = Contact.objects.known().filter(seen_at__lt=now - UNUSED_CONTACT_KEPT)
    for keeper in _keepers.values():
        unused = unused.exclude(pk__in=keeper.contacts())
    held = Hold.objects.standing(timezone.localdate(now)).filter(contact__isnull=False).values("contact_id")
    for contact in unused.exclude(pk__in=held).select_related("site").order_by("pk"):
        if dry_run:
            yield Erasure(site=contact.site, at=now, reason=Erasure.Reason.RETENTION, people=1, counts={})
        else:
            yield erase(contact=contact, by=None, now=now, reason=Erasure.Reason.RETENTION)
