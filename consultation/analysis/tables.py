"""Tables of closed questions, by themselves and by one another, from bits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from consultation.analysis.tallying import ANSWERED, ASKED, Bits
from consultation.participants.models.organisation import Kind as OrganisationKind
from consultation.surveys.questionnaire.shape import NONE, PICKED, PREFER_NOT, Kind, Question, Questionnaire

# A table is read across: what fewer picked than these stands in one column.
MOST_COLUMNS = 12
OTHERS = "All others"


@dataclass(frozen=True)
class Axis:
    """Something to count by: a closed question, a row of one, or what is known of a response.

    `asked` and `answered` name the bits of who was asked and who answered; without them everybody was and did. Several
    axes of one `ranking` are its options: each place goes to one of them, so their tables add up across.
    """

    key: str
    label: str
    options: tuple[tuple[str, str], ...]  # (name of the bits, what people read)
    asked: str = ""
    answered: str = ""
    is_several: bool = False
    ranking: str = ""


@dataclass(frozen=True)
class Cell:
    count: int
    of: int

    @property
    def percent(self) -> float:
        return round(100 * self.count / self.of, 1) if self.of else 0.0


@dataclass(frozen=True)
class Line:
    label: str
    cell: Cell
    across: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Table:
    """`base` is how many answered; percentages are of it. `blank` were asked and left it empty, `not_asked` were not.

    By another axis, each line has a cell for each of its `labels`, and `bases` are how many of each answered.
    """

    axis: Axis
    base: int
    blank: int
    not_asked: int
    lines: tuple[Line, ...]
    labels: tuple[str, ...] = ()
    bases: tuple[int, ...] = ()

    @property
    def heads(self) -> list[tuple[str, int]]:
        return list(zip(self.labels, self.bases, strict=True))


def axes_of(questionnaires: Iterable[Questionnaire], bits: Bits) -> list[Axis]:
    """Every closed question of every version, the latest first, each once; then what is known besides."""
    found: dict[str, Axis] = {}
    for questionnaire in questionnaires:
        for question in questionnaire.questions:
            for axis in _axes(question):
                found[axis.key] = _joined(found[axis.key], axis) if axis.key in found else axis
    return [*found.values(), *_known(bits)]


def table(bits: Bits, axis: Axis, mask: int, by: Axis | None = None) -> Table:
    """Who of `mask` picked what; with `by`, of each of its options too."""
    asked = bits.of(axis.asked) & mask if axis.asked else mask
    answered = bits.of(axis.answered) & mask if axis.answered else _any(bits, axis) & mask
    heads = _columns(bits, by, answered) if by else []
    columns = [column for _label, column in heads]
    bases = tuple(column.bit_count() for column in columns)
    base = answered.bit_count()
    lines = []
    for name, label in axis.options:
        picked = bits.of(name) & answered
        across = tuple(
            Cell((picked & column).bit_count(), base_of) for column, base_of in zip(columns, bases, strict=True)
        )
        lines.append(Line(label, Cell(picked.bit_count(), base), across))
    blank = (asked & ~answered).bit_count()
    labels = tuple(label for label, _column in heads)
    return Table(axis, base, blank, mask.bit_count() - asked.bit_count(), tuple(lines), labels, bases)


def _columns(bits: Bits, by: Axis, answered: int) -> list[tuple[str, int]]:
    """The options of `by` in their order, each with who picked it; of many only the largest, and the rest as one."""
    found = [(label, bits.of(name) & answered) for name, label in by.options]
    if len(found) <= MOST_COLUMNS:
        return found
    largest = sorted(range(len(found)), key=lambda at: -found[at][1].bit_count())[: MOST_COLUMNS - 1]
    others = 0
    for at, (_label, column) in enumerate(found):
        others |= 0 if at in largest else column
    return [*(found[at] for at in sorted(largest)), (OTHERS, others)]


def _any(bits: Bits, axis: Axis) -> int:
    found = 0
    for name, _label in axis.options:
        found |= bits.of(name)
    return found


def _axes(question: Question) -> Iterator[Axis]:
    code, asked = question.code, f"{question.code}{ASKED}"
    if question.kind in PICKED:
        options = tuple((f"{code}={one.key}", one.label) for one in question.choices)
        yield Axis(code, question.label, options, asked, f"{code}{ANSWERED}", _takes_several(question))
    elif question.kind == Kind.MATRIX:
        for row in question.rows:
            key = f"{code}.{row.key}"
            options = tuple((f"{key}={one.key}", one.label) for one in question.options)
            yield Axis(key, f"{question.label} {row.label}", options, asked, f"{key}{ANSWERED}")
    elif question.kind == Kind.RANKING:
        ranks = range(1, (question.most or len(question.options)) + 1)
        for one in question.options:
            key = f"{code}.{one.key}"
            options = tuple((f"{key}={rank}", f"Place {rank}") for rank in ranks)
            yield Axis(key, f"{question.label} {one.label}", options, asked, f"{key}{ANSWERED}", ranking=code)


def _takes_several(question: Question) -> bool:
    """Whether one answer can pick two options: if none can, the options are parts of a whole."""
    together = [one for one in question.choices if one.key not in (NONE, PREFER_NOT)]
    return question.kind == Kind.SEVERAL and question.most != 1 and len(together) > 1


def _joined(latest: Axis, older: Axis) -> Axis:
    """The words of the latest version, with the options that only an older one had behind its own."""
    names = {name for name, _label in latest.options}
    more = tuple(option for option in older.options if option[0] not in names)
    return replace(latest, options=latest.options + more, is_several=latest.is_several or older.is_several)


@dataclass(frozen=True)
class _Known:
    sign: str
    label: str
    words: dict[str, str] = field(default_factory=dict)


_BESIDES: Sequence[_Known] = (
    _Known(
        "@channel",
        "How it came",
        {
            "online": "Online",
            "paper": "On paper",
            "telephone": "By telephone",
            "in_person": "In person",
            "email": "By e-mail",
        },
    ),
    _Known("@district", "District of the organisation"),
    _Known("@kind", "Kind of organisation", {str(value): str(label) for value, label in OrganisationKind.choices}),
)


def _known(bits: Bits) -> Iterator[Axis]:
    for known in _BESIDES:
        names = sorted(name for name in bits.sets if name.startswith(f"{known.sign}="))
        options = tuple((name, known.words.get(name.partition("=")[2], name.partition("=")[2])) for name in names)
        if options:
            yield Axis(known.sign, known.label, options)
