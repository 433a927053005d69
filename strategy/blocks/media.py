"""Blocks of pictures and files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class DecidedImageBlock(ImageBlock):
    """An image that says what it shows, or that it is decoration. A draft may leave that open."""

    def clean(self, value: Any) -> Any:
        if value and value.contextual_alt_text:
            value.contextual_alt_text = value.contextual_alt_text.strip()  # blanks describe nothing
        try:
            return super().clean(value)
        except StructBlockValidationError as error:
            if "alt_text" not in error.block_errors:
                raise
            words = (
                "Say in a few words what the picture shows, for people who cannot see it. "
                "If it tells nothing, tick “Image is decorative” instead."
            )
            raise StructBlockValidationError({**error.block_errors, "alt_text": ValidationError(words)}) from error


class PictureBlock(blocks.StructBlock):
    image = DecidedImageBlock(
        help_text="Say what it shows, or tick that it is decoration: one of the two, before it is published."
    )
    caption = blocks.CharBlock(required=False, help_text="Words under the picture that all readers see.")

    class Meta:
        icon = "image"
        template = "blocks/picture.html"
        preview_template = "blocks/previews/picture.html"
        label = "Picture"
        description = "A picture with its alternative text, or marked as decoration."


class DocumentsBlock(blocks.ListBlock):
    """Files to download, with type and size read from the file."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(DocumentChooserBlock(label="Document"), **kwargs)

    class Meta:
        icon = "doc-full"
        template = "blocks/documents.html"
        preview_template = "blocks/previews/documents.html"
        label = "Documents"
        description = "Files to download. Type and size are read from the file."
