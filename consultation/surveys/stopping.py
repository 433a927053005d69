"""Where people stop: the first section that a draft has not saved. Numbers only, which outlive the drafts."""

from __future__ import annotations

from collections import Counter

from django.db import models, transaction

from consultation.surveys.models import Response, Survey
from consultation.surveys.questionnaire.shape import Section
from consultation.surveys.versions import questionnaire_of

# Where no section is: before the first was saved, and after the last.
NOTHING_SAVED, AT_THE_END = "#nothing", "#end"


def stops_of(survey: Survey, drafts: models.QuerySet[Response]) -> Counter[str]:
    """How many of these drafts stop at each section, by its id. Those that left as not eligible did not stop.

    Tests, and what looks automatic or was made up, are nobody. One query, and one for the versions.
    """
    sections = {one.pk: questionnaire_of(one).sections for one in survey.versions.published()}
    people = drafts.filter(survey=survey, has_left=False, is_test=False, is_quarantined=False, is_synthetic=False)
    found: Counter[str] = Counter()
    saved = models.ExpressionWrapper(models.Q(saves__gt=0), output_field=models.BooleanField())
    rows = people.order_by().values_list("version_id", "seen", saved)
    for version, seen, has_saved, count in rows.annotate(count=models.Count("pk")):
        found[_first_unsaved(sections.get(version, ()), seen) if has_saved else NOTHING_SAVED] += count
    return found


def _first_unsaved(sections: tuple[Section, ...], seen: list[str]) -> str:
    return next((section.id for section in sections if section.id not in seen), AT_THE_END)


@transaction.atomic
def note_stops(survey: Survey, drafts: models.QuerySet[Response]) -> None:
    """Keep the numbers of drafts that are about to be deleted."""
    stops = stops_of(survey, drafts)
    if stops:
        kept = Survey.objects.select_for_update().only("stops").get(pk=survey.pk)
        Survey.objects.filter(pk=survey.pk).update(stops=dict(Counter(kept.stops) + stops))
