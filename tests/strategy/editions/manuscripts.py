"""Manuscripts for tests of the printers, without a database."""

from typing import Any

from strategy.editions.words import heading, paragraph, run


def manuscript(*blocks: Any, **fields: Any) -> dict[str, Any]:
    """One chapter with one section that holds `blocks`."""
    section = {
        "number": "2.1",
        "title": "Ideas",
        "anchor": "part-7",
        "href": "https://example.org/ideas/",
        "dye": "weld",
    }
    return {
        "language": "en-GB",
        "title": "Testshire Industrial Strategy",
        "subtitle": "The strategy",
        "area": "Testshire",
        "organisation": "Testshire Partnership",
        "summary": "One plain sentence.",
        "palette": "wool",
        "weave": {"width": 560, "height": 440, "band": 26, "warps": [], "wefts": []},
        "facts": [["Stage", "Draft"]],
        "address": "https://example.org/strategy/",
        "chapters": [
            {
                "number": "1",
                "title": "The Big Idea",
                "anchor": "big-idea",
                "blocks": [paragraph("Everyone does well")],
                "sections": [],
            },
            {
                "number": "2",
                "title": "Foundations",
                "anchor": "foundations",
                "blocks": [],
                "sections": [section | {"blocks": list(blocks)}],
            },
        ],
        "about": [{**heading("Questions"), "level": 2}, paragraph(run("Write", href="mailto:us@example.org"))],
        **fields,
    }
