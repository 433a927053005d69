"""Brings in what partnerships have published: a row for each link, which names its partnership or its strategy."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Site

from strategy.models.choices import LinkKind
from strategy.models.partnership import LocalStrategy, LocalStrategyLink, Partnership, PartnershipLink
from strategy.tracker.reading import Cells, day, named
from strategy.tracker.report import Line, Report
from strategy.tracker.tables import read_date

NEEDED = ("partnership", "strategy", "kind", "title")
_KINDS = {str(kind.label).lower(): kind for kind in LinkKind}
# What a row may be about: the column that names it, and the kind of its links.
_OWNERS: dict[str, tuple[Any, Any]] = {
    "partnership": (Partnership, PartnershipLink),
    "strategy": (LocalStrategy, LocalStrategyLink),
}

_HEADINGS = {"date_on": "published", "checked_on": "last checked", "address": "address", "source": "source"}

# Whose link it is (its column, and its short name), its kind and its title.
type Key = tuple[str, str, str, str]


class LinkImporter:
    """A link is known again by whose it is, its kind and its title: the second of the same three is the second there.

    What the file leaves out stays. Four queries before the first row, and one for each row that brings something new.
    """

    def __init__(self, site: Site) -> None:
        self.owners: dict[tuple[str, str], Any] = {}
        self.known: dict[Key, list[Any]] = {}
        self.numbers: dict[tuple[str, str], int] = {}
        for column, (model, link) in _OWNERS.items():
            slugs = {one.pk: one.slug for one in model.objects.filter(site=site).only("slug")}
            self.owners |= {(column, slug): pk for pk, slug in slugs.items()}
            for one in link.objects.filter(**{f"{column}__in": slugs}).order_by("sort_order", "pk"):
                owner = (column, slugs[getattr(one, f"{column}_id")])
                self.known.setdefault((*owner, one.kind, one.title), []).append(one)
                self.numbers[owner] = max(self.numbers.get(owner, 0), (one.sort_order or 0) + 1)

    def take(self, table: list[tuple[int, Cells]]) -> Report:
        return Report([self._line(number, cells) for number, cells in table])

    def _line(self, number: int, cells: Cells) -> Line:
        line = Line(number, cells["title"] or cells["kind"])
        owner, kind = self._owner(line, cells), self._kind(line, cells)
        if owner is None or kind is None:  # what else is wrong with the row is said all the same
            stray = PartnershipLink(kind=kind or LinkKind.OTHER, title=cells["title"])
            self._fill(line, stray, cells)
            self._check(line, stray, "partnership")
            return line
        known = self.known.get((*owner, kind, cells["title"]), [])
        link = known.pop(0) if known else self._new(owner, kind, cells["title"])
        before = _state(link)
        self._fill(line, link, cells)
        self._check(line, link, owner[0])
        if line.problems:
            return line
        changed = [name for name, value in _state(link).items() if before[name] != value]
        if link.pk is None:
            self.numbers[owner] = link.sort_order + 1
            line.does = f"New link of {owner[1]}"
        elif changed:
            line.does = f"Changes a link of {owner[1]}: {', '.join(changed)}"
        if "address" in changed:  # what the link checker found was the old one
            link.tried_at, link.tried_result = None, ""
        if line.does:
            link.save()
        return line

    def _new(self, owner: tuple[str, str], kind: LinkKind, title: str) -> Any:
        column, _ = owner
        link = _OWNERS[column][1](kind=kind, title=title, sort_order=self.numbers.get(owner, 0))
        setattr(link, f"{column}_id", self.owners[owner])
        return link

    @staticmethod
    def _kind(line: Line, cells: Cells) -> LinkKind | None:
        try:
            return named(_KINDS, cells["kind"], "kind")
        except ValueError as problem:
            line.problems.append(f"kind: {problem}")
            return None

    def _owner(self, line: Line, cells: Cells) -> tuple[str, str] | None:
        named_here = [column for column in _OWNERS if cells[column]]
        if len(named_here) != 1:
            line.problems.append("partnership: Name either the partnership or the strategy whose link it is.")
            return None
        (column,) = named_here
        owner = (column, cells[column])
        if owner not in self.owners:
            words = f"There is no {column} with the short name “{cells[column][:60]}”. Import it first."
            line.problems.append(f"{column}: {words}")
            return None
        return owner

    @staticmethod
    def _fill(line: Line, link: Any, cells: Cells) -> None:
        for name, value in cells.items():
            try:
                match name:
                    case "published":
                        link.date_on, link.date_precision = read_date(value)
                    case "last checked":
                        link.checked_on = day(value)
                    case "address" | "source":
                        setattr(link, name, value)
            except ValueError as problem:
                line.problems.append(f"{name}: {problem}")

    @staticmethod
    def _check(line: Line, link: Any, column: str) -> None:
        try:
            link.full_clean(exclude=[column])
        except ValidationError as error:
            for name, problems in error.message_dict.items():
                line.problems += [f"{_HEADINGS.get(name, 'title')}: {problem}" for problem in problems]


def _state(link: Any) -> dict[str, Any]:
    return {
        "address": link.address,
        "published": (link.date_on, str(link.date_precision)),
        "source": link.source,
        "last checked": link.checked_on,
    }
