"""Makes a row public, and corrects one that is. Nobody takes one back: people have read it, or were written to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from consultation.feedback.models import FeedbackRow


class PublishingRefused(Exception):
    """The text is for staff."""


@transaction.atomic
def publish(*, row: FeedbackRow, by: Any, now: dt.datetime) -> bool:
    """Make the row public; False when it is already. PublishingRefused while it touches no page of the strategy."""
    row = FeedbackRow.objects.select_for_update().get(pk=row.pk)
    if row.is_published:
        return False
    if not row.touches.exists():
        raise PublishingRefused("Say first which pages of the strategy it touched: the row is shown there too.")
    row.published_at, row.published_by = now, by
    row.save(update_fields=["published_at", "published_by"])
    return True


def note_correction(*, row: FeedbackRow, now: dt.datetime) -> None:
    """That the words of a public row were changed just now; nothing for a draft. One query."""
    FeedbackRow.objects.public().filter(pk=row.pk).update(corrected_at=now)
