"""What people type, as it is kept, checked and shown.

An answer is a small dict that JSON knows, kept as it was typed, right or wrong. Its parts:
{"text"} for words, numbers, postcodes and addresses, {"day", "month", "year"}, {"choice", "other"},
{"choices", "other"}, {"rows": {row: column}}, {"ranks": {option: "1"}}, {"files": [{"id", "name", "size"}]},
and beside any of them {"prefer_not": True}.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from consultation.surveys.questionnaire.shape import OTHER, PICKED, PREFER_NOT, WORDLESS, Kind, Question

type Answer = Mapping[str, Any]
type Answers = Mapping[str, Answer]

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


type Typed = Any  # a form that was sent, with `get` and `getlist`: Django's QueryDict


def field_name(question: Question, part: str = "") -> str:
    """The name of a field of the form: "q-sector", "q-sector-other"."""
    return f"q-{question.code}-{part}" if part else f"q-{question.code}"


def read(question: Question, typed: Typed, before: Answer | None = None) -> Answer:
    """The answer in a form that was sent, as it was typed. What nobody can have picked is left out; never fails.

    Files do not come with the fields of a form: those of `before` stay.
    """
    name = field_name(question)
    if question.kind == Kind.FILE:
        found: dict[str, Any] = {"files": list((before or {}).get("files", []))}
    else:
        found = _read_picked(question, name, typed) if question.kind in WORDLESS else _read_words(question, name, typed)
    if question.has_other:
        found["other"] = tidy(typed.get(f"{name}-other", ""))
    if question.prefer_not and question.kind not in PICKED and typed.get(f"{name}-{PREFER_NOT}"):
        found["prefer_not"] = True
    return found


def _read_picked(question: Question, name: str, typed: Typed) -> dict[str, Any]:
    match question.kind:
        case Kind.SEVERAL:
            sent = {str(key) for key in typed.getlist(name)}
            return {"choices": [option.key for option in question.choices if option.key in sent]}
        case Kind.MATRIX:
            columns = {option.key for option in question.options}
            rows = {row.key: tidy(typed.get(f"{name}-{row.key}", "")) for row in question.rows}
            return {"rows": {row: column for row, column in rows.items() if column in columns}}
        case Kind.RANKING:
            ranks = {option.key: tidy(typed.get(f"{name}-{option.key}", "")).strip() for option in question.options}
            return {"ranks": {key: rank for key, rank in ranks.items() if rank}}
    key = tidy(typed.get(name, ""))
    return {"choice": key if key in question.labels else ""}


def _read_words(question: Question, name: str, typed: Typed) -> dict[str, Any]:
    if question.kind == Kind.DATE:
        return {part: tidy(typed.get(f"{name}-{part}", "")).strip() for part in ("day", "month", "year")}
    return {"text": tidy(typed.get(name, ""))}


def tidy(text: Any) -> str:
    """The text as a database can keep it: lines end as everywhere, and what is no character is the sign for that."""
    words = str(text).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")
    return words.encode("utf-8", "replace").decode("utf-8")


def chosen(question: Question, answer: Answer | None) -> frozenset[str]:
    """The keys of the options that were picked; empty for kinds that pick nothing."""
    if not answer or question.kind not in PICKED:
        return frozenset()
    keys = answer.get("choices", []) if question.kind == Kind.SEVERAL else [answer.get("choice")]
    return frozenset(key for key in keys if key in question.labels)


def is_blank(question: Question, answer: Answer | None) -> bool:
    """Whether nothing is answered. Spaces, and signs that nobody sees, are nothing."""
    if not answer:
        return True
    if answer.get("prefer_not"):
        return False
    match question.kind:
        case kind if kind in PICKED:
            return not chosen(question, answer)
        case Kind.DATE:
            return not any(answer.get(part) for part in ("day", "month", "year"))
        case Kind.MATRIX:
            return not answer.get("rows")
        case Kind.RANKING:
            return not answer.get("ranks")
        case Kind.FILE:
            return not answer.get("files")
    return is_unseen(answer.get("text", ""))


def is_unseen(text: str) -> bool:
    return not text.strip() or not any(unicodedata.category(sign)[0] not in "ZC" for sign in text)


def as_number(text: str) -> float | None:
    plain = text.strip().replace(",", "").replace(" ", "").removeprefix("£")
    return float(plain) if _NUMBER.fullmatch(plain) else None


def as_date(answer: Answer) -> dt.date | None:
    parts = [str(answer.get(part, "")) for part in ("year", "month", "day")]
    if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts) or not 1000 <= int(parts[0]) <= 2999:
        return None
    try:
        return dt.date(*(int(part) for part in parts))
    except ValueError:
        return None


def postcode(text: str) -> str:
    """The postcode in capitals with its space; empty when it is none."""
    found = _POSTCODE.fullmatch(re.sub(r"[\s.-]", "", text).upper())
    return f"{found[1]} {found[2]}" if found else ""


def sent(question: Question, answer: Answer) -> Answer:
    """The answer as it is sent: without what does not belong to it, such as the words of an "other" not chosen."""
    if answer.get("prefer_not"):
        return {"prefer_not": True}
    found = dict(answer)
    if question.kind == Kind.POSTCODE:
        found["text"] = postcode(answer["text"])
    if OTHER not in chosen(question, answer):
        found.pop("other", None)
    return found


def without_words(question: Question, answer: Answer) -> Answer | None:
    """What is left of a sent answer when a person is erased: what can be counted. None for what was worded."""
    if answer.get("prefer_not"):
        return answer
    return {name: part for name, part in answer.items() if name != "other"} if question.kind in WORDLESS else None


def shown(question: Question, answer: Answer | None) -> list[str]:
    """The answer in words, a line each, as it was typed; empty when it is blank."""
    if answer is None or is_blank(question, answer):
        return []
    if answer.get("prefer_not"):
        return ["Prefer not to say"]
    match question.kind:
        case kind if kind in PICKED:
            keys = chosen(question, answer)
            return [_with_other(option.key, option.label, answer) for option in question.choices if option.key in keys]
        case Kind.DATE:
            day = as_date(answer)
            typed = " ".join(str(answer.get(part, "")) for part in ("day", "month", "year"))
            return [f"{day.day} {day:%B %Y}" if day else typed.strip()]
        case Kind.MATRIX:
            columns = {option.key: option.label for option in question.options}
            return [
                f"{row.label}: {columns[answer['rows'][row.key]]}" for row in question.rows if row.key in answer["rows"]
            ]
        case Kind.RANKING:
            return [f"{rank}. {label}" for rank, label in _ranked(question, answer["ranks"])]
        case Kind.FILE:
            return [str(file["name"]) for file in answer["files"]]
    return str(answer["text"]).split("\n")


def _with_other(key: str, label: str, answer: Answer) -> str:
    words = answer.get("other", "") if key == OTHER else ""
    return f"{label}: {words}" if words else label


def _ranked(question: Question, ranks: Mapping[str, str]) -> list[tuple[str, str]]:
    found = [(ranks[option.key], option.label) for option in question.options if option.key in ranks]
    return sorted(found, key=lambda pair: (len(pair[0]), pair[0]))
