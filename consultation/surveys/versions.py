"""Publishing what staff built: a version that stays, a correction of its wording, or the next version."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from consultation.files.keeping import delete_file
from consultation.surveys import building
from consultation.surveys.choices import Decision
from consultation.surveys.models import (
    QuestionnaireVersion,
    Response,
    SentAnswers,
    Survey,
    SurveyDecision,
    SurveyPrivacyNotice,
    WordingCorrection,
)
from consultation.surveys.questionnaire.changes import Changes, changes, is_touched
from consultation.surveys.questionnaire.proof import Finding
from consultation.surveys.questionnaire.shape import Questionnaire


class NotReady(Exception):
    """The proof found errors. Its text is for staff; `findings` say what and where."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("This survey cannot open yet. " + " ".join(finding.sentence for finding in findings))
        self.findings = findings


class WhyMissing(Exception):
    """A decision without a reason. Its text is for staff."""

    def __init__(self) -> None:
        super().__init__("Say why.")


@dataclass(frozen=True)
class Pending:
    """What publishing would do now. `touched` of the `drafts` would have to look at an answer again."""

    changes: Changes
    drafts: int
    touched: int


def questionnaire_of(version: QuestionnaireVersion) -> Questionnaire:
    """What a version asks, read once for each process: a version changes only in wording, and that is counted."""
    return _read(_Content(version))


class _Content:
    """The content of a version under a key, for the memory of the process."""

    def __init__(self, version: QuestionnaireVersion) -> None:
        self.key = (version.pk, version.corrections, version.made_at)
        self.version = version

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and self.key == other.key


@functools.lru_cache(maxsize=64)
def _read(content: _Content) -> Questionnaire:
    return Questionnaire.read(content.version.content)  # which may be fetched only now


def pending(survey: Survey) -> Pending:
    """What has been built since the last publishing, and whom it touches."""
    new = building.compiled(survey)
    if survey.version is None:
        return Pending(changes(Questionnaire(), new), 0, 0)
    old = questionnaire_of(survey.version)
    drafts = Response.objects.drafts().filter(survey=survey, saves__gt=0).select_related("version")
    count = touched = 0
    for draft in drafts.only("answers", "version").iterator(chunk_size=500):
        count += 1
        touched += is_touched(questionnaire_of(draft.version), new, draft.answers)
    return Pending(changes(old, new), count, touched)


@transaction.atomic
def publish(*, survey: Survey, why: str = "", by: Any, now: dt.datetime) -> SurveyDecision | None:
    """Let people answer what staff built; None when nothing has changed.

    The first time, test answers are wiped. Later, other words in the same places correct the version, and anything
    else makes a new one: what was sent stays with its own. Raises NotReady, and WhyMissing for a new version.
    """
    Survey.objects.select_for_update().get(pk=survey.pk)  # two at once must not take one number
    proof = building.proof_of(survey, now)
    if not proof.is_good:
        raise NotReady(proof.errors)
    note_privacy(survey=survey, now=now)
    if survey.version is None:
        wipe_tests(survey=survey)
        return _publish_new(survey, Decision.PUBLISHED, why, by, now)
    found = pending(survey)
    if not found.changes:
        return None
    if found.changes.structure:
        if not why.strip():
            raise WhyMissing
        return _publish_new(survey, Decision.NEW_VERSION, why, by, now, drafts=found.drafts)
    return _correct(survey, found, why, by, now)


def _publish_new(
    survey: Survey, decision: Decision, why: str, by: Any, now: dt.datetime, drafts: int = 0
) -> SurveyDecision:
    latest = survey.versions.aggregate(latest=Max("number"))["latest"] or 0
    survey.version = QuestionnaireVersion.objects.create(
        survey=survey,
        number=latest + 1,
        content=building.compiled(survey).plain(),
        made_at=now,
        made_by=by,
        why=why.strip(),
    )
    survey.save(update_fields=["version"])
    return SurveyDecision.objects.create(
        survey=survey, decision=decision, why=why.strip(), decided_by=by, decided_at=now, drafts=drafts
    )


def _correct(survey: Survey, found: Pending, why: str, by: Any, now: dt.datetime) -> SurveyDecision:
    version = survey.version
    assert version is not None  # noqa: S101 - for the types: the caller has looked
    QuestionnaireVersion.objects.filter(pk=version.pk).update(
        content=building.compiled(survey).plain(), corrections=version.corrections + 1
    )
    WordingCorrection.objects.bulk_create(
        WordingCorrection(
            version=version,
            place=one.place[:250],
            before=one.before,
            after=one.after,
            corrected_by=by,
            corrected_at=now,
        )
        for one in found.changes.corrections
    )
    version.refresh_from_db()
    return SurveyDecision.objects.create(
        survey=survey,
        decision=Decision.CORRECTED,
        why=why.strip(),
        decided_by=by,
        decided_at=now,
        drafts=found.drafts,
    )


def note_privacy(*, survey: Survey, now: dt.datetime) -> SurveyPrivacyNotice:
    """The version of the privacy notice with the words of `survey`: the latest if it has them, or else a new one."""
    latest = survey.privacy_notices.first()
    if latest is not None and latest.text == survey.privacy_notice:
        return latest
    number = latest.number + 1 if latest else 1
    return SurveyPrivacyNotice.objects.create(survey=survey, number=number, text=survey.privacy_notice, written_at=now)


def try_out(*, survey: Survey, by: Any, now: dt.datetime) -> QuestionnaireVersion:
    """A version of what is built now, to be tried: it has no number, and goes with its answers."""
    return QuestionnaireVersion.objects.create(
        survey=survey, content=building.compiled(survey).plain(), made_at=now, made_by=by
    )


@transaction.atomic
def wipe_tests(*, survey: Survey) -> int:
    """Delete test answers and what they were given to; return how many there were."""
    tests = Response.objects.filter(survey=survey, is_test=True)
    count = delete_responses(tests)
    survey.versions.filter(number=None).delete()
    return count


def delete_responses(responses: Iterable[Response]) -> int:
    """Delete responses with their files; return how many there were. Only tests and old drafts are ever deleted."""
    count = 0
    for response in responses:
        for file in response.files.all():
            delete_file(file)
        SentAnswers.objects.filter(response=response).delete()
        response.delete()
        count += 1
    return count
