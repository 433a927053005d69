"""Finds answers in almost the same words, and keeps each group as a campaign. No model, no guess: shared runs of words.

Two texts belong together when most of their runs of three words are the same. To compare 100,000 texts without
comparing each with each, only those that share one of their smallest hashes are looked at.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from typing import Any
from zlib import crc32

from django.db import transaction

from consultation.analysis.models import Campaign, CampaignMember
from consultation.analysis.words import texts_of
from consultation.surveys.models import Survey

# Shorter texts are alike by chance.
_FEWEST_WORDS = 10
# How much of their runs two texts share, at least.
_ALIKE = 0.6
_SKETCH = 8
FEWEST_ANSWERS = 3
_WORD = re.compile(r"\w+")


def groups(texts: Iterable[tuple[int, str]]) -> list[list[int]]:
    """The keys of texts that are nearly alike, at least FEWEST_ANSWERS together, the largest group first. Pure."""
    runs = {key: found for key, text in texts if (found := _runs(text))}
    leader = {key: key for key in runs}

    def lead(key: int) -> int:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for first, second in _candidates(runs):
        one, other = lead(first), lead(second)
        if one != other and _alike(runs[first], runs[second]):
            leader[max(one, other)] = min(one, other)
    led: dict[int, list[int]] = defaultdict(list)
    for key in runs:
        led[lead(key)].append(key)
    return sorted((one for one in led.values() if len(one) >= FEWEST_ANSWERS), key=lambda one: (-len(one), one))


def _runs(text: str) -> frozenset[int]:
    words = _WORD.findall(text.lower())
    if len(words) < _FEWEST_WORDS:
        return frozenset()
    return frozenset(crc32(" ".join(words[at : at + 3]).encode()) for at in range(len(words) - 2))


def _candidates(runs: dict[int, frozenset[int]]) -> Iterator[tuple[int, int]]:
    """Each with the first, and with the one before, that has one of its smallest hashes: enough to chain a group."""
    seen: dict[int, list[int]] = {}
    for key, found in runs.items():
        for sign in nsmallest(_SKETCH, found):
            others = seen.setdefault(sign, [])
            yield from ((other, key) for other in {*others[:3], *others[-1:]})
            others.append(key)


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) >= _ALIKE


@transaction.atomic
def look(*, survey: Survey, question: str, now: dt.datetime) -> int:
    """Group the answers to one question anew; return how many campaigns there are. Names and notes stay.

    A group keeps the campaign that most of its answers were in before.
    """
    Survey.objects.select_for_update().get(pk=survey.pk)
    before = {one.pk: one for one in Campaign.objects.filter(survey=survey, question=question)}
    was_in = dict(CampaignMember.objects.filter(campaign__in=before).values_list("response_id", "campaign_id"))
    CampaignMember.objects.filter(campaign__in=before).delete()
    found = groups(texts_of(survey, question))
    for number, members in enumerate(found, start=1):
        kept = [was_in[key] for key in members if was_in.get(key) in before]
        campaign = before.pop(max(set(kept), key=kept.count)) if kept else None
        if campaign is None:
            name = f"Campaign {number}"
            campaign = Campaign.objects.create(survey=survey, question=question, name=name, found_at=now)
        rows = [CampaignMember(campaign=campaign, response_id=key) for key in members]
        CampaignMember.objects.bulk_create(rows, batch_size=2000)
    Campaign.objects.filter(pk__in=before, note="").delete()
    return len(found)


def name(*, campaign: Campaign, name: str, note: str) -> None:
    """Give it a name and a note; an empty name stays what it was."""
    campaign.name, campaign.note = name.strip()[:120] or campaign.name, note.strip()[:2000]
    campaign.save(update_fields=["name", "note"])


def members_of(survey: Survey) -> Any:
    """The keys of all responses that are in a campaign."""
    return CampaignMember.objects.filter(campaign__survey=survey).values_list("response_id", flat=True)
