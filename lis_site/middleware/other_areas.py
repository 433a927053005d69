"""Answers 404 to staff who ask the admin for a page of another area, or for a number that no row can have.

Wagtail asks about rights in each of its views, and not in all: some show the title of any page, and a step of approval
of one's own page, put beside the number of another's, would approve that. Here it is asked once, by the names that
Wagtail gives to pages in its addresses.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from strategy.areas import reaches_pages
from strategy.one_area import is_number

_PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
_ROWS = ("pk", "object_id")  # given as text in some addresses
_HIGHEST_PAGE = 2**31 - 1


class OtherAreasMiddleware:
    """Stands after authentication. Looks at nothing outside /admin/. One query where an address names a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], named: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith("/admin/") or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        pages = [int(named[name]) for name in _PAGES if named.get(name) is not None]
        is_there = all(is_number(one) for one in _rows(request, named)) and max(pages, default=0) <= _HIGHEST_PAGE
        if is_there and (not pages or reaches_pages(request.user, pages)):
            return None
        return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")


def _rows(request: HttpRequest, named: dict[str, Any]) -> list[Any]:
    """What an address gives as numbers of rows, in its path or, where several are chosen, behind it."""
    chosen = request.GET.getlist("id") if request.path.endswith("/chosen-multiple/") else []
    return [*chosen, *(value for name, value in named.items() if isinstance(value, int) or name in _ROWS)]
