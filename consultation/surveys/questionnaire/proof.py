"""Proves a questionnaire before anybody is asked: every way through it, and what is wrong with any of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from consultation.surveys.questionnaire.shape import PICKED, Condition, Is, Kind, Question, Questionnaire, When
from consultation.surveys.questionnaire.ways import MOST_PATHS, Path, TooManyWays, paths, reach

CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Finding:
    """A plain sentence about a `place`: the id of a block in the editor, or the name of a field of the survey."""

    sentence: str
    place: str = ""
    is_error: bool = True


@dataclass(frozen=True)
class Proof:
    findings: list[Finding] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    has_more_paths: bool = False

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_error]

    @property
    def is_good(self) -> bool:
        return not self.errors


def prove(questionnaire: Questionnaire) -> Proof:
    """What is wrong with each part, then, if the conditions can be followed, what is wrong with the ways through."""
    findings = [*_parts(questionnaire), *_conditions(questionnaire)]
    if findings or not questionnaire.questions:
        return Proof(findings or [Finding("There are no questions yet. Add a section with a question.", "sections")])
    try:
        asked, is_sent = reach(questionnaire)
    except TooManyWays:
        return Proof([Finding("There are too many ways through to follow them all. Use fewer conditions.", "sections")])
    findings = [*_never_asked(questionnaire, asked)]
    if not is_sent:
        findings.append(Finding("Nobody can send this survey: every way through it ends early.", "sections"))
    found = list(paths(questionnaire))  # at most one more than is listed
    return Proof(findings, found[:MOST_PATHS], has_more_paths=len(found) > MOST_PATHS)


# Each part by itself


def _parts(questionnaire: Questionnaire) -> Iterator[Finding]:
    codes = Counter(question.code for question in questionnaire.questions)
    for number, section in enumerate(questionnaire.sections, 1):
        name = f"“{section.title}”" if section.title else f"Section {number}"
        if not section.title:
            yield Finding(f"Section {number} has no title.", section.id)
        if not section.questions:
            yield Finding(f"{name} is a dead end: it has no question.", section.id)
        if section.leave_when.conditions and not section.leave_words:
            yield Finding(f"{name} lets people leave, and does not say what they are told.", section.id)
        for question in section.questions:
            yield from (Finding(f"{_named(question)}: {words}", question.id) for words in _wrong_with(question, codes))


def _wrong_with(question: Question, codes: Counter[str]) -> Iterator[str]:
    if not question.label:
        yield "it has no wording."
    if not CODE.fullmatch(question.code):
        yield "its code must begin with a small letter, and hold only small letters, figures and hyphens."
    elif codes[question.code] > 1:
        yield f"another question has the code {question.code} too. Give each its own."
    yield from _wrong_options(question)
    if question.least is not None and question.most is not None and question.least > question.most:
        yield f"nobody can answer it: at least {question.least} and at most {question.most} cannot both be."
    elif question.kind == Kind.SEVERAL and (question.least or 0) > len(question.options):
        yield f"nobody can answer it: it asks for {question.least} answers and has {len(question.options)}."


def _wrong_options(question: Question) -> Iterator[str]:
    if question.kind in (Kind.ONE, Kind.SEVERAL, Kind.MATRIX, Kind.RANKING) and len(question.options) < 2:
        yield "it needs at least two answers to choose from."
    if question.kind == Kind.DISTRICT and not question.options:
        yield "the area has no districts to choose from. Add them under “Districts”, or ask for a postcode."
    if question.kind == Kind.SECTOR and not question.options:
        yield "the strategy has no sectors to choose from. Add their pages, or ask in other words."
    if question.kind == Kind.MATRIX and not question.rows:
        yield "it needs at least one row."
    for options in (question.options, question.rows):
        twice = [words for words, count in Counter(one.label.casefold() for one in options).items() if count > 1]
        if twice:
            yield f"“{twice[0]}” stands in it twice."


# Each condition by itself


def _conditions(questionnaire: Questionnaire) -> Iterator[Finding]:
    earlier: dict[str, Question] = {}
    for section in questionnaire.sections:
        place = f"“{section.title}”"
        yield from _wrong_when(questionnaire, section.when, earlier, place, section.id)
        for question in section.questions:
            yield from _wrong_when(questionnaire, question.when, earlier, _named(question), question.id)
            earlier[question.code] = question
        yield from _wrong_when(questionnaire, section.leave_when, earlier, place, section.id)


def _wrong_when(
    questionnaire: Questionnaire, when: When, earlier: Mapping[str, Question], name: str, place: str
) -> Iterator[Finding]:
    for one in when.conditions:
        words = _wrong_condition(one, earlier.get(one.question), questionnaire.by_code.get(one.question))
        if words:
            yield Finding(f"{name}: {words}", place)


def _wrong_condition(condition: Condition, earlier: Question | None, anywhere: Question | None) -> str:
    if anywhere is None:
        return f"its condition names the code “{condition.question}”, and no question has that code."
    if earlier is None:
        return f"its condition depends on {_named(anywhere)}, which is asked later. Move one of them."
    if condition.test in (Is.ANSWERED, Is.NOT_ANSWERED):
        return ""
    if earlier.kind not in PICKED:
        return f"its condition depends on an answer to {_named(earlier)}, which has no answers to choose from."
    if not condition.answers:
        return f"its condition on {_named(earlier)} names no answer."
    unknown = [key for key in condition.answers if key not in earlier.labels]
    return f"its condition names “{unknown[0]}”, which is no answer to {_named(earlier)}." if unknown else ""


def _never_asked(questionnaire: Questionnaire, asked: set[str]) -> Iterator[Finding]:
    for question in questionnaire.questions:
        if question.code not in asked:
            why = "It must be answered, and nobody is ever asked it" if question.required else "Nobody is ever asked it"
            yield Finding(f"{_named(question)}: {why[0].lower()}{why[1:]}. Check its conditions.", question.id)


def _named(question: Question) -> str:
    words = question.label if len(question.label) <= 80 else f"{question.label[:78]}…"
    return f"“{words}”" if words else f"The question {question.code or 'without wording'}"
