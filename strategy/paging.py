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


def numbers_of(part: Page[Any]) -> list[int | str]:
    """The numbers to show, with a sign where some are left out."""
    return list(part.paginator.get_elided_page_range(part.number))
