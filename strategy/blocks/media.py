"""Blocks of pictures and files."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class PictureBlock(blocks.StructBlock):
    image = ImageBlock()
    caption = blocks.CharBlock(required=False, help_text="Words under the picture that all readers see.")

    class Meta:
        icon = "image"
        template = "blocks/picture.html"
        label = "Picture"
        description = "A picture with its alternative text, or marked as decoration."


class DocumentsBlock(blocks.ListBlock):
    """Files to download, with type and size read from the file."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(DocumentChooserBlock(label="Document"), **kwargs)

    class Meta:
        icon = "doc-full"
        template = "blocks/documents.html"
        label = "Documents"
        description = "Files to download. Type and size are read from the file."
