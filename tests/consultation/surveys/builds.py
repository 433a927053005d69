"""Questionnaires as the editor keeps them: blocks with ids."""

from __future__ import annotations

import uuid
from typing import Any


def _id() -> str:
    return str(uuid.uuid4())


def block(kind: str, label: str, *options: str, **fields: Any) -> dict[str, Any]:
    """A question. `options` are the answers to choose from."""
    value: dict[str, Any] = {"label": label, "help": "", "code": "", "show_when": [], "every": "every"}
    if options:
        value["options"] = [{"type": "item", "value": words, "id": _id()} for words in options]
    return {"type": kind, "id": _id(), "value": value | fields}


def condition(code: str, *answers: str, test: str = "any_of") -> list[dict[str, Any]]:
    value = {"question": code, "test": test, "answers": "\n".join(answers)}
    return [{"type": "item", "id": _id(), "value": value}]


def section(title: str, *items: Any, **fields: Any) -> dict[str, Any]:
    value = {"title": title, "introduction": "", "items": list(items), "show_when": [], "every": "every"}
    value |= {"leave_when": [], "leave_every": "every", "leave_words": ""}
    return {"type": "section", "id": _id(), "value": value | fields}


def small() -> list[dict[str, Any]]:
    return [
        section(
            "Work",
            block("yes_no", "Do you run a business?", code="business", required=True),
            block("number", "How many work there?", code="staff", show_when=condition("business", "Yes")),
        ),
        section("Views", block("one", "Which sector?", "Textiles", "Space", code="sector", has_other=True)),
    ]


def large(count: int = 100) -> list[dict[str, Any]]:
    """Ten questions a section, of the kinds that cost most."""
    kinds = ("one", "several", "long_text", "scale", "ranking")
    return [
        section(
            f"Section {start}",
            *(
                block(
                    kinds[at % 5],
                    f"Question {at}?",
                    *(["Red", "Green", "Blue", "Black"] if kinds[at % 5] in ("one", "several", "ranking") else []),
                    code=f"q{at}",
                    show_when=condition("q0", "Red") if at % 10 == 9 else [],
                )
                for at in range(start, start + 10)
            ),
        )
        for start in range(0, count, 10)
    ]
