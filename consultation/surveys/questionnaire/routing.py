"""What a person is asked, given what they have answered. Computed each time; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from consultation.surveys.questionnaire.answers import Answers, chosen, is_blank
from consultation.surveys.questionnaire.checks import problem
from consultation.surveys.questionnaire.shape import Condition, Is, Question, Questionnaire, Section, When

# What is picked for a question that is answered in words; conditions can only ask whether it is answered.
WORDS = frozenset({"*"})


@dataclass(frozen=True)
class Step:
    """A section that is shown, with those of its questions that are."""

    section: Section
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Route:
    """The sections a person is shown, in order. With `leaves`, the last of them is where they leave unheard."""

    steps: tuple[Step, ...]
    leaves: Section | None = None

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for step in self.steps for question in step.questions)

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(question.code for question in self.questions)

    def step(self, section_id: str) -> Step | None:
        return next((step for step in self.steps if step.section.id == section_id), None)

    def after(self, section_id: str) -> Step | None:
        """The step that follows; None after the last one."""
        ids = [step.section.id for step in self.steps]
        at = ids.index(section_id) + 1 if section_id in ids else 0
        return self.steps[at] if at < len(self.steps) else None

    def before(self, section_id: str) -> Step | None:
        ids = [step.section.id for step in self.steps]
        at = ids.index(section_id) if section_id in ids else 0
        return self.steps[at - 1] if at > 0 else None


def picked(question: Question, answers: Answers) -> frozenset[str] | None:
    """What the answer picks, as conditions see it; None when it is blank."""
    answer = answers.get(question.code)
    if is_blank(question, answer):
        return None
    return chosen(question, answer) or WORDS


def holds(when: When, known: Mapping[str, frozenset[str] | None]) -> bool:
    """Whether `when` is met. `known` holds what was picked; a question it does not name was not asked."""
    if not when.conditions:
        return True
    met = (meets(one, known.get(one.question)) for one in when.conditions)
    return all(met) if when.every else any(met)


def meets(condition: Condition, found: frozenset[str] | None) -> bool:
    """Whether one condition is met by what was picked; None is no answer."""
    match condition.test:
        case Is.ANY_OF:
            return found is not None and bool(found.intersection(condition.answers))
        case Is.NONE_OF:
            return found is not None and not found.intersection(condition.answers)
        case Is.ANSWERED:
            return found is not None
    return found is None


def route(questionnaire: Questionnaire, answers: Answers) -> Route:
    """What is asked of whoever has given `answers`. The answer to a question that is not asked decides nothing."""
    known: dict[str, frozenset[str] | None] = {}
    steps: list[Step] = []
    for section in questionnaire.sections:
        if not holds(section.when, known):
            continue
        shown = []
        for question in section.questions:
            if holds(question.when, known):
                shown.append(question)
                known[question.code] = picked(question, answers)
        if not shown:
            continue
        steps.append(Step(section, tuple(shown)))
        if section.leave_when.conditions and holds(section.leave_when, known):
            return Route(tuple(steps), section)
    return Route(tuple(steps))


class Routes:
    """Finds the routes of many responses. They repeat, so each is found once for the answers that decide it."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, tuple[frozenset[str] | None, ...]], Route] = {}
        self._deciding: dict[int, tuple[Question, ...]] = {}
        self._kept: list[Questionnaire] = []  # so that no two are ever taken for one another

    def of(self, questionnaire: Questionnaire, answers: Answers) -> Route:
        """As `route` gives it."""
        which = id(questionnaire)
        if which not in self._deciding:
            self._kept.append(questionnaire)
            codes = frozenset(one.question for when in _conditions(questionnaire) for one in when.conditions)
            self._deciding[which] = tuple(one for one in questionnaire.questions if one.code in codes)
        key = (which, tuple(picked(one, answers) for one in self._deciding[which]))
        if key not in self._found:
            self._found[key] = route(questionnaire, answers)
        return self._found[key]


def _conditions(questionnaire: Questionnaire) -> Iterator[When]:
    for section in questionnaire.sections:
        yield from (section.when, section.leave_when, *(question.when for question in section.questions))


def problems(found: Route, answers: Answers) -> dict[str, str]:
    """What is wrong on the route, by the code of the question: empty when it can be sent."""
    told = ((question.code, problem(question, answers.get(question.code))) for question in found.questions)
    return {code: words for code, words in told if words}


def no_longer_asked(questionnaire: Questionnaire, found: Route, answers: Answers) -> tuple[Question, ...]:
    """Questions that are answered and not asked any more: kept in the draft, and left out of what is sent."""
    return tuple(
        question
        for question in questionnaire.questions
        if question.code not in found.codes and not is_blank(question, answers.get(question.code))
    )


def first_unfinished(found: Route, answers: Answers, seen: frozenset[str]) -> Step | None:
    """The first step that was never saved or has something wrong; None when all of it is done."""
    for step in found.steps:
        if step.section.id not in seen or any(problem(one, answers.get(one.code)) for one in step.questions):
            return step
    return None


def how_many_steps(questionnaire: Questionnaire, answers: Answers, seen: frozenset[str]) -> tuple[int, int]:
    """How many sections there will be at least and at most, as far as the answers of the sections seen decide it."""
    known: dict[str, frozenset[str] | None] = {}
    open_codes: set[str] = set()
    least = most = 0
    for section in questionnaire.sections:
        section_may, section_must = _may_and_must(section.when, known, open_codes)
        fates = []
        for question in section.questions if section_may else ():
            may, must = _may_and_must(question.when, known, open_codes)
            fates.append((may, must and section_must))
            if not may:
                continue  # not asked: an answer from before decides nothing
            answer = picked(question, answers)
            if must and section_must and (section.id in seen or answer is not None):
                known[question.code] = answer
            else:
                open_codes.add(question.code)
        least, most = least + any(must for _may, must in fates), most + any(may for may, _must in fates)
    return least, most


def _may_and_must(when: When, known: Mapping[str, frozenset[str] | None], open_codes: set[str]) -> tuple[bool, bool]:
    """Whether `when` may yet be met, and whether it surely will be."""
    if not when.conditions:
        return True, True
    fates = []
    for one in when.conditions:
        undecided = one.question in open_codes
        met = meets(one, known.get(one.question))
        fates.append((undecided or met, not undecided and met))
    join = all if when.every else any
    return join(may for may, _must in fates), join(must for _may, must in fates)
