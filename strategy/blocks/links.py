"""Blocks that lead on."""

from typing import Any

from wagtail import blocks


class PageLinksBlock(blocks.ListBlock):
    """Cards that lead to other pages; each takes its words from the page it leads to."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(blocks.PageChooserBlock(label="Page"), **kwargs)

    class Meta:
        icon = "link"
        template = "blocks/page_links.html"
        preview_template = "blocks/previews/page_links.html"
        label = "Links to pages"
        description = "Where to read on. Each link takes the title of its page."
