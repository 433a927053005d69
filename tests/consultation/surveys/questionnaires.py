"""Questionnaires for tests, written short, and forms as they are sent."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from consultation.surveys.questionnaire.shape import (
    Condition,
    Is,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
    When,
)


def options(*labels: str) -> tuple[Option, ...]:
    """Keys are the labels in small letters."""
    return tuple(Option(label.lower().replace(" ", "-"), label) for label in labels)


def ask(code: str, kind: Kind = Kind.SHORT_TEXT, label: str = "", **fields: Any) -> Question:
    if kind in (Kind.ONE, Kind.SEVERAL, Kind.RANKING) and "options" not in fields:
        fields["options"] = options("Red", "Green", "Blue")
    return Question(code=code, kind=kind, label=label or f"What about {code}?", id=f"id-{code}", **fields)


def when(code: str, *answers: str, test: Is = Is.ANY_OF) -> When:
    return When((Condition(code, test, answers),))


def section(name: str, *items: Any, **fields: Any) -> Section:
    return Section(id=name, title=name.title(), items=items, **fields)


def questionnaire(*sections: Section) -> Questionnaire:
    return Questionnaire(sections)


def form(query: str) -> QueryDict:
    return QueryDict(query)


# A short one with a bit of everything that routes.
SMALL = questionnaire(
    section(
        "you",
        ask("business", Kind.YES_NO, "Do you run a business?", required=True),
        ask("staff", Kind.NUMBER, "How many people work there?", when=when("business", "yes"), least=0),
    ),
    section(
        "exports", ask("export", Kind.YES_NO), ask("where", when=when("export", "yes")), when=when("business", "yes")
    ),
    section("views", ask("matters", Kind.SEVERAL, required=True, most=2), ask("why", Kind.LONG_TEXT)),
)
