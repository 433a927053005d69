"""What has changed between two questionnaires: a typing mistake put right, or something else asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from consultation.surveys.questionnaire.answers import Answer, Answers, chosen
from consultation.surveys.questionnaire.shape import (
    Information,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
)


@dataclass(frozen=True)
class Correction:
    """Other words in the same place."""

    place: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """`structure` says in plain words what is asked differently; with nothing in it, only wording has changed."""

    corrections: tuple[Correction, ...] = ()
    structure: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.corrections or self.structure)


def changes(old: Questionnaire, new: Questionnaire) -> Changes:
    """What a person who knows `old` would find different in `new`."""
    return Changes(tuple(_corrections(old, new)), tuple(_structure(old, new)))


def _bare(section: Section) -> Section:
    """The section without its words: what is left is its structure."""
    items = tuple(
        Information(page=item.page, figure=item.figure) if isinstance(item, Information) else _bare_question(item)
        for item in section.items
    )
    return replace(section, title="", introduction="", leave_words="", items=items)


def _bare_question(question: Question) -> Question:
    return replace(
        question,
        id="",
        label="",
        help="",
        options=tuple(Option(option.key, "") for option in question.options),
        rows=tuple(Option(row.key, "") for row in question.rows),
        none_label="-" if question.none_label else "",
        low_label="",
        high_label="",
    )


def _structure(old: Questionnaire, new: Questionnaire) -> Iterator[str]:
    for code, question in new.by_code.items():
        before = old.by_code.get(code)
        if before is None:
            yield f"“{question.label}” is new."
        elif _bare_question(before) != _bare_question(question):
            yield f"“{question.label}” is asked in another way: {_how(before, question)}."
    yield from (f"“{one.label}” is no longer asked." for code, one in old.by_code.items() if code not in new.by_code)
    if {*old.by_code} == {*new.by_code}:
        same = all(_bare_question(old.by_code[code]) == _bare_question(new.by_code[code]) for code in new.by_code)
        if same and [_bare(one) for one in old.sections] != [_bare(one) for one in new.sections]:
            yield "Sections or questions stand in another order, or are shown on other conditions."


def _how(before: Question, after: Question) -> str:
    names = {
        "kind": "another kind of answer",
        "required": "whether it must be answered",
        "options": "other answers to choose from",
        "rows": "other rows",
        "when": "on other conditions",
        "least": "another smallest number",
        "most": "another largest number",
        "has_other": "with or without “other”",
        "none_label": "with or without “none of these”",
        "prefer_not": "with or without “prefer not to say”",
    }
    bare = _bare_question(before), _bare_question(after)
    return ", ".join(words for name, words in names.items() if getattr(bare[0], name) != getattr(bare[1], name))


def _corrections(old: Questionnaire, new: Questionnaire) -> Iterator[Correction]:
    for section in new.sections:
        before = old.section(section.id)
        if before is not None:
            for name in ("title", "introduction", "leave_words"):
                yield from _other_words(section.title, getattr(before, name), getattr(section, name))
            texts = [[item.html for item in one.items if isinstance(item, Information)] for one in (before, section)]
            if len(texts[0]) == len(texts[1]):
                for was, now in zip(*texts, strict=True):
                    yield from _other_words(section.title, was, now)
    for code, question in new.by_code.items():
        if code in old.by_code:
            yield from _question_corrections(old.by_code[code], question)


def _question_corrections(old: Question, new: Question) -> Iterator[Correction]:
    for name in ("label", "help", "none_label", "low_label", "high_label"):
        yield from _other_words(new.code, getattr(old, name), getattr(new, name))
    for before, after in ((old.options, new.options), (old.rows, new.rows)):
        labels = {option.key: option.label for option in before}
        for option in after:
            yield from _other_words(new.code, labels.get(option.key, option.label), option.label)


def _other_words(place: str, before: str, after: str) -> Iterator[Correction]:
    if before != after:
        yield Correction(place, before, after)


def carried_over(old: Questionnaire, new: Questionnaire, answers: Answers) -> tuple[dict[str, Answer], tuple[str, ...]]:
    """The answers of a draft that `new` can hold, and the codes to look at again.

    An answer to a question that is gone stays under its code, where nothing asks for it; one that the question cannot
    hold any more is left out, for the caller to set aside.
    """
    again = []
    for code, answer in answers.items():
        before, after = old.by_code.get(code), new.by_code.get(code)
        if before is None or after is None:
            continue
        same_kind = before.kind == after.kind
        same_choices = chosen(before, answer) <= set(after.labels) if same_kind else False
        rows_gone = after.kind in (Kind.MATRIX, Kind.RANKING) and _bare_question(before) != _bare_question(after)
        if not same_choices or rows_gone or before.required < after.required or before.label != after.label:
            again.append(code)
    fitting = {code: answer for code, answer in answers.items() if _fits(old, new, code)}
    return fitting, tuple(again)


def _fits(old: Questionnaire, new: Questionnaire, code: str) -> bool:
    before, after = old.by_code.get(code), new.by_code.get(code)
    return before is None or after is None or before.kind == after.kind


def is_touched(old: Questionnaire, new: Questionnaire, answers: Answers) -> bool:
    """Whether a draft with these answers has to look at any of them again."""
    kept, again = carried_over(old, new, answers)
    return bool(again) or len(kept) < len(answers) or any(code not in new.by_code for code in answers)
