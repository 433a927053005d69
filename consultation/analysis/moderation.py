"""Publishes answers in words: only with consent, only after somebody has read them, and never in other words.

Staff take out what must not be public, for a reason that the public reads. They can't put anything in: what is
published is the answer with gaps.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.db import models, transaction
from django.db.models import F

from consultation.analysis.models import PublishedWords, WordsStep
from consultation.analysis.models.published import Reason
from consultation.analysis.words import answers_to
from consultation.surveys.choices import Publishing, ResponseState
from consultation.surveys.models import Response, Survey

GAP = "[taken out]"
_SIGNS = re.compile(r"\w+|[^\w\s]")


class ModerationRefused(Exception):
    """The text is for staff."""


def waiting(survey: Survey, question: str) -> models.QuerySet[Any]:
    """Answers whose people agreed to publishing, not decided about as they stand now; in the order of sending."""
    decided = PublishedWords.objects.filter(
        question=question, response=models.OuterRef("response"), of_submission=models.OuterRef("pk")
    )
    consented = answers_to(survey, question).exclude(response__publishing=Publishing.NO)
    return consented.filter(~models.Exists(decided))


@transaction.atomic
def decide(
    *, response: Response, question: str, words: str, reason: str, withhold: bool, by: Any, now: dt.datetime
) -> PublishedWords:
    """Publish the answer with gaps, or withhold it. ModerationRefused without consent, reason, or for other words."""
    response = Response.objects.select_for_update(of=("self",)).select_related("survey").get(pk=response.pk)
    if response.publishing == Publishing.NO:
        raise ModerationRefused("Whoever wrote this did not agree to its being published.")
    sent = answers_to(response.survey, question).filter(response=response).first()
    if sent is None:
        raise ModerationRefused("There is no such answer any more.")
    words = words.replace("\r\n", "\n").strip()
    is_whole = words == sent.words.strip()
    if not withhold and not is_redaction(sent.words, words):
        raise ModerationRefused(f"Only take words out, and put {GAP} in their place. The rest stays as it was written.")
    if (withhold or not is_whole) and reason not in Reason.values:
        raise ModerationRefused("Say why words are taken out or withheld. The public reads the reason.")
    kept, _is_new = PublishedWords.objects.update_or_create(
        response=response,
        question=question,
        defaults={
            "words": "" if withhold else words,
            "is_withheld": withhold,
            "reason": "" if is_whole and not withhold else reason,
            "decided_by": by,
            "decided_at": now,
            "of_submission": sent.pk,
        },
    )
    what = "Withheld" if withhold else "Published whole" if is_whole else "Published with words taken out"
    WordsStep.objects.create(words=kept, what=what, reason=kept.reason, by=by, at=now)
    return kept


def is_redaction(original: str, words: str) -> bool:
    """Whether `words` are `original` with whole words taken out: what is left stands in it, from start to end."""
    if GAP not in words:
        return bool(words) and words == original.replace("\r\n", "\n").strip()
    whole = _SIGNS.findall(original)
    first, *between, last = (_SIGNS.findall(piece) for piece in words.split(GAP))
    at, end = len(first), len(whole) - len(last)
    if whole[:at] != first or whole[end:] != last:
        return False
    for piece in between:
        found = next((place for place in range(at, end) if whole[place : place + len(piece)] == piece), None)
        if found is None and piece:
            return False
        at = (at if found is None else found) + len(piece)
    return at <= end


def public_answers(survey: Survey) -> models.QuerySet[Any]:
    """What the public may read of one survey."""
    return public_words().filter(response__survey=survey)


def public_words() -> models.QuerySet[Any]:
    """What the public may read: consented now, counted now, and decided about as it was sent last.

    Made-up words are public in a demonstration only.
    """
    counted = models.Q(response__state=ResponseState.SUBMITTED, response__is_test=False)
    current = models.Q(response__submissions__is_current=True, response__submissions__pk=F("of_submission"))
    real = models.Q(response__is_synthetic=False) | models.Q(response__survey__is_demonstration=True)
    found = PublishedWords.objects.filter(counted, current, real, response__is_quarantined=False, is_withheld=False)
    return found.exclude(response__publishing=Publishing.NO).exclude(response__erased_at__isnull=False)
