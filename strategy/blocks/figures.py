"""Blocks of numbers: key figures by reference, never retyped, and tables."""

from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.snippets.blocks import SnippetChooserBlock


class KeyFiguresBlock(blocks.ListBlock):
    """Key figures, each a record that several pages share."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(SnippetChooserBlock("strategy.KeyFigure", label="Key figure"), **kwargs)

    def get_searchable_content(self, value: Any) -> list[str]:
        return [str(figure) for figure in value if figure]

    def get_preview_value(self) -> list[dict[str, str]]:
        return [
            {"value": "£69.6bn", "measures": "size of the economy", "source": "The evidence base"},
            {"value": "1,000+", "measures": "people who took part", "source": "The report on the consultation"},
        ]

    class Meta:
        icon = "order"
        template = "blocks/key_figures.html"
        label = "Key figures"
        description = "Figures from the list of key figures. Change a figure there and every page follows."


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(help_text="What the table shows. Screen readers say it first.")
    table = TypedTableBlock(
        [("text", blocks.RichTextBlock(features=["bold", "italic", "link"]))],
        help_text="Add columns first and name each; then add rows. The first column names the row.",
    )

    class Meta:
        icon = "table"
        template = "blocks/table.html"
        label = "Table"
        description = "For comparing things. The first row is the heading."
        preview_value = {
            "caption": "Round tables by sector",
            "table": {
                "columns": [{"type": "text", "heading": "Sector"}, {"type": "text", "heading": "Date"}],
                "rows": [{"values": ["<p>Textiles</p>", "<p>14 May 2018</p>"]}],
                "caption": "",
            },
        }


class DistrictsBlock(blocks.StaticBlock):
    class Meta:
        icon = "site"
        template = "blocks/districts.html"
        preview_template = "blocks/previews/districts.html"
        label = "Map of the districts"
        admin_text = "Shows the districts of the area, from the list of districts."
        description = "The districts of the area as tiles."


class EngagementBlock(blocks.StaticBlock):
    class Meta:
        icon = "group"
        template = "blocks/engagement.html"
        preview_template = "blocks/previews/engagement.html"
        label = "Engagement so far"
        admin_text = "Shows how many people took part in how many events, from the records and from stated totals."
        description = "People and events, counted from records, and totals that documents state. Never retyped."
