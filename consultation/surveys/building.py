"""From what staff build to a questionnaire, and what is wrong with it before it opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import slugify

from consultation.surveys.about_you import about_you
from consultation.surveys.choices import WhoMayAnswer
from consultation.surveys.models import Survey
from consultation.surveys.questionnaire.proof import Finding, Proof, prove
from consultation.surveys.questionnaire.shape import (
    NO,
    NONE,
    OTHER,
    PICKED,
    PREFER_NOT,
    YES,
    Condition,
    Information,
    Is,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
    When,
)
from strategy.models import District, SectorPage

type Lists = dict[Kind, tuple[Option, ...]]  # answers that the area has, and no editor types

_OWN_KEYS = frozenset({OTHER, NONE, PREFER_NOT, YES, NO})
_SECONDS = {Kind.LONG_TEXT: 90, Kind.MATRIX: 40, Kind.RANKING: 45, Kind.FILE: 60}


def compiled(survey: Survey) -> Questionnaire:
    """The working copy of `survey` as a questionnaire, with the section about the person. Two queries.

    Conditions name answers in words; where no answer has those words, they stay as they are, and the proof says so.
    """
    lists = {Kind.DISTRICT: _as_options(_districts(survey)), Kind.SECTOR: _as_options(_sectors(survey))}
    sections = [_section(block, lists) for block in survey.sections]
    by_code = {question.code: question for section in sections for question in section.questions}
    linked = [_linked(section, by_code) for section in sections]
    return Questionnaire((*linked, about_you()))


def give_codes(survey: Survey) -> None:
    """Give each question that has no code the next one: "q7". Does not save."""
    questions = [
        block
        for section in survey.sections
        for block in section.value["items"] or ()
        if block.block_type != "information"
    ]
    taken = {block.value["code"] for block in questions}
    number = 0
    for block in questions:
        if not (block.value["code"] or "").strip():
            number = next(n for n in range(number + 1, len(questions) + len(taken) + 2) if f"q{n}" not in taken)
            block.value["code"] = f"q{number}"


def proof_of(survey: Survey, now: dt.datetime, questionnaire: Questionnaire | None = None) -> Proof:
    """What stands in the way of opening the survey, and every path through it."""
    proof = prove(questionnaire or compiled(survey))
    return Proof([*_wrong_with_survey(survey, now), *proof.findings], proof.paths, proof.has_more_paths)


def minutes(questionnaire: Questionnaire) -> int:
    """How long it takes, reckoned from the kinds of question: whole minutes, at least one."""
    seconds = sum(_SECONDS.get(question.kind, 15) for question in questionnaire.questions)
    return max(1, round(seconds / 60))


def _wrong_with_survey(survey: Survey, now: dt.datetime) -> Iterator[Finding]:
    """What must be said before people are asked."""
    needed = (
        (bool(strip_tags(survey.privacy_notice).strip()), "There is no privacy notice.", "privacy_notice"),
        (bool(survey.lawful_basis), "The lawful basis is not chosen.", "lawful_basis"),
        (survey.retention_months is not None, "It is not said how long personal data is kept.", "retention_months"),
        (survey.opens_on is not None, "There is no opening day.", "opens_on"),
        (survey.closes_on is not None, "There is no closing day.", "closes_on"),
        (not survey.is_history, "It is marked as held elsewhere, so it takes no answers.", "is_history"),
        (survey.closes_at is None or survey.closes_at > now, "The closing day is past.", "closes_on"),
    )
    yield from (Finding(words, place) for is_there, words, place in needed if not is_there)
    if not strip_tags(survey.other_ways).strip():
        yield Finding("It does not say how to answer on paper or by telephone.", "other_ways", is_error=False)
    if survey.who_may_answer == WhoMayAnswer.INVITED and not survey.invitations.exists():
        yield Finding("Nobody is invited yet, and only people who are invited may answer.", "", is_error=False)


def _districts(survey: Survey) -> Any:
    return District.objects.filter(site=survey.site_id).order_by("name").values_list("pk", "name")


def _sectors(survey: Survey) -> Any:
    pages = SectorPage.objects.descendant_of(survey.site.root_page).in_use().order_by("path")
    return pages.values_list("pk", "title")


def _as_options(rows: Any) -> tuple[Option, ...]:
    return tuple(Option(slugify(name)[:40] or str(pk), name) for pk, name in rows)


def _section(block: Any, lists: Lists) -> Section:
    value = block.value
    return Section(
        id=str(block.id),
        title=(value["title"] or "").strip(),
        introduction=_html(value["introduction"]),
        items=tuple(_item(child, lists) for child in value["items"] or ()),
        when=_when(value["show_when"], value["every"]),
        leave_when=_when(value["leave_when"], value["leave_every"]),
        leave_words=(value["leave_words"] or "").strip(),
    )


def _item(block: Any, lists: Lists) -> Question | Information:
    value = block.value
    if block.block_type == "information":
        page, figure = value["page"], value["figure"]
        return Information(
            id=str(block.id),
            html=_html(value["text"]),
            page=page.pk if page else None,
            figure=figure.pk if figure else None,
        )
    kind = Kind(block.block_type)
    return Question(
        code=(value["code"] or "").strip(),
        kind=kind,
        label=(value["label"] or "").strip(),
        id=str(block.id),
        help=(value["help"] or "").strip(),
        required=bool(value["required"]),
        prefer_not=bool(value["prefer_not"]),
        options=lists[kind] if kind in lists else _options(value.get("options")),
        rows=_options(value.get("rows")),
        has_other=bool(value.get("has_other")),
        none_label=(value.get("none_label") or "").strip(),
        least=value.get("least"),
        most=value.get("most"),
        low_label=value.get("low_label") or "",
        high_label=value.get("high_label") or "",
        when=_when(value["show_when"], value["every"]),
    )


def _html(text: Any) -> str:
    """Rich text as it is stored; nothing for the empty paragraph that the editor sends."""
    source = str(getattr(text, "source", text) or "")
    return source if strip_tags(source).strip() else ""


def _options(value: Any) -> tuple[Option, ...]:
    """The options with the ids of their blocks for keys, which stay when words are corrected or order changes."""
    found: dict[str, Option] = {}
    for child in value.bound_blocks if value is not None else ():
        label, key = (child.value or "").strip(), str(child.id or "")
        short = key[:8]
        key = key if short in found or short in _OWN_KEYS else short
        if label:
            found[key] = Option(key, label)
    return tuple(found.values())


def _when(conditions: Any, every: str | None) -> When:
    found = tuple(
        Condition(
            (value["question"] or "").strip(),
            Is(value["test"] or Is.ANY_OF),
            tuple(line.strip() for line in (value["answers"] or "").splitlines() if line.strip()),
        )
        for value in conditions or ()
    )
    return When(found, every != "any")


def _linked(section: Section, by_code: dict[str, Question]) -> Section:
    """With the keys of options where conditions name their words."""

    def link(when: When) -> When:
        return When(tuple(_linked_condition(one, by_code) for one in when.conditions), when.every)

    items = tuple(
        item if isinstance(item, Information) else replace(item, when=link(item.when)) for item in section.items
    )
    return replace(section, items=items, when=link(section.when), leave_when=link(section.leave_when))


def _linked_condition(condition: Condition, by_code: dict[str, Question]) -> Condition:
    question = by_code.get(condition.question)
    if question is None or question.kind not in PICKED:
        return condition
    keys = {option.label.casefold(): option.key for option in question.choices}
    answers = tuple(keys.get(words.casefold(), words) for words in condition.answers)
    return Condition(condition.question, condition.test, answers)
