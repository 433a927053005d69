"""Images and documents. Both belong to an area through their collection."""

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


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
    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"
