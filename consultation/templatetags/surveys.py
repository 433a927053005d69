"""What a preview of a survey shows of what is on the form and nowhere else."""

from __future__ import annotations

from typing import Any

from django import template

from consultation.surveys.building import compiled
from consultation.surveys.forms import asked

register = template.Library()


@register.simple_tag
def questions_of(survey: Any) -> list[dict[str, Any]]:
    """Each section of the working copy with its questions, as the public sees them. One query, for districts."""
    return [{"section": section, "fields": list(asked(section.questions, {}))} for section in compiled(survey).sections]
