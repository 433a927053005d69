"""Brings a table of the tracker in. A trial run says of each row what it would do, or what is wrong with it.

Nothing is stored while one row is bad, and nothing is deleted: a row that the file leaves out stays as it is. The trial
is the import itself, rolled back, so it cannot say anything else than what will happen.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Site

from strategy.csv_text import unguarded
from strategy.dates import Precision
from strategy.models.choices import TrackedStage
from strategy.models.partnership import LocalStrategy, Partnership, TrackerTheme, TrackerWave
from strategy.tracker.changes import noting_changes
from strategy.tracker.tables import COLUMNS, DATES, PARTNERSHIP_COLUMNS, STRATEGY_COLUMNS, read_date

MOST_BYTES = 1_000_000
MOST_ROWS = 2_000
_NEEDED = ("partnership", "partnership name")
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0", ""}
_STAGES = {str(stage.label).lower(): stage for stage in TrackedStage} | {"": TrackedStage.NOT_STATED}


class NotATable(Exception):
    """The file can't be read at all. The text is for staff."""


@dataclass
class Line:
    """One row of the file: what it does, or everything that is wrong with it, with the heading of the column."""

    number: int
    name: str
    does: str = ""
    problems: list[str] = field(default_factory=list)


@dataclass
class Report:
    lines: list[Line]

    @property
    def bad(self) -> list[Line]:
        return [line for line in self.lines if line.problems]

    @property
    def news(self) -> list[Line]:
        return [line for line in self.lines if line.does]


class _RolledBack(Exception):
    pass


def read(content: bytes) -> str:
    """The text of an uploaded file. Raises NotATable."""
    if len(content) > MOST_BYTES:
        raise NotATable("The file is larger than 1 MB. Import it in parts.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotATable("The file is not UTF-8. In Excel, save it as “CSV UTF-8”.") from None
    if "\x00" in text:
        raise NotATable("The file holds signs that are no text. Save it as CSV and not as a workbook.")
    return text


def run(text: str, *, site: Site, now: dt.datetime, is_trial: bool) -> Report:
    """Import the table `text`, or only say what that would do. Raises NotATable."""
    table = _table(text)
    report = Report([])
    try:
        with noting_changes(site, now=now):
            report = _Importer(site).take(table)
            if is_trial or report.bad:
                raise _RolledBack
    except _RolledBack:
        pass
    return report


def _table(text: str) -> list[tuple[int, dict[str, str]]]:
    """(line, cells by heading) of each row that is not empty."""
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = [cell.strip().lower().lstrip("\ufeff") for cell in next(reader, [])]
        missing = [name for name in _NEEDED if name not in header]
        if missing:
            raise NotATable(f"The first line must name the columns. Missing: {', '.join(missing)}.")
        odd = [name for name in header if name not in COLUMNS]
        if odd or len(set(header)) < len(header):
            what = f"These have no meaning here: {', '.join(odd)[:200]}." if odd else "A column stands there twice."
            raise NotATable(f"{what} Columns are: {', '.join(COLUMNS)}.")
        found = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    raise NotATable(f"Line {reader.line_num} has {len(cells)} cells, and the first has {len(header)}.")
                values = [unguarded(cell.strip()) for cell in cells]
                found.append((reader.line_num, dict(zip(header, values, strict=True))))
    except csv.Error as error:
        raise NotATable(f"Line {reader.line_num} can't be read as CSV: {error}.") from None
    if len(found) > MOST_ROWS:
        raise NotATable(f"The file has {len(found)} rows. Import at most {MOST_ROWS} at once.")
    return found


class _Importer:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.waves = {wave.name.lower(): wave for wave in TrackerWave.objects.filter(site=site)}
        self.themes = {theme.name.lower(): theme for theme in TrackerTheme.objects.filter(site=site)}
        self.partnerships = {one.slug: one for one in Partnership.objects.filter(site=site)}
        known = LocalStrategy.objects.filter(site=site).prefetch_related("partnerships", "themes")
        self.strategies = {one.slug: one for one in known}
        # What an earlier row said of the same thing, and in which line.
        self.said: dict[tuple[str, str], tuple[int, dict[str, str]]] = {}

    def take(self, table: list[tuple[int, dict[str, str]]]) -> Report:
        return Report([self._line(number, cells) for number, cells in table])

    def _line(self, number: int, cells: dict[str, str]) -> Line:
        line = Line(number, cells["partnership name"] or cells["partnership"])
        partnership, partnership_does = self._thing(line, cells, Partnership, PARTNERSHIP_COLUMNS, self.partnerships)
        strategy, strategy_does = None, ""
        if cells.get("strategy"):
            strategy, strategy_does = self._thing(line, cells, LocalStrategy, STRATEGY_COLUMNS, self.strategies)
        if partnership and strategy and not line.problems:
            theirs = strategy.partnerships.all()
            if partnership not in theirs:
                strategy.partnerships.add(partnership)
                strategy.save()
                strategy_does = strategy_does or f"Joins {strategy}"
        line.does = "" if line.problems else ". ".join(words for words in (partnership_does, strategy_does) if words)
        return line

    def _thing(
        self, line: Line, cells: dict[str, str], model: Any, columns: dict[str, str], known: dict[str, Any]
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

    def _fill(self, line: Line, thing: Any, cells: dict[str, str], columns: dict[str, str]) -> list[Any] | None:
        """Set what the cells say; return the themes, which need a stored strategy, or None when they are not named."""
        themes = None
        for name, value in cells.items():
            try:
                attribute = columns[name]
                if attribute == "themes":
                    themes = [self._named(self.themes, part, "theme") for part in value.split(";") if part.strip()]
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
                return _yes_or_no(cell)
            case "map_column" | "map_row":
                return _number(cell)
            case "checked_on":
                return _day(cell)
            case "stage":
                return self._named(_STAGES, cell, "stage")
            case "wave":
                return self._named(self.waves, cell, "wave") if cell else None
        return cell

    @staticmethod
    def _named(known: dict[str, Any], cell: str, what: str) -> Any:
        found = known.get(cell.strip().lower())
        if found is None:
            names = ", ".join(str(getattr(one, "label", one)) for name, one in known.items() if name)
            raise ValueError(
                f"There is no {what} called “{cell.strip()[:60]}”. Use one of: {names[:400] or 'none yet'}."
            )
        return found

    @staticmethod
    def _check(line: Line, thing: Any, columns: dict[str, str]) -> None:
        headings = {field: name for name, field in columns.items()}
        try:
            thing.full_clean(exclude=["site"])
        except ValidationError as error:
            for name, problems in error.message_dict.items():
                heading = headings.get(name, next(iter(columns)))
                line.problems += [f"{heading}: {problem}" for problem in problems]


def _yes_or_no(cell: str) -> bool:
    if cell.lower() not in _YES | _NO:
        raise ValueError("Write yes or no.")
    return cell.lower() in _YES


def _number(cell: str) -> int | None:
    if cell and not (cell.isascii() and cell.isdecimal() and len(cell) < 4):
        raise ValueError("Write a whole number, or leave it empty.")
    return int(cell) if cell else None


def _day(cell: str) -> dt.date | None:
    on, precision = read_date(cell)
    if precision not in (Precision.DAY, Precision.NOT_STATED):
        raise ValueError("Write the day, such as 2019-03-31.")
    return on


def _state(thing: Any) -> dict[str, Any]:
    fields = {str(one.verbose_name): getattr(thing, one.attname) for one in thing._meta.concrete_fields}
    if isinstance(thing, LocalStrategy):
        fields["themes"] = sorted(theme.pk for theme in thing.themes.all())
    return fields
