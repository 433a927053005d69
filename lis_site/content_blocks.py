"""Blocks and rich text as the content files write them (`- text: …`, `href="page:strategy"`), made into Wagtail's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page
from wagtail.rich_text import RichText

from strategy.blocks.figures import TableBlock
from strategy.models import KeyFigure, SiteDocument

_PAGE_LINK = re.compile(r'href="page:([^"]*)"')

type Entry = dict[str, Any]


@dataclass(frozen=True)
class Blocks:
    """`find` gives a page by its path below home; figures go by their slug, documents by the name of their file."""

    find: Callable[[str], Page]
    figures: Mapping[str, KeyFigure]
    documents: Mapping[str, SiteDocument]

    def block(self, block: Entry) -> tuple[str, Any]:
        ((name, value),) = block.items()
        match name:
            case "text":
                return name, self.rich(value)
            case "notice" | "details":
                return name, value | {"text": self.rich(value["text"])}
            case "figures":
                return name, [self.figures[slug] for slug in value]
            case "links":
                return name, [self.find(path) for path in value]
            case "documents":
                return name, [self.documents[file] for file in value]
            case "table":
                return name, {"caption": value["caption"], "table": _table(value)}
            case "districts" | "engagement":
                return name, None
        return name, value

    def rich(self, html: str) -> RichText:
        return RichText(self.linked(html))

    def linked(self, html: str) -> str:
        """With its links to pages as Wagtail stores them."""
        return _PAGE_LINK.sub(lambda match: f'linktype="page" id="{self.find(match[1]).pk}"', html)


def _table(value: Entry) -> Any:
    table = TableBlock().child_blocks["table"]
    columns = [{"type": "text", "heading": heading} for heading in value["header"]]
    rows = [{"values": [f"<p>{cell}</p>" for cell in row]} for row in value["rows"]]
    return table.to_python({"columns": columns, "rows": rows, "caption": ""})
