"""Saved questions, copies of surveys: what is built once and used again. Each copy is its own from then on."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from consultation.surveys.building import give_codes
from consultation.surveys.models import SavedQuestion, Survey

_WORDS = (
    "site",
    "title",
    "summary",
    "introduction",
    "who_should_answer",
    "minutes",
    "other_ways",
    "what_happens_next",
    "privacy_notice",
    "lawful_basis",
    "retention_months",
    "who_may_answer",
    "per_organisation",
    "asks_equality",
    "consultation",
    "is_demonstration",
)


def copied(survey: Survey) -> Survey:
    """An unsaved draft with the words and the questions of `survey`: no dates, address, version, decision or answer."""
    copy = Survey(**{name: getattr(survey, name) for name in _WORDS})
    copy.sections = survey.sections
    return copy


@transaction.atomic
def keep(*, survey: Survey, code: str, name: str) -> SavedQuestion | None:
    """Put a question of `survey` into the library of its area, without its conditions; None when there is none."""
    for section in survey.sections.get_prep_value():
        for item in section["value"]["items"]:
            if item["type"] != "information" and item["value"].get("code") == code:
                value = {**item["value"], "show_when": []}
                saved = SavedQuestion(site=survey.site, name=name.strip()[:120] or value["label"][:120])
                saved.question = _stream(saved, [{**item, "value": value}])
                saved.save()
                return saved
    return None


@transaction.atomic
def add(*, survey: Survey, saved: SavedQuestion, section_id: str) -> bool:
    """Add a saved question at the end of a section of the working copy; False when there is no such section.

    Its code stays if it is free, so that answers can be compared across surveys; or else it gets the next one.
    """
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    sections = list(survey.sections.get_prep_value())
    taken = {item["value"].get("code") for section in sections for item in section["value"]["items"]}
    for section in sections:
        if section["id"] == section_id:
            for block in saved.question.get_prep_value():
                value = dict(block["value"])
                value["code"] = "" if value.get("code") in taken else value.get("code", "")
                section["value"]["items"].append({**block, "id": str(uuid.uuid4()), "value": value})
            survey.sections = _stream(survey, sections, "sections")
            give_codes(survey)
            survey.save(update_fields=["sections", "updated_at"])
            return True
    return False


def _stream(instance: Any, raw: list[dict[str, Any]], name: str = "question") -> Any:
    block = instance._meta.get_field(name).stream_block
    return block.to_python(raw)
