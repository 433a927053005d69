"""How a survey went: started against submitted, where people stop, and what came on which day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from consultation.analysis.tallies import answers_of
from consultation.dates import LONDON
from consultation.surveys.choices import Channel, ResponseState
from consultation.surveys.models import Survey
from consultation.surveys.stopping import AT_THE_END, NOTHING_SAVED, stops_of
from consultation.surveys.versions import questionnaire_of

_NO_SECTION = {NOTHING_SAVED: "Before anything was saved", AT_THE_END: "Check and send"}


@dataclass(frozen=True)
class Flow:
    """Of people who began online. `stops` are (section, how many saved everything before it and not that)."""

    began: int
    saved: int
    sent: int
    stops: list[tuple[str, int]]

    @property
    def percent(self) -> float:
        return round(100 * self.sent / self.began, 1) if self.began else 0.0


def flow_of(survey: Survey) -> Flow:
    """Numbers only: what is in a draft is nobody's to read. Drafts that were deleted since are among them.

    Four queries, whatever the number of responses.
    """
    online = survey.responses.filter(is_test=False, is_quarantined=False, is_synthetic=False, channel=Channel.ONLINE)
    numbers = online.aggregate(
        began=Count("pk"),
        saved=Count("pk", filter=Q(saves__gt=0)),
        sent=Count("pk", filter=~Q(state=ResponseState.DRAFT)),
    )
    sections = (section for one in survey.versions.published() for section in questionnaire_of(one).sections)
    names = _NO_SECTION | {section.id: section.title for section in sections}
    order = list(names)
    deleted = Counter(survey.stops)
    stops = stops_of(survey, online.filter(state=ResponseState.DRAFT)) + deleted
    return Flow(
        began=numbers["began"] + deleted.total() + survey.not_eligible,
        saved=numbers["saved"] + deleted.total() - deleted[NOTHING_SAVED] + survey.not_eligible,
        sent=numbers["sent"],
        stops=[(names[key], stops[key]) for key in sorted(stops, key=lambda key: (-stops[key], order.index(key)))],
    )


def by_day(survey: Survey, *, with_synthetic: bool = False) -> list[tuple[dt.date, int]]:
    """How many responses were sent on each day in London that had any. One query."""
    found = answers_of(survey)
    if not with_synthetic:
        found = found.filter(response__is_synthetic=False)
    days = found.annotate(day=TruncDate("response__sent_at", tzinfo=LONDON)).order_by("day").values_list("day")
    return list(days.annotate(count=Count("pk")))
