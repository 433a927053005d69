"""What an import would do, or has done, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field


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
