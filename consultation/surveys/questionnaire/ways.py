"""Every way through a questionnaire, as far as its conditions can tell people apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, islice

from consultation.surveys.questionnaire.routing import WORDS, holds
from consultation.surveys.questionnaire.shape import (
    NONE,
    PICKED,
    PREFER_NOT,
    Kind,
    Question,
    Questionnaire,
    Section,
    When,
)

# Past so many, nobody reads the list, and the wait is felt.
MOST_PATHS = 200
MOST_STATES = 20_000
_MOST_COMBINED = 6

type Picked = frozenset[str] | None
type Known = dict[str, Picked]
type Named = Mapping[str, set[str]]


class TooManyWays(Exception):
    """More than anybody would follow."""


@dataclass(frozen=True)
class Path:
    """One way through: the answers that lead along it, the questions asked, and whether it ends before sending."""

    because: tuple[str, ...]
    questions: tuple[Question, ...]
    leaves: Section | None


def paths(questionnaire: Questionnaire) -> Iterator[Path]:
    """Ways through that ask different things, one more than is listed, each with the first answers that lead there."""
    named = _named(questionnaire)
    seen: set[tuple[tuple[str, ...], str]] = set()
    for known, asked, leaves in islice(_follow(questionnaire.sections, {}, (), named), MOST_STATES):
        key = (tuple(question.code for question in asked), leaves.id if leaves else "")
        if key not in seen:
            seen.add(key)
            yield Path(_because(questionnaire, known), asked, leaves)
        if len(seen) > MOST_PATHS:
            return


def reach(questionnaire: Questionnaire) -> tuple[set[str], bool]:
    """The codes that somebody is asked, and whether somebody can send. Raises TooManyWays.

    Ways that no later condition can tell apart are followed once.
    """
    named, needed = _named(questionnaire), _last_needed(questionnaire)
    asked: set[str] = set()
    states: set[frozenset[tuple[str, Picked]]] = {frozenset()}
    for at, section in enumerate(questionnaire.sections):
        after: set[frozenset[tuple[str, Picked]]] = set()
        for state in states:
            for known, shown, leaves in _through(section, dict(state), named):
                asked.update(question.code for question in shown)
                if not leaves:
                    after.add(frozenset((code, found) for code, found in known.items() if needed[code] > at))
                if len(after) > MOST_STATES:
                    raise TooManyWays
        states = after
    return asked, bool(states)


def _whens(section: Section) -> Iterator[When]:
    yield from (section.when, section.leave_when, *(question.when for question in section.questions))


def _named(questionnaire: Questionnaire) -> Named:
    """The codes of the questions on which something depends, and the answers that are named."""
    found: dict[str, set[str]] = {}
    for section in questionnaire.sections:
        for when in _whens(section):
            for one in when.conditions:
                found.setdefault(one.question, set()).update(one.answers)
    return found


def _last_needed(questionnaire: Questionnaire) -> dict[str, int]:
    """Up to which section each answer that decides something must be remembered."""
    return {
        one.question: at
        for at, section in enumerate(questionnaire.sections)
        for when in _whens(section)
        for one in when.conditions
    }


def _follow(
    sections: tuple[Section, ...], known: Known, asked: tuple[Question, ...], named: Named
) -> Iterator[tuple[Known, tuple[Question, ...], Section | None]]:
    """Every way to the end, depth first."""
    if not sections:
        yield known, asked, None
        return
    for so_far, shown, leaves in _through(sections[0], known, named):
        if leaves:
            yield so_far, (*asked, *shown), sections[0]
        else:
            yield from _follow(sections[1:], so_far, (*asked, *shown), named)


def _through(section: Section, known: Known, named: Named) -> Iterator[tuple[Known, tuple[Question, ...], bool]]:
    """Each way through one section: what is known after it, what was asked, whether people leave there."""
    if not holds(section.when, known):
        yield known, (), False
        return
    ways: list[tuple[Known, tuple[Question, ...]]] = [(known, ())]
    for question in section.questions:
        ways = [further for way in ways for further in _with_question(question, *way, named)]
        if len(ways) > MOST_STATES:
            raise TooManyWays
    for so_far, shown in ways:
        leaves = bool(shown and section.leave_when.conditions) and holds(section.leave_when, so_far)
        yield so_far, shown, leaves


def _with_question(
    question: Question, known: Known, shown: tuple[Question, ...], named: Named
) -> Iterator[tuple[Known, tuple[Question, ...]]]:
    if not holds(question.when, known):
        yield known, shown
    elif question.code not in named:
        yield known, (*shown, question)
    else:
        for way in _ways_to_answer(question, named[question.code]):
            yield known | {question.code: way}, (*shown, question)


def _ways_to_answer(question: Question, named: set[str]) -> Iterator[Picked]:
    """What can be picked, as far as conditions can tell it apart: "*" stands for all that none of them names."""
    keys = [option.key for option in question.choices if option.key in named]
    rest = [option.key for option in question.choices if option.key not in named]
    if question.kind not in PICKED:
        yield WORDS
    elif question.kind == Kind.SEVERAL:
        yield from _several(question, keys, rest)
    else:
        yield from (frozenset({key}) for key in keys)
        if rest:
            yield WORDS
    if not question.required:
        yield None


def _several(question: Question, keys: list[str], rest: list[str]) -> Iterator[Picked]:
    alone = {NONE, PREFER_NOT}
    least, most = question.least or 1, question.most or len(question.choices)
    together = [key for key in keys if key not in alone]
    others = len([key for key in rest if key not in alone])
    sizes = range(len(together) + 1) if len(together) <= _MOST_COMBINED else (0, 1, len(together))
    for size in sizes:
        for group in combinations(together, size):
            if size and least <= size <= most:
                yield frozenset(group)
            if others and size < most and least <= size + others:
                yield frozenset(group) | WORDS
    yield from (frozenset({key}) for key in keys if key in alone)
    if not others and any(key in alone for key in rest):
        yield WORDS


def _because(questionnaire: Questionnaire, known: Known) -> tuple[str, ...]:
    told = []
    for code, found in known.items():
        question = questionnaire.by_code[code]
        if found is None:
            words = "no answer"
        elif found == WORDS:
            words = "any other answer" if question.kind in PICKED else "any answer"
        else:
            words = " and ".join(question.labels.get(key, "another") for key in sorted(found))
        told.append(f"{question.label}: {words}")
    return tuple(told)
