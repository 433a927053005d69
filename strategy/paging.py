"""A part of a list that may be long. `components/pagination.html` leads through the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator


def part_of(items: Any, asked: Mapping[str, str], *, on_a_page: int) -> Page[Any]:
    """The part that `?page=` asks for; the first one where there is no such part."""
    paginator: Paginator[Any] = Paginator(items, on_a_page)
    try:
        return paginator.page(asked.get("page", "1"))
    except InvalidPage:
        return paginator.page(1)


# Of a list that is short in almost every area, so that nobody notices that it has parts.
ON_A_PAGE = 60


def in_parts(name: str, items: Any, asked: Mapping[str, str], *, on_a_page: int = ON_A_PAGE) -> dict[str, Any]:
    """For a template: the part that is asked for as `name` and as `part`, and the `numbers` to show. Two queries."""
    part = part_of(items, asked, on_a_page=on_a_page)
    return {name: part, "part": part, "numbers": numbers_of(part)}


def numbers_of(part: Page[Any]) -> list[int | str]:
    """The numbers to show, with a sign where some are left out."""
    return list(part.paginator.get_elided_page_range(part.number))
