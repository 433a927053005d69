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
from consultation.surveys.versions import questionnaire_of


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
    """Numbers only: what is in a draft is nobody's to read. Two queries, and one for each version."""
    online = survey.responses.filter(is_test=False, is_quarantined=False, is_synthetic=False, channel=Channel.ONLINE)
    numbers = online.aggregate(
        began=Count("pk"),
        saved=Count("pk", filter=Q(saves__gt=0)),
        sent=Count("pk", filter=~Q(state=ResponseState.DRAFT)),
    )
    drafts = online.filter(state=ResponseState.DRAFT, has_left=False).order_by()
    stops: Counter[str] = Counter()
    sections = {one.pk: questionnaire_of(one).sections for one in survey.versions.published()}
    for version, seen, count in drafts.values_list("version_id", "seen").annotate(count=Count("pk")):
        unseen = [section.title for section in sections.get(version, ()) if section.id not in seen]
        stops[unseen[0] if unseen else "Check and send"] += count
    return Flow(**numbers, stops=stops.most_common())


def by_day(survey: Survey, *, with_synthetic: bool = False) -> list[tuple[dt.date, int]]:
    """How many responses were sent on each day in London that had any. One query."""
    found = answers_of(survey)
    if not with_synthetic:
        found = found.filter(response__is_synthetic=False)
    days = found.annotate(day=TruncDate("response__sent_at", tzinfo=LONDON)).order_by("day").values_list("day")
    return list(days.annotate(count=Count("pk")))
