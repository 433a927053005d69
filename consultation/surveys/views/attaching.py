"""The files that come with a page of a survey, each kept or refused by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.http import HttpRequest
from django.utils import timezone

from consultation.files.keeping import TRY_AGAIN
from consultation.files.kinds import FileRefused
from consultation.files.names import tidy
from consultation.files.views import Arrival
from consultation.participants.limits import allow
from consultation.participants.views import sender_of
from consultation.surveys import uploads
from consultation.surveys.questionnaire.answers import field_name
from consultation.surveys.questionnaire.shape import Kind, Question
from consultation.surveys.views.holding import Holder

_UPLOADS_PER_HOUR = 300  # from one network address, behind which may be a whole office


def take_files(
    request: HttpRequest, holder: Holder, questions: Sequence[Question], arrivals: Sequence[Arrival]
) -> dict[str, str]:
    """Keep the files that came with a page and take out those that were ticked; what is refused, by code."""
    errors, now = {}, timezone.now()
    for question in questions:
        if question.kind != Kind.FILE:
            continue
        for file_id in request.POST.getlist(f"q-{question.code}-remove"):
            uploads.detach(response=holder.response, question=question, file_id=str(file_id), now=now)
        came = [arrival for arrival in arrivals if arrival.field == field_name(question)]
        refused = []
        for arrival in came:
            try:
                _attach(request, holder, question, arrival, now)
            except FileRefused as refusal:
                refused.append(f"“{tidy(arrival.name)}”: {refusal}" if len(came) > 1 else str(refusal))
        if refused:
            errors[question.code] = ". ".join(refused)
    return errors


def _attach(request: HttpRequest, holder: Holder, question: Question, arrival: Arrival, now: dt.datetime) -> None:
    if arrival.file is None:
        raise arrival.refused or FileRefused(TRY_AGAIN)
    if not allow("survey-upload", sender_of(request), _UPLOADS_PER_HOUR, dt.timedelta(hours=1), now):
        raise FileRefused("Too many files have come from your network in the last hour. Try again later")
    file = arrival.file
    size = file.size or 0
    uploads.attach(response=holder.response, question=question, file=file, name=arrival.name, size=size, now=now)
