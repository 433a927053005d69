"""What every public template may ask for: the area's settings and the surroundings of the address asked for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from strategy.models import AreaSettings
from strategy.surroundings import Surroundings


def area(request: HttpRequest) -> dict[str, Any]:
    """`area` and `surroundings`, each worked out only when a template first asks for it. One query each.

    Both stand for None where no Site answers the request, as before the first one is made.
    """
    return {
        "area": SimpleLazyObject(lambda: AreaSettings.for_request(request) if Site.find_for_request(request) else None),
        "surroundings": SimpleLazyObject(lambda: _surroundings(request)),
    }


def _surroundings(request: HttpRequest) -> Surroundings | None:
    found = getattr(request, "surroundings", None)
    if found is None and (site := Site.find_for_request(request)) is not None:
        home = site.root_page
        path = "" if "\x00" in request.path else request.path.strip("/")
        found = Surroundings.of(home, f"{home.url_path}{path}/" if path else home.url_path)
    return found
