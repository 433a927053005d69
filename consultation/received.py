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

    Where evidence came and its senders `are_withheld`, their number could tell of somebody: they and their items are 0.
    """

    responses: int = 0
    senders: int = 0
    items: int = 0
    are_withheld: bool = False
    events: int = 0
    people: int = 0

    @classmethod
    def by(cls, surveys: Sequence[Any], calls: Sequence[Any], events: Sequence[Any], now: dt.datetime) -> Self:
        """Of surveys fetched `with_counts`, calls with `senders_told`, and public events. No query."""
        surveys, calls, events = (
            [one for one in kind if not one.is_demonstration] for kind in (surveys, calls, events)
        )
        held = [one for one in events if one.ends_at <= now and one.outcome == Outcome.TOOK_PLACE]
        answered = [call for call in calls if call.is_counted and call.sender_count]
        are_withheld = any(call.senders_told is None for call in answered)
        return cls(
            responses=sum(survey.response_count for survey in surveys),
            senders=0 if are_withheld else sum(call.sender_count for call in answered),
            items=0 if are_withheld else sum(call.item_count for call in answered),
            are_withheld=are_withheld,
            events=len(held),
            people=sum(event.attendance or 0 for event in held),
        )

    def __bool__(self) -> bool:
        return bool(self.responses or self.senders or self.are_withheld or self.events)
