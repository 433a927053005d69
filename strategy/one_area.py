"""Forms of staff in which what is chosen belongs to the same area as what it is chosen for.

Choosers offer nothing else. A form can be sent with any number, and a page would then show another area's picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelChoiceField
from wagtail.blocks import StreamValue
from wagtail.models import Site

from strategy.areas import area_of_collection, is_area_record

_HIGHEST = 2**63 - 1  # of any row
Referred = tuple[type[models.Model], Any]  # a model and the number of a row


class OneAreaForm:
    """For forms of pages and records, with all that hangs on them. A superuser, who sees every area, is not asked."""

    for_user: Any
    is_bound: bool

    def area(self) -> Site | None:
        """The area of what the form is about."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        """As without this; but PermissionDenied, where a form to be mended would show what it names."""
        valid = bool(super().is_valid())  # type: ignore[misc]
        if self.is_bound and self.for_user and not self.for_user.is_superuser and self._names_another_area():
            raise PermissionDenied
        return valid

    def _names_another_area(self) -> bool:
        named: dict[type[models.Model], set[Any]] = defaultdict(set)
        for model, number in _named_in(self):
            named[model].add(number)
        area = self.area() if named else None
        return area is not None and any(_is_another(model, numbers, area) for model, numbers in named.items())


def _named_in(form: Any) -> Iterator[Referred]:
    """What was sent, whether or not it is valid."""
    for name, field in form.fields.items():
        sent = None if field.disabled else form[name].data
        if isinstance(sent, StreamValue):
            yield from ((one[0], one[1]) for one in sent.stream_block.extract_references(sent))
        elif isinstance(field, ModelChoiceField):
            sent = sent if isinstance(sent, list) else [sent]
            model: Any = field.queryset.model  # type: ignore[union-attr]
            yield from ((model, one) for one in sent if is_number(one))
    for formset in getattr(form, "formsets", {}).values():
        for one in formset.forms:
            yield from _named_in(one)


def is_number(value: Any) -> bool:
    """Whether a row may have this number."""
    return str(value).isdecimal() and len(str(value)) < 20 and int(value) <= _HIGHEST


def _is_another(model: type[models.Model], numbers: set[Any], area: Site) -> bool:
    """Whether a row of another area is among these. One query for records; for files, two for each collection."""
    rows: Any = model._default_manager.filter(pk__in=numbers)
    if is_area_record(model):
        return rows.exclude(site=area).exists()
    if issubclass(model, (apps.get_model("strategy", "SiteImage"), apps.get_model("strategy", "SiteDocument"))):
        collections = {row.collection for row in rows.select_related("collection")}
        return any(area_of_collection(one) not in (None, area) for one in collections)
    return False
