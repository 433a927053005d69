"""Images and documents. Both belong to an area through their collection."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from strategy.file_facts import count_pages


class SiteImage(AbstractImage):
    description = models.CharField(
        max_length=255,
        blank=True,
        default="",
        help_text="What the picture shows, for people who cannot see it. Offered as alternative text wherever the "
        "picture is used, where it can be changed or the picture marked as decoration.",
    )
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it, and under which licence.")

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class SiteDocument(AbstractDocument):
    """A file. Who cannot read it is told beside it where the same stands, or why it stands nowhere else."""

    alternative_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="page that says the same",
        help_text="Best for readers: it works on a phone and with a screen reader.",
    )
    alternative_document = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="accessible version as a file",
        help_text="Where there is no such page.",
    )
    no_alternative = models.CharField(
        max_length=250,
        blank=True,
        verbose_name="why there is no accessible version",
        help_text="Where there is neither. Readers see it, with a link to ask for another format.",
    )
    # Read from the file as its size is. None: not read yet. 0: it has none, or nobody can tell.
    pages = models.PositiveIntegerField(null=True, editable=False)

    admin_form_fields = (*Document.admin_form_fields, "alternative_page", "alternative_document", "no_alternative")

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"

    def clean(self) -> None:
        super().clean()
        if self.alternative_document_id and self.alternative_document_id == self.pk:
            raise ValidationError({"alternative_document": "Choose another file: this is the document itself."})
        if self.no_alternative and (self.alternative_page_id or self.alternative_document_id):
            raise ValidationError({"no_alternative": "There is an accessible version. Leave this empty."})

    def _set_document_file_metadata(self) -> None:
        """Wagtail asks for this when a file is uploaded, before it is stored."""
        super()._set_document_file_metadata()
        self.pages = count_pages(self)
        self.file.seek(0)

    @property
    def has_stated_alternative(self) -> bool:
        """Whether readers are told where the same stands, or why it stands nowhere."""
        page = self.alternative_page
        return bool((page and page.live) or self.alternative_document_id or self.no_alternative)
