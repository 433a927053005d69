"""Blocks of words."""

from wagtail import blocks

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol", "h3"]


class HeadingBlock(blocks.CharBlock):
    """A section heading (h2). It becomes an entry of the contents list, with an anchor made from its words."""

    class Meta:
        icon = "title"
        template = "blocks/heading.html"
        label = "Heading"
        preview_value = "How the plan was made"
        description = "Starts a new section. Long pages list their headings at the top."


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        template = "blocks/text.html"
        label = "Text"
        preview_value = "<p>Short paragraphs read best. So do lists.</p>"
        description = "Paragraphs, lists and links."


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(help_text="The words said, without quotation marks.")
    who = blocks.CharBlock(required=False, help_text="Who said it, and in which role.")

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"
        label = "Quotation"
        preview_value = {"text": "Tell us what to train people for.", "who": "A college principal"}
        description = "Somebody's own words."


class NoticeBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, help_text="In a few words. Leave empty for a notice of one sentence.")
    text = blocks.RichTextBlock(features=["bold", "italic", "link"], help_text="One or two sentences.")

    class Meta:
        icon = "warning"
        template = "blocks/notice.html"
        label = "Notice"
        preview_value = {"title": "This is a draft", "text": "<p>The partnership has yet to agree it.</p>"}
        description = "Something a reader must not miss. Use one on a page, at most two."


class DetailsBlock(blocks.StructBlock):
    summary = blocks.CharBlock(help_text="What is inside, in a few words.")
    text = blocks.RichTextBlock(features=TEXT_FEATURES, help_text="What readers see when they open it.")

    class Meta:
        icon = "collapse-down"
        template = "blocks/details.html"
        label = "Details to open"
        preview_value = {"summary": "How the figure was worked out", "text": "<p>From the national accounts.</p>"}
        description = "Text that only some readers need, folded away."
