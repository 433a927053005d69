"""What a questionnaire is made of. Plain values that never change, read from the JSON that a version keeps."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

type Plain = Mapping[str, Any]


class Kind(enum.StrEnum):
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    POSTCODE = "postcode"
    DISTRICT = "district"
    SECTOR = "sector"
    YES_NO = "yes_no"
    ONE = "one"
    SEVERAL = "several"
    SCALE = "scale"
    MATRIX = "matrix"
    RANKING = "ranking"
    FILE = "file"
    EMAIL = "email"  # only in the section about the person, never offered to whoever builds a survey


# Kinds whose answers are picked from options, so that what is asked next can depend on them.
PICKED = frozenset({Kind.YES_NO, Kind.ONE, Kind.SEVERAL, Kind.SCALE, Kind.DISTRICT, Kind.SECTOR})
# Kinds whose answers say nothing that a person has worded: they stay when a person is erased.
WORDLESS = PICKED | {Kind.MATRIX, Kind.RANKING}

# Keys of options that questions have of themselves.
OTHER, NONE, PREFER_NOT, YES, NO = "other", "none", "prefer-not", "yes", "no"


@dataclass(frozen=True)
class Option:
    """`key` never changes, and stands in answers and conditions; `label` is what people read."""

    key: str
    label: str


class Is(enum.StrEnum):
    ANY_OF = "any_of"
    NONE_OF = "none_of"  # answered, and with none of these
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"  # left empty, or not asked


@dataclass(frozen=True)
class Condition:
    """On the answer to the question with the code `question`; `answers` are keys of its options."""

    question: str
    test: Is
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class When:
    """Every condition, or any of them. Without conditions it holds always."""

    conditions: tuple[Condition, ...] = ()
    every: bool = True

    @classmethod
    def read(cls, plain: Plain | None) -> Self:
        if plain is None:
            return cls()
        found = (Condition(one["question"], Is(one["test"]), tuple(one["answers"])) for one in plain["conditions"])
        return cls(tuple(found), plain["every"])

    def plain(self) -> Plain:
        conditions = [
            {"question": one.question, "test": one.test.value, "answers": list(one.answers)} for one in self.conditions
        ]
        return {"conditions": conditions, "every": self.every}


@dataclass(frozen=True)
class Question:
    """`code` names its answer in every version and export. `id` is its block in the editor, for links to the place.

    `least` and `most` bound what the kind counts: characters, the number itself, how many are picked or ranked.
    """

    code: str
    kind: Kind
    label: str
    id: str = ""
    help: str = ""
    required: bool = False
    prefer_not: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    has_other: bool = False
    none_label: str = ""
    least: int | None = None
    most: int | None = None
    low_label: str = ""
    high_label: str = ""
    when: When = When()

    @cached_property
    def choices(self) -> tuple[Option, ...]:
        """What can be picked: its options, and those that it has of itself."""
        match self.kind:
            case Kind.YES_NO:
                picked: tuple[Option, ...] = (Option(YES, "Yes"), Option(NO, "No"))
            case Kind.SCALE:
                picked = tuple(Option(str(step), str(step)) for step in range(self.least or 1, (self.most or 5) + 1))
            case _:
                picked = self.options
        if self.has_other:
            picked += (Option(OTHER, "Other"),)
        if self.none_label:
            picked += (Option(NONE, self.none_label),)
        if self.prefer_not and self.kind in PICKED:
            picked += (Option(PREFER_NOT, "Prefer not to say"),)
        return picked

    @cached_property
    def labels(self) -> dict[str, str]:
        return {option.key: option.label for option in self.choices}


@dataclass(frozen=True)
class Information:
    """Text and live content of the strategy, by number, to read beside the question that follows it."""

    id: str = ""
    html: str = ""
    page: int | None = None
    figure: int | None = None


@dataclass(frozen=True)
class Section:
    """One page of questions. Whoever meets `leave_when` after it is told `leave_words` and asked nothing more."""

    id: str
    title: str
    items: tuple[Question | Information, ...] = ()
    introduction: str = ""
    when: When = When()
    leave_when: When = When()
    leave_words: str = ""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(item for item in self.items if isinstance(item, Question))


@dataclass(frozen=True)
class Questionnaire:
    sections: tuple[Section, ...] = ()

    @classmethod
    def read(cls, plain: Plain) -> Self:
        return cls(tuple(_section(one) for one in plain["sections"]))

    def plain(self) -> dict[str, Any]:
        """The same as values that JSON knows: `Questionnaire.read` gives it back."""
        return {"sections": [_plain_section(section) for section in self.sections]}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_code(self) -> dict[str, Question]:
        return {question.code: question for question in self.questions}

    def section(self, section_id: str) -> Section | None:
        return next((section for section in self.sections if section.id == section_id), None)

    @cached_property
    def section_of(self) -> dict[str, Section]:
        return {question.code: section for section in self.sections for question in section.questions}


def _section(plain: Plain) -> Section:
    return Section(
        id=plain["id"],
        title=plain["title"],
        introduction=plain["introduction"],
        items=tuple(_information(one) if one["kind"] == "information" else _question(one) for one in plain["items"]),
        when=When.read(plain["when"]),
        leave_when=When.read(plain["leave_when"]),
        leave_words=plain["leave_words"],
    )


def _information(plain: Plain) -> Information:
    return Information(id=plain["id"], html=plain["html"], page=plain["page"], figure=plain["figure"])


_SIMPLE = ("code", "label", "id", "help", "required", "prefer_not", "has_other", "none_label", "least", "most")
_LABELS = ("low_label", "high_label")


def _question(plain: Plain) -> Question:
    return Question(
        kind=Kind(plain["kind"]),
        options=tuple(Option(*one) for one in plain["options"]),
        rows=tuple(Option(*one) for one in plain["rows"]),
        when=When.read(plain["when"]),
        **{name: plain[name] for name in (*_SIMPLE, *_LABELS)},
    )


def _plain_section(section: Section) -> Plain:
    return {
        "id": section.id,
        "title": section.title,
        "introduction": section.introduction,
        "items": list(_plain_items(section)),
        "when": section.when.plain(),
        "leave_when": section.leave_when.plain(),
        "leave_words": section.leave_words,
    }


def _plain_items(section: Section) -> Iterator[Plain]:
    for item in section.items:
        if isinstance(item, Information):
            yield {"kind": "information", "id": item.id, "html": item.html, "page": item.page, "figure": item.figure}
            continue
        yield {
            "kind": item.kind.value,
            "options": [[option.key, option.label] for option in item.options],
            "rows": [[row.key, row.label] for row in item.rows],
            "when": item.when.plain(),
            **{name: getattr(item, name) for name in (*_SIMPLE, *_LABELS)},
        }
