"""The body of a page, block by block, as an edition shows it. Each kind of block an editor may use is named here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from strategy.editions.words import (
    Block,
    address,
    clean,
    heading,
    is_blank,
    labelled,
    listed,
    paragraph,
    paragraphs,
    rich,
    run,
)
from strategy.file_facts import file_facts


def body_of(page: Any, root: str) -> list[Block]:
    """The blocks of `page.body`; none for a page that has no body."""
    return [block for child in getattr(page, "body", ()) for block in _KINDS[child.block_type](child.value, root)]


def _heading(value: Any, root: str) -> Iterator[Block]:
    if not is_blank(clean(value)):
        yield heading(value)


def _text(value: Any, root: str) -> Iterator[Block]:
    yield from rich(value.source, root)


def _notice(value: Any, root: str) -> Iterator[Block]:
    title = [paragraph(run(value["title"], bold=True))] if value["title"] else []
    yield {"kind": "notice", "blocks": [*title, *rich(value["text"].source, root)]}


def _quote(value: Any, root: str) -> Iterator[Block]:
    who = [paragraph(value["who"])] if value["who"] else []
    yield {"kind": "quote", "blocks": [*paragraphs(value["text"]), *who]}


def _details(value: Any, root: str) -> Iterator[Block]:
    """Nothing folds on paper: the summary stands above its text."""
    yield paragraph(run(value["summary"], bold=True))
    yield from rich(value["text"].source, root)


def _figures(value: Any, root: str) -> Iterator[Block]:
    figures = [figure for figure in value if figure is not None]
    if figures:
        yield listed([[_figure(figure)] for figure in figures])


def _figure(figure: Any) -> Block:
    note = f" ({figure.note})" if figure.note else ""
    date = f" As at {figure.date}." if figure.date else ""
    size = " ".join(part for part in (figure.value, figure.unit) if part)
    return paragraph(run(size, bold=True), f" {figure.measures}{note}.{date} Source: {figure.source}.")


def _table(value: Any, root: str) -> Iterator[Block]:
    table = value["table"]
    if not table or not table.columns:
        return
    rows = [[_cell(cell.value, root) for cell in row] for row in table.rows]
    yield {
        "kind": "table",
        "caption": clean(value["caption"]),
        "head": [clean(column["heading"]) for column in table.columns],
        "rows": rows,
    }


def _cell(value: Any, root: str) -> list[Block]:
    return rich(value.source, root) if value is not None else []


def _districts(value: Any, root: str) -> Iterator[Block]:
    """The map is a picture of names that stand in the list of districts; a document has no area to ask for them."""
    return iter(())


def _engagement(value: Any, root: str) -> Iterator[Block]:
    """Counted anew for each visit: a number on paper would soon be another than the one on the website."""
    website = run("on the website", href=root)
    yield paragraph("How many people took part, and in how many events, is counted ", website, ".")


def _picture(value: Any, root: str) -> Iterator[Block]:
    """Pictures stay on the website: their words come along."""
    image = value["image"]
    alternative = "" if image is None or image.decorative else image.contextual_alt_text
    if alternative:
        yield labelled("Picture", alternative)
    if value["caption"]:
        yield paragraph(value["caption"])


def _documents(value: Any, root: str) -> Iterator[Block]:
    files = [document for document in value if document is not None]
    if files:
        yield listed(
            [[paragraph(run(file.title, href=address(file.url, root)), f" ({file_facts(file)})")] for file in files]
        )


def _links(value: Any, root: str) -> Iterator[Block]:
    pages = [page for page in value if page is not None and page.live]
    if pages:
        yield listed([[paragraph(run(page.title, href=address(page.full_url or "", root)))] for page in pages])


_KINDS: dict[str, Callable[[Any, str], Iterator[Block]]] = {
    "heading": _heading,
    "text": _text,
    "notice": _notice,
    "quote": _quote,
    "details": _details,
    "figures": _figures,
    "table": _table,
    "districts": _districts,
    "engagement": _engagement,
    "picture": _picture,
    "documents": _documents,
    "links": _links,
}
