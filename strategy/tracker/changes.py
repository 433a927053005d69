"""Notes what changed in the tracker, for the feed: whatever way it changed, by comparing before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from wagtail.models import Site

from strategy.models.partnership import LocalStrategy, Partnership, TrackerChange

type Facts = dict[str, str]

_MOST_WORDS = 5000
_MOST_SHOWN = 80  # characters of a value, in the feed


@contextmanager
def noting_changes(site: Site, *, now: dt.datetime) -> Iterator[None]:
    """Around whatever changes the partnerships of `site`: one transaction, and an entry for each that has changed.

    Ten queries, whatever the number of partnerships. Two at once wait for each other.
    """
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        before = _all_facts(site)
        yield
        after = _all_facts(site)
        entries = []
        for key in before.keys() | after.keys():
            words = _difference(before.get(key), after.get(key))
            if words:
                name = (after.get(key) or before[key])["Name"]
                kept = key if key in after else None
                entries.append(TrackerChange(site=site, partnership_id=kept, name=name, words=words, at=now))
        TrackerChange.objects.bulk_create(sorted(entries, key=lambda entry: entry.name))


def _all_facts(site: Site) -> dict[int, Facts]:
    return {one.pk: _facts(one) for one in Partnership.objects.filter(site=site).with_all()}


def _facts(one: Partnership) -> Facts:
    """Everything that the public reads about one partnership, by the words for it."""
    facts = {
        "Name": one.name,
        "What is known": one.about,
        "Successor body": one.successor_body or "not stated",
        "Entry in the source": "yes" if one.has_entry else "none",
    }
    facts |= {f"Link “{link.title}”": f"{link.get_kind_display()} {link.address}".strip() for link in one.links.all()}
    for strategy in one.strategies.all():
        facts |= {f"{strategy.title}: {name}": value for name, value in _strategy_facts(strategy).items()}
    return facts


def _strategy_facts(one: LocalStrategy) -> Facts:
    facts = {
        "wave": one.wave.name if one.wave else "not stated",
        "announced": str(one.announced),
        "due": str(one.due),
        "published": str(one.published),
        "stage": str(one.get_stage_display()),
        "led by": one.lead_body or "not stated",
        "what it is to do": one.summary,
        "themes": ", ".join(theme.name for theme in one.themes.all()) or "not stated",
    }
    return facts | {
        f"link “{link.title}”": f"{link.get_kind_display()} {link.address}".strip() for link in one.links.all()
    }


def _difference(before: Facts | None, after: Facts | None) -> str:
    """In a sentence for each fact; empty when nothing changed."""
    if before is None:
        return "New in the tracker."
    if after is None:
        return "No longer in the tracker."
    parts = []
    for name in [*after, *(name for name in before if name not in after)]:
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        if now is None:
            parts.append(f"{name}: removed.")
        elif not was:
            parts.append(f"{name}: {_short(now).rstrip('.')}." if now else f"{name}: added.")
        elif not now:
            parts.append(f"{name}: removed.")
        else:
            parts.append(f"{name}: {_short(now)} (was {_short(was)}).")
    return " ".join(parts)[:_MOST_WORDS]


def _short(words: str) -> str:
    return words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN].rstrip()}…"
