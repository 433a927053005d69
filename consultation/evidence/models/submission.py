"""What somebody sends to a call: answers, and items, each a file or a link with what it is."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from wagtail.models import Site

from consultation.evidence.choices import Channel, Kind, Publishing, Rights, SubmissionState
from consultation.files.choices import Safety
from consultation.files.models import StoredFile, private_name
from consultation.files.storage import private_files
from consultation.references import make_reference


def new_reference() -> str:
    return make_reference(4, 4)


class SubmissionQuerySet(models.QuerySet[Any]):
    def drafts(self) -> Self:
        return self.filter(state=SubmissionState.DRAFT)

    def sent(self) -> Self:
        return self.filter(state=SubmissionState.SENT)

    def counted(self) -> Self:
        """Sent by people for real."""
        return self.sent().filter(is_quarantined=False, call__is_demonstration=False)


class EvidenceSubmission(models.Model):
    """One sender and what they send, from the first page on; a draft until it is sent.

    `answers` holds what was typed last, by the number of each question's row.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name="area")
    call = models.ForeignKey("consultation.CallForEvidence", on_delete=models.PROTECT, related_name="submissions")
    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    state = models.CharField(max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    answers = models.JSONField(default=dict)

    name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True, verbose_name="e-mail address")
    organisation_name = models.CharField(max_length=200, blank=True, verbose_name="organisation")
    may_be_named = models.BooleanField(default=False, verbose_name="may be named in the register")
    confidential = models.TextField(blank=True, verbose_name="what is confidential, and why")
    contact = models.ForeignKey(
        "consultation.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "consultation.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )

    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)  # the first time; what was added later says so itself
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    received_on = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_late = models.BooleanField(default=False, verbose_name="received after closing")
    is_quarantined = models.BooleanField(default=False, verbose_name="set aside as likely spam")
    quarantined_because = models.CharField(max_length=60, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(SubmissionQuerySet)()

    wagtail_reference_index_ignore = True  # four queries for each row, for a use that nobody makes

    class Meta:
        verbose_name = "submission of evidence"
        verbose_name_plural = "submissions of evidence"
        ordering: ClassVar[list[str]] = ["-sent_at", "-pk"]
        permissions: ClassVar[Any] = [("release_evidencesubmission", "Can release files from quarantine")]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["call", "state"], name="submission_call_state")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(state=SubmissionState.DRAFT) | models.Q(sent_at__isnull=False),
                name="submission_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None)
                | models.Q(contact=None, name="", email="", organisation_name="", confidential=""),
                name="submission_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"Evidence {self.reference}"


class EvidenceItem(models.Model):
    """One piece of evidence: a file or a link, with what its sender says of it. Right or wrong until it is sent."""

    submission = models.ForeignKey(EvidenceSubmission, on_delete=models.CASCADE, related_name="items")
    link = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=200, blank=True, verbose_name="author or organisation")
    year = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name="year it was published")
    geography = models.CharField(max_length=200, blank=True, verbose_name="places it is about")
    bears_on = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="what it bears on",
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    publishing = models.CharField(
        max_length=10, choices=Publishing.choices, blank=True, verbose_name="may it be published"
    )
    rights = models.CharField(max_length=10, choices=Rights.choices, blank=True, verbose_name="who holds the copyright")
    added_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "item of evidence"
        verbose_name_plural = "items of evidence"
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"Item {self.pk}"

    @property
    def may_be_published(self) -> bool:
        """Whether whoever sent it allows that, and can: a file of somebody else's is theirs to give."""
        is_theirs = self.stored is None or self.rights in (Rights.OWN, Rights.OPEN)
        return self.publishing == Publishing.YES and is_theirs

    @property
    def stored(self) -> EvidenceFile | None:
        """Its file; None for a link, or once the file is erased."""
        found: EvidenceFile | None = getattr(self, "file", None)
        return found


def _private_name(file: EvidenceFile, name: str) -> str:
    return private_name("evidence", file)


class EvidenceFile(StoredFile):
    """The file of an item."""

    item = models.OneToOneField(EvidenceItem, on_delete=models.CASCADE, related_name="file")
    content = models.FileField(storage=private_files, upload_to=_private_name, max_length=100)

    class Meta(StoredFile.Meta):
        verbose_name = "file of evidence"
        verbose_name_plural = "files of evidence"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["kept_sha256"], name="evidence_file_hash"),
            models.Index(fields=["safety"], name="evidence_file_safety"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(safety=Safety.RELEASED) | models.Q(released_at__isnull=False),
                name="evidence_file_released_has_time",
            )
        ]


class EvidenceDownload(models.Model):
    """That a member of staff fetched a file. Never changed; it outlives the file."""

    submission = models.ForeignKey(EvidenceSubmission, on_delete=models.PROTECT, related_name="downloads")
    file_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "download of evidence"
        verbose_name_plural = "downloads of evidence"
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Download {self.pk}"
