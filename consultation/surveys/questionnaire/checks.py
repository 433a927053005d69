"""What is wrong with an answer, in words that say how to mend it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from consultation.surveys.questionnaire.answers import (
    Answer,
    as_date,
    as_number,
    chosen,
    is_blank,
    is_unseen,
    postcode,
)
from consultation.surveys.questionnaire.shape import NONE, OTHER, PICKED, PREFER_NOT, Kind, Question

LONGEST = {Kind.SHORT_TEXT: 250, Kind.LONG_TEXT: 20_000, Kind.EMAIL: 254}
LONGEST_OTHER = 250

_EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]+")


def problem(question: Question, answer: Answer | None) -> str:
    """What is wrong with the answer and how to mend it; empty when nothing is."""
    if answer and answer.get("prefer_not"):
        return ""
    if is_blank(question, answer) or answer is None:
        return _missing(question) if question.required else ""
    check = _CHECKS.get(question.kind)
    return check(question, answer) if check else ""


def seen_length(text: str) -> int:
    """How many characters a person sees: an accent, a flag and a family of emoji are one each."""
    count, joined, flags = 0, False, 0
    for sign in text:
        if sign == "\N{ZERO WIDTH JOINER}":
            joined = True
            continue
        is_part = unicodedata.category(sign) in ("Mn", "Me", "Cf") or "\U0001f3fb" <= sign <= "\U0001f3ff"
        flags = flags + 1 if "\U0001f1e6" <= sign <= "\U0001f1ff" else 0
        if not (is_part or joined or (flags and flags % 2 == 0)):
            count += 1
        joined = False
    return count


def _missing(question: Question) -> str:
    match question.kind:
        case Kind.FILE:
            return f"Select a file for “{question.label}”"
        case Kind.RANKING:
            return f"Put at least one number to “{question.label}”"
        case kind if kind in PICKED or kind == Kind.MATRIX:
            return f"Select an answer to “{question.label}”"
    return f"Enter an answer to “{question.label}”"


def _too_long(text: str, most: int) -> str:
    if len(text) <= most:  # nobody sees more characters than there are
        return ""
    over = seen_length(text) - most
    signs = "character" if over == 1 else "characters"
    return f"Your answer must be {most:,} characters or fewer. Take out {over:,} {signs}" if over > 0 else ""


def _text_problem(question: Question, answer: Answer) -> str:
    most = LONGEST[question.kind]
    return _too_long(answer["text"], min(question.most or most, most))


def _email_problem(question: Question, answer: Answer) -> str:
    typed = answer["text"].strip()
    is_good = _EMAIL.fullmatch(typed) and len(typed) <= LONGEST[Kind.EMAIL]
    return "" if is_good else "Enter an e-mail address in the right form, like name@example.com"


def _date_problem(question: Question, answer: Answer) -> str:
    return "" if as_date(answer) else "Enter a real date, such as 27 3 2026"


def _postcode_problem(question: Question, answer: Answer) -> str:
    return "" if postcode(answer["text"]) else "Enter a full UK postcode, like LS1 4AP"


def _matrix_problem(question: Question, answer: Answer) -> str:
    missing = [row.label for row in question.rows if row.key not in answer["rows"]]
    return f"Select an answer for “{missing[0]}”" if missing and question.required else ""


def _one_problem(question: Question, answer: Answer) -> str:
    return _other_problem(answer) if OTHER in chosen(question, answer) else ""


def _other_problem(answer: Answer) -> str:
    if is_unseen(answer.get("other", "")):
        return "Say what you mean by “Other”"
    return _too_long(answer["other"], LONGEST_OTHER)


def _several_problem(question: Question, answer: Answer) -> str:
    keys = chosen(question, answer)
    for alone in (NONE, PREFER_NOT):
        if alone in keys:
            return f"Select either “{question.labels[alone]}” or other answers, not both" if len(keys) > 1 else ""
    if question.least and len(keys) < question.least:
        return f"Select at least {question.least} answers. You selected {len(keys)}"
    if question.most and len(keys) > question.most:
        return f"Select at most {question.most} answers. You selected {len(keys)}"
    return _other_problem(answer) if OTHER in keys else ""


def _number_problem(question: Question, answer: Answer) -> str:
    number = as_number(answer["text"])
    if number is None:
        return "Enter a number in figures, like 250"
    if question.least is not None and number < question.least:
        return f"Enter a number that is {question.least:,} or more"
    if question.most is not None and number > question.most:
        return f"Enter a number that is {question.most:,} or less"
    return ""


def _ranking_problem(question: Question, answer: Answer) -> str:
    ranks: Mapping[str, str] = answer["ranks"]
    most = question.most or len(question.options)
    numbers = [int(rank) if re.fullmatch(r"[0-9]{1,3}", rank) else 0 for rank in ranks.values()]
    if any(not 1 <= number <= most for number in numbers):
        return f"Use the numbers 1 to {most}, with 1 for what matters most"
    if len(set(numbers)) < len(numbers):
        twice = next(number for number in numbers if numbers.count(number) > 1)
        return f"Use each number once. You gave {twice} more than once"
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        return "Do not leave out a number: begin with 1 and count on"
    if question.required and len(numbers) < most:
        return f"Give every number from 1 to {most}. You gave {len(numbers)}"
    return ""


_CHECKS: dict[Kind, Callable[[Question, Answer], str]] = {
    Kind.SHORT_TEXT: _text_problem,
    Kind.LONG_TEXT: _text_problem,
    Kind.EMAIL: _email_problem,
    Kind.NUMBER: _number_problem,
    Kind.DATE: _date_problem,
    Kind.POSTCODE: _postcode_problem,
    Kind.ONE: _one_problem,
    Kind.SEVERAL: _several_problem,
    Kind.MATRIX: _matrix_problem,
    Kind.RANKING: _ranking_problem,
}
