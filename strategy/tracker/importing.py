"""Brings a table of the tracker in. A trial run says of each row what it would do, or what is wrong with it.

Nothing is stored while one row is bad, and nothing is deleted: a row that the file leaves out stays as it is. The trial
is the import itself, rolled back, so it cannot say anything else than what will happen.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Site

from strategy.models.choices import TrackedStage
from strategy.models.partnership import LocalStrategy, Partnership
from strategy.models.tracker_vocabulary import TrackerTheme, TrackerWave
from strategy.tracker import importing_links, reading
from strategy.tracker.changes import noting_changes
from strategy.tracker.importing_tiles import Tiles
from strategy.tracker.reading import Cells, day, named, whole_number, yes_or_no
from strategy.tracker.report import Line, Report
from strategy.tracker.tables import COLUMNS, DATES, LINK_COLUMNS, PARTNERSHIP_COLUMNS, STRATEGY_COLUMNS, read_date

_NEEDED = ("partnership", "partnership name")
_STAGES = {str(stage.label).lower(): stage for stage in TrackedStage} | {"": TrackedStage.NOT_STATED}


class _RolledBack(Exception):
    pass


def run(text: str, *, site: Site, now: dt.datetime, is_trial: bool) -> Report:
    """Import the table `text`, or only say what that would do. Raises NotATable.

    A table with a column "kind" is one of links; any other is one of partnerships and their strategies.
    """
    importer: type[_Importer] | type[importing_links.LinkImporter]
    if "kind" in reading.heading(text):
        table = reading.rows(text, columns=LINK_COLUMNS, needed=importing_links.NEEDED)
        importer = importing_links.LinkImporter
    else:
        table = reading.rows(text, columns=COLUMNS, needed=_NEEDED)
        importer = _Importer
    report = Report([])
    try:
        with noting_changes(site, now=now):
            report = importer(site).take(table)
            if is_trial or report.bad:
                raise _RolledBack
    except _RolledBack:
        pass
    return report


class _Importer:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.waves = {wave.name.lower(): wave for wave in TrackerWave.objects.filter(site=site)}
        self.themes = {theme.name.lower(): theme for theme in TrackerTheme.objects.filter(site=site)}
        self.partnerships = {one.slug: one for one in Partnership.objects.filter(site=site)}
        known = LocalStrategy.objects.filter(site=site).prefetch_related("partnerships", "themes")
        self.strategies = {one.slug: one for one in known}
        self.rows: dict[tuple[str, str], int] = {}  # the line of each partnership with each of its strategies
        # What an earlier row said of the same thing, and in which line.
        self.said: dict[tuple[str, str], tuple[int, Cells]] = {}

    def take(self, table: list[tuple[int, Cells]]) -> Report:
        named = {cells["partnership"] for _, cells in table}
        self.tiles = Tiles(self.partnerships.values(), named=named)
        return Report([self._line(number, cells) for number, cells in table])

    def _line(self, number: int, cells: Cells) -> Line:
        line = Line(number, cells["partnership name"] or cells["partnership"])
        twin = self.rows.setdefault((cells["partnership"], cells.get("strategy", "")), number)
        if twin != number:
            line.problems.append(f"Line {twin} is about the same partnership and strategy. Keep one of the two.")
            return line
        partnership, partnership_does = self._thing(line, cells, Partnership, PARTNERSHIP_COLUMNS, self.partnerships)
        strategy, strategy_does = None, ""
        if cells.get("strategy"):
            strategy, strategy_does = self._thing(line, cells, LocalStrategy, STRATEGY_COLUMNS, self.strategies)
        elif said := [name for name in STRATEGY_COLUMNS if cells.get(name)]:
            line.problems.append(f"strategy: Give its short name. The row says of a strategy: {', '.join(said)}.")
        if partnership and strategy and not line.problems:
            theirs = strategy.partnerships.all()
            if partnership not in theirs:
                strategy.partnerships.add(partnership)
                strategy.save()
                strategy_does = strategy_does or f"Joins {strategy}"
        line.does = "" if line.problems else ". ".join(words for words in (partnership_does, strategy_does) if words)
        return line

    def _thing(
        self, line: Line, cells: Cells, model: Any, columns: dict[str, str], known: dict[str, Any]
    ) -> tuple[Any, str]:
        """The partnership or strategy of the row, stored, and what that did; None when something is wrong."""
        key = next(iter(columns))
        slug = cells[key]
        theirs = {name: value for name, value in cells.items() if name in columns}
        earlier = self.said.setdefault((key, slug), (line.number, theirs))
        for name, value in theirs.items():
            if earlier[1][name] != value:
                line.problems.append(f"{name}: line {earlier[0]} says something else of the same {key}.")
        if line.problems or (earlier[0] != line.number):
            return known.get(slug), ""
        thing = known.get(slug) or model(site=self.site, slug=slug)
        is_new, before = thing.pk is None, _state(thing) if thing.pk else {}
        themes = self._fill(line, thing, theirs, columns)
        self._check(line, thing, columns)
        if model is Partnership:
            self.tiles.put_on(line, thing)
        if line.problems:
            return None, ""
        thing.save()
        if themes is not None:
            thing.themes.set(themes)
            thing.save()
        known[slug] = thing
        if is_new:
            return thing, f"New {key}: {thing}"
        changed = [name for name, value in _state(thing).items() if before.get(name) != value]
        return thing, f"Changes {key} {thing}: {', '.join(changed)}" if changed else ""

    def _fill(self, line: Line, thing: Any, cells: Cells, columns: dict[str, str]) -> list[Any] | None:
        """Set what the cells say; return the themes, which need a stored strategy, or None when they are not named."""
        themes = None
        for name, value in cells.items():
            try:
                attribute = columns[name]
                if attribute == "themes":
                    themes = [named(self.themes, part, "theme") for part in value.split(";") if part.strip()]
                elif attribute in DATES:
                    stem = attribute.removesuffix("_as_at")
                    on, precision = read_date(value)
                    setattr(thing, f"{stem}_on", on)
                    setattr(thing, f"{stem}_precision", precision)
                else:
                    setattr(thing, attribute, self._value(attribute, value))
            except ValueError as problem:
                line.problems.append(f"{name}: {problem}")
        return themes

    def _value(self, attribute: str, cell: str) -> Any:
        """What a cell means. Raises ValueError with words for staff."""
        match attribute:
            case "has_entry" | "is_joint":
                return yes_or_no(cell)
            case "map_column" | "map_row":
                return whole_number(cell)
            case "checked_on":
                return day(cell)
            case "stage":
                return named(_STAGES, cell, "stage")
            case "wave":
                return named(self.waves, cell, "wave") if cell else None
        return cell

    @staticmethod
    def _check(line: Line, thing: Any, columns: dict[str, str]) -> None:
        """What the model finds wrong. Its constraints name the area too, and hold anyway: for tiles see `Tiles`."""
        headings = {field: name for name, field in columns.items()}
        try:
            thing.full_clean(exclude=["site"])
        except ValidationError as error:
            for name, problems in error.message_dict.items():
                heading = headings.get(name, next(iter(columns)))
                line.problems += [f"{heading}: {problem}" for problem in problems]


def _state(thing: Any) -> dict[str, Any]:
    fields = {str(one.verbose_name): getattr(thing, one.attname) for one in thing._meta.concrete_fields}
    if isinstance(thing, LocalStrategy):
        fields["themes"] = sorted(theme.pk for theme in thing.themes.all())
    return fields
