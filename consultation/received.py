"""What came to a consultation, in figures that its page shows once it is closed: never while people can still answer.

What was tried out, made up for a demonstration, or set aside as a robot's, is in none of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from consultation.events.choices import Outcome


@dataclass(frozen=True)
class Received:
    """`responses` to surveys; `senders` of evidence with `items`, the files and links that they sent; `events` that
    took place, and how many `people` came to those where they were counted.
    """

    responses: int = 0
    senders: int = 0
    items: int = 0
    events: int = 0
    people: int = 0

    @classmethod
    def by(cls, surveys: Sequence[Any], calls: Sequence[Any], events: Sequence[Any], now: dt.datetime) -> Self:
        """Of surveys and calls that were fetched `with_counts`, and public events. No query."""
        surveys, calls, events = (
            [one for one in kind if not one.is_demonstration] for kind in (surveys, calls, events)
        )
        held = [one for one in events if one.ends_at <= now and one.outcome == Outcome.TOOK_PLACE]
        return cls(
            responses=sum(survey.response_count for survey in surveys),
            senders=sum(call.sender_count for call in calls),
            items=sum(call.item_count for call in calls),
            events=len(held),
            people=sum(event.attendance or 0 for event in held),
        )

    def __bool__(self) -> bool:
        return bool(self.responses or self.senders or self.events)
