"""What people answer: drafts, what they sent, and what they are asked besides."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from wagtail.models import Site

from consultation.files.choices import Safety
from consultation.files.models import StoredFile, private_name
from consultation.files.storage import private_files
from consultation.references import make_reference
from consultation.surveys.choices import Channel, Publishing, ResponseState


def new_reference() -> str:
    """Such as "F7KQ-2MXD-9A": enough to tell responses apart, and no key to anything."""
    return make_reference(4, 4, 2)


class ResponseQuerySet(models.QuerySet[Any]):
    def drafts(self) -> Self:
        """Begun by the public and not sent yet."""
        return self.filter(state=ResponseState.DRAFT, is_test=False, channel=Channel.ONLINE)

    def sent(self) -> Self:
        return self.filter(state=ResponseState.SUBMITTED)

    def counted(self) -> Self:
        """Sent by people for real: no tests, nothing made up, and nothing set aside as a robot's."""
        return self.sent().filter(is_test=False, is_synthetic=False, is_quarantined=False)


class Response(models.Model):
    """One response, from the first page on. `answers` is what was typed last, right or wrong; what counts is sent.

    `stamps` holds at which save each answer last changed, and `set_aside` what was typed and then overtaken.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name="area")
    survey = models.ForeignKey("consultation.Survey", on_delete=models.PROTECT, related_name="responses")
    version = models.ForeignKey("consultation.QuestionnaireVersion", on_delete=models.PROTECT, related_name="responses")
    privacy_notice = models.ForeignKey(
        "consultation.SurveyPrivacyNotice", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=ResponseState.choices, default=ResponseState.DRAFT)

    answers = models.JSONField(default=dict)
    seen = models.JSONField(default=list)  # ids of the sections that were saved
    saves = models.PositiveIntegerField(default=0)
    set_aside = models.JSONField(default=list)  # of {"code", "answer", "at"}
    # With which of its links somebody last came in or saved, and when: the start of a hash, which opens nothing.
    last_key = models.CharField(max_length=12, blank=True)
    last_key_at = models.DateTimeField(null=True, blank=True)
    has_left = models.BooleanField(default=False)  # not eligible, as far as the answers say

    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    contact = models.ForeignKey(
        "consultation.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "consultation.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="survey_responses",
    )
    is_official = models.BooleanField(default=False, verbose_name="the organisation's official response")
    represents = models.PositiveIntegerField(null=True, blank=True, verbose_name="how many people it represents")
    publishing = models.CharField(max_length=10, choices=Publishing.choices, default=Publishing.NO)

    is_test = models.BooleanField(default=False)
    is_synthetic = models.BooleanField(default=False, verbose_name="made up for a demonstration")
    is_quarantined = models.BooleanField(default=False, verbose_name="set aside as likely spam")
    quarantined_because = models.CharField(max_length=60, blank=True)
    is_late = models.BooleanField(default=False, verbose_name="admitted late")
    late_because = models.CharField(max_length=250, blank=True)
    was_asked_equality = models.BooleanField(default=False)

    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    received_on = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(ResponseQuerySet)()

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes

    class Meta:
        verbose_name = "survey response"
        ordering: ClassVar[list[str]] = ["-sent_at", "-pk"]
        permissions: ClassVar[Any] = [("release_response", "Can release files from quarantine")]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["survey", "state"], name="response_survey_state"),
            models.Index(fields=["survey", "organisation"], name="response_organisation"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["survey", "organisation"],
                condition=models.Q(
                    is_official=True, state=ResponseState.SUBMITTED, is_test=False, is_quarantined=False
                ),
                name="one_official_response",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ResponseState.DRAFT) | models.Q(sent_at__isnull=False),
                name="response_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by=None) | ~models.Q(checked_by=models.F("entered_by")),
                name="response_checked_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"Response {self.reference}"


class SentAnswersQuerySet(models.QuerySet[Any]):
    def counted(self) -> Self:
        """The latest of each response that counts."""
        counted = Response.objects.counted().filter(pk=models.OuterRef("response_id"))
        return self.filter(models.Exists(counted), is_current=True)


class SentAnswers(models.Model):
    """What a response said each time it was sent, without name or address. The last one counts."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="submissions")
    version = models.ForeignKey(
        "consultation.QuestionnaireVersion", on_delete=models.PROTECT, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField()
    is_current = models.BooleanField(default=True)
    answers = models.JSONField()
    sent_at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager.from_queryset(SentAnswersQuerySet)()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["response", "-number"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["response", "number"], name="sent_answers_number_unique"),
            models.UniqueConstraint(
                fields=["response"], condition=models.Q(is_current=True), name="sent_answers_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"Submission {self.pk}"


def _private_name(file: ResponseFile, name: str) -> str:
    return private_name("survey-answers", file)


class ResponseFile(StoredFile):
    """A file given as an answer."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="files")
    code = models.CharField(max_length=40)
    content = models.FileField(storage=private_files, upload_to=_private_name, max_length=100)

    class Meta(StoredFile.Meta):
        verbose_name = "file of a response"
        verbose_name_plural = "files of responses"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["safety"], name="response_file_safety")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(safety=Safety.RELEASED) | models.Q(released_at__isnull=False),
                name="response_file_released_has_time",
            )
        ]


class EqualityCount(models.Model):
    """How often an answer was given to an equality question. There is no row for a person, so nothing to link."""

    survey = models.ForeignKey("consultation.Survey", on_delete=models.CASCADE, related_name="equality_counts")
    question = models.CharField(max_length=40)
    answer = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["survey", "question", "answer"], name="equality_count_unique")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"
