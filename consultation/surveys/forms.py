"""Questions as fields of a page, the form for an address, and the trap on the page that sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms

from consultation.files.kinds import ACCEPT, IN_WORDS, LARGEST, MEGABYTE
from consultation.participants.bots import WithTrap
from consultation.participants.fields import EmailField
from consultation.surveys.questionnaire.answers import Answer, Answers, chosen, field_name, shown
from consultation.surveys.questionnaire.shape import OTHER, PREFER_NOT, Kind, Question
from consultation.surveys.responses import mark
from consultation.surveys.uploads import MOST_FILES

_CHOICES = frozenset({Kind.YES_NO, Kind.ONE, Kind.SEVERAL, Kind.DISTRICT, Kind.SECTOR})
_TEMPLATES = dict.fromkeys(_CHOICES, "choices") | {
    Kind.LONG_TEXT: "long_text",
    Kind.DATE: "date",
    Kind.SCALE: "scale",
    Kind.MATRIX: "matrix",
    Kind.RANKING: "ranking",
    Kind.FILE: "file",
}
_NOTES = {
    Kind.DATE: "For example, 27 3 2026.",
    Kind.FILE: f"{IN_WORDS}, each smaller than {LARGEST // MEGABYTE}MB. Without passwords and macros. "
    f"You can select up to {MOST_FILES}.",
}
_PURPOSE = {Kind.EMAIL: "email", Kind.POSTCODE: "postal-code"}


@dataclass(frozen=True)
class Choice:
    """A radio button, a tick box, or a small field that goes by one key."""

    key: str
    label: str
    id: str
    name: str
    is_chosen: bool = False
    value: str = ""
    has_words: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a matrix, with its choices."""

    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Asked:
    """One question as a page shows it: what was typed, what is wrong with it, and what others typed meanwhile."""

    question: Question
    answer: Answer
    stored: Answer | None
    error: str = ""
    others: list[list[str]] = field(default_factory=list)

    @property
    def template(self) -> str:
        return f"consultation/surveys/questions/{_TEMPLATES.get(self.question.kind, 'text')}.html"

    @property
    def name(self) -> str:
        return field_name(self.question)

    @property
    def was_name(self) -> str:
        return f"was-{self.question.code}"

    @property
    def was(self) -> str:
        return mark(self.stored)

    @property
    def is_group(self) -> bool:
        return self.template.rpartition("/")[2] not in ("text.html", "long_text.html", "file.html")

    @property
    def first_id(self) -> str:
        """Where a link to the question leads: its first field."""
        ends = {Kind.DATE: "-day", Kind.MATRIX: "-0-0"}
        return self.name + ends.get(self.question.kind, "-0" if self.is_group else "")

    @property
    def hint_id(self) -> str:
        return f"{self.name}-hint" if self.question.help or self.note else ""

    @property
    def described_by(self) -> str:
        return " ".join(part for part in (self.hint_id, f"{self.name}-error" if self.error else "") if part)

    @property
    def note(self) -> str:
        """How many may be picked, and the like, in words."""
        question = self.question
        match question.kind:
            case Kind.SEVERAL:
                return _how_many(question)
            case Kind.RANKING:
                most = question.most or len(question.options)
                return f"Number them from 1 to {most}, with 1 for what matters most. Leave the rest empty."
            case Kind.LONG_TEXT if question.most:
                return f"Up to {question.most:,} characters."
        return _NOTES.get(question.kind, "")

    @property
    def text(self) -> str:
        return str(self.answer.get("text", ""))

    @property
    def other(self) -> str:
        return str(self.answer.get("other", ""))

    @property
    def prefers_not(self) -> bool:
        return bool(self.answer.get("prefer_not"))

    @property
    def offers_prefer_not(self) -> bool:
        """As a tick box of its own, where it is not one of the choices."""
        return self.question.prefer_not and PREFER_NOT not in self.question.labels

    @property
    def prefer_not_name(self) -> str:
        return field_name(self.question, PREFER_NOT)

    @property
    def autocomplete(self) -> str:
        return _PURPOSE.get(self.question.kind, "")

    @cached_property
    def choices(self) -> list[Choice]:
        keys = chosen(self.question, self.answer)
        return [
            Choice(one.key, one.label, f"{self.name}-{at}", self.name, one.key in keys, has_words=one.key == OTHER)
            for at, one in enumerate(self.question.choices)
        ]

    @property
    def rows(self) -> list[Row]:
        picked: Mapping[str, str] = self.answer.get("rows", {})
        return [
            Row(
                row.label,
                [
                    Choice(
                        one.key,
                        one.label,
                        f"{self.name}-{number}-{at}",
                        field_name(self.question, row.key),
                        picked.get(row.key) == one.key,
                    )
                    for at, one in enumerate(self.question.options)
                ],
            )
            for number, row in enumerate(self.question.rows)
        ]

    @property
    def ranks(self) -> list[Choice]:
        typed: Mapping[str, str] = self.answer.get("ranks", {})
        return [
            Choice(
                one.key,
                one.label,
                f"{self.name}-{at}",
                field_name(self.question, one.key),
                value=typed.get(one.key, ""),
            )
            for at, one in enumerate(self.question.options)
        ]

    @property
    def date_parts(self) -> list[Choice]:
        names = {part: field_name(self.question, part) for part in ("day", "month", "year")}
        return [
            Choice(part, part.title(), name, name, value=str(self.answer.get(part, ""))) for part, name in names.items()
        ]

    @property
    def files(self) -> Sequence[Mapping[str, Any]]:
        files: Sequence[Mapping[str, Any]] = self.answer.get("files", [])
        return files

    @property
    def accept(self) -> str:
        return ACCEPT


def _how_many(question: Question) -> str:
    least, most = question.least, question.most
    if least and most:
        return f"Select {least}." if least == most else f"Select {least} to {most}."
    if least or most:
        return f"Select up to {most}." if most else f"Select at least {least}."
    return "Select all that apply."


def asked(
    questions: Sequence[Question],
    stored: Answers,
    *,
    typed: Answers | None = None,
    errors: Mapping[str, str] | None = None,
    set_aside: Sequence[Mapping[str, Any]] = (),
) -> Iterator[Asked]:
    """The questions of a page, with what was typed now or else is stored."""
    for question in questions:
        there = stored.get(question.code)
        now = (typed or {}).get(question.code, there) or {}
        others = [
            shown(question, one["answer"])
            for one in set_aside
            if one["code"] == question.code and mark(one["answer"]) != mark(now)
        ]
        if typed and mark(there) != mark(now) and there and not any(shown(question, there) == one for one in others):
            others.append(shown(question, there))
        yield Asked(question, now, there, (errors or {}).get(question.code, ""), [one for one in others if one])


class LinkForm(forms.Form):
    """Where to send a link."""

    email = EmailField()


class SendForm(WithTrap):
    """Only the trap. Whoever looks over the answers quickly is no robot: the time counts from the first page."""

    least_seconds = -1  # the seal is rounded to whole seconds, up as well
