"""Who may read what was answered, and who may work on it: the rights on responses and on the survey of the area."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from consultation.surveys.models import Response, Survey
from consultation.surveys.viewsets.rights import may


def survey_to_read(user: Any, pk: int) -> Survey:
    """The survey whose answers `user` may read; Http404 for any other."""
    survey: Survey = get_object_or_404(Survey.objects.select_related("site__root_page", "version"), pk=pk)
    if not may(user, "view", Response(site=survey.site)):
        raise Http404
    return survey


def survey_to_work_on(user: Any, pk: int) -> Survey:
    """The same, for who may also tag, note, export and publish."""
    survey = survey_to_read(user, pk)
    if not may_work_on(user, survey):
        raise Http404
    return survey


def may_work_on(user: Any, survey: Survey) -> bool:
    return may(user, "change", survey)
