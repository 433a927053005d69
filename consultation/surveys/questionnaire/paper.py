"""A questionnaire on paper: every question numbered, with where to go next and whom a question is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consultation.surveys.questionnaire.routing import meets
from consultation.surveys.questionnaire.shape import (
    Information,
    Is,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
    When,
)

# Answers to these send a reader on: exactly one of them is ticked.
_SENDS_ON = frozenset({Kind.YES_NO, Kind.ONE, Kind.SCALE, Kind.DISTRICT, Kind.SECTOR})


@dataclass(frozen=True)
class OnPaper:
    """A question with its number; `only_if` says whom it is for, and each choice may say where to go."""

    number: int
    question: Question
    only_if: str
    choices: list[tuple[Option, str]]


@dataclass(frozen=True)
class Sheet:
    """A section on paper."""

    section: Section
    only_if: str
    items: list[OnPaper | Information]


def paper(questionnaire: Questionnaire) -> list[Sheet]:
    """The sections in order, with numbers that run through."""
    numbers = {question.code: number for number, question in enumerate(questionnaire.questions, 1)}
    sheets = []
    for section in questionnaire.sections:
        items: list[OnPaper | Information] = []
        for item in section.items:
            if isinstance(item, Information):
                items.append(item)
                continue
            choices = [(option, _jump(questionnaire, item, option, numbers)) for option in item.choices]
            items.append(OnPaper(numbers[item.code], item, _only_if(item.when, questionnaire, numbers), choices))
        sheets.append(Sheet(section, _only_if(section.when, questionnaire, numbers), items))
    return sheets


def _only_if(when: When, questionnaire: Questionnaire, numbers: Mapping[str, int]) -> str:
    """ "if you ticked Yes in question 3", or nothing."""
    told = []
    for one in when.conditions:
        question = questionnaire.by_code[one.question]
        named = " or ".join(question.labels.get(key, key) for key in one.answers)
        told.append(
            {
                Is.ANY_OF: f"you ticked {named} in question {numbers[one.question]}",
                Is.NONE_OF: f"you answered question {numbers[one.question]} and did not tick {named}",
                Is.ANSWERED: f"you answered question {numbers[one.question]}",
                Is.NOT_ANSWERED: f"you did not answer question {numbers[one.question]}",
            }[one.test]
        )
    return f"if {(' and ' if when.every else ' or ').join(told)}" if told else ""


def _jump(questionnaire: Questionnaire, question: Question, option: Option, numbers: Mapping[str, int]) -> str:
    """Where a reader who ticks `option` goes on: nothing when it is the next question anyway."""
    if question.kind not in _SENDS_ON:
        return ""
    picked = frozenset({option.key})
    place = questionnaire.section_of[question.code]
    leaves = bool(place.leave_when.conditions) and _fates(place.leave_when, question.code, picked) == {True}
    following = questionnaire.questions[numbers[question.code] :]
    for later in following:
        section = questionnaire.section_of[later.code]
        if section is not place and leaves:
            return "You are done"
        if all(True in _fates(when, question.code, picked) for when in (section.when, later.when)):
            is_next = numbers[later.code] == numbers[question.code] + 1
            return "" if is_next else f"Go to question {numbers[later.code]}"
    return "Go to the end" if following else ""


def _fates(when: When, code: str, picked: frozenset[str]) -> set[bool]:
    """Whether `when` can be met and can be unmet, knowing the answer to one question only."""
    if not when.conditions:
        return {True}
    each = [{meets(one, picked)} if one.question == code else {True, False} for one in when.conditions]
    whole, part = (all, any) if when.every else (any, all)
    can = whole(True in fate for fate in each)
    cannot = part(False in fate for fate in each)
    return {*([True] if can else []), *([False] if cannot else [])}
