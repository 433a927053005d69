"""Forms of staff in which what is chosen belongs to the same area as what it is chosen for.

Choosers offer nothing else. A form can be sent with any number, and a page would then show another area's picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.blocks import StreamValue
from wagtail.models import Site

from strategy.areas import area_of_collection, is_area_record

Referred = tuple[type[models.Model], Any]  # a model and the number of a row
_REFUSAL = "Choose only pictures, documents and records of this area. This form names one of another."


class OneAreaForm:
    """For forms of pages and records, with all that hangs on them. A superuser, who sees every area, is not asked."""

    for_user: Any
    cleaned_data: dict[str, Any]

    def area(self) -> Site | None:
        """The area of what the form is about."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        if not super().is_valid():  # type: ignore[misc]
            return False
        if self.for_user is None or self.for_user.is_superuser or not self._names_another_area():
            return True
        self.add_error(None, _REFUSAL)  # type: ignore[attr-defined]
        return False

    def _names_another_area(self) -> bool:
        named: dict[type[models.Model], set[Any]] = defaultdict(set)
        for model, number in _named_in(self):
            named[model].add(number)
        area = self.area() if named else None
        return area is not None and any(_is_another(model, numbers, area) for model, numbers in named.items())


def _named_in(form: Any) -> Iterator[Referred]:
    for value in getattr(form, "cleaned_data", {}).values():
        if isinstance(value, StreamValue):
            yield from ((one[0], one[1]) for one in value.stream_block.extract_references(value))
        elif isinstance(value, models.Model):
            yield type(value), value.pk
    for formset in getattr(form, "formsets", {}).values():
        for one in formset.forms:
            yield from _named_in(one)


def _is_another(model: type[models.Model], numbers: set[Any], area: Site) -> bool:
    """Whether a row of another area is among these. One query for records; for files, two for each collection."""
    rows: Any = model._default_manager.filter(pk__in=numbers)
    if is_area_record(model):
        return rows.exclude(site=area).exists()
    if issubclass(model, (apps.get_model("strategy", "SiteImage"), apps.get_model("strategy", "SiteDocument"))):
        collections = {row.collection for row in rows.select_related("collection")}
        return any(area_of_collection(one) not in (None, area) for one in collections)
    return False
