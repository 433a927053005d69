"""The last section of every survey: for whom somebody answers, what may be published, where a copy goes.

It is a section like any other, so it is saved, routed, checked and changed in the same ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from consultation.surveys.choices import Publishing
from consultation.surveys.questionnaire.answers import Answers, as_number
from consultation.surveys.questionnaire.shape import (
    NO,
    YES,
    Condition,
    Is,
    Kind,
    Option,
    Question,
    Section,
    When,
)

SECTION = "about-you"
MYSELF, ORGANISATION = "myself", "organisation"

# Who somebody is. Never part of what is sent, read and exported; the columns of the response know it.
PERSONAL = frozenset({"about-organisation", "about-name", "about-email"})

# What somebody agrees to when they wish to hear what came of it, and its name among consents.
TOLD_QUESTION = "Shall we tell you what was done about what you wrote?"
TOLD_PURPOSE = "told-what-was-done"

_FOR_ORGANISATION = When((Condition("about-for", Is.ANY_OF, (ORGANISATION,)),))


def about_you() -> Section:
    return Section(
        id=SECTION,
        title="About you",
        items=(
            Question(
                "about-for",
                Kind.ONE,
                "Are you answering for yourself or for an organisation?",
                required=True,
                options=(Option(MYSELF, "For myself"), Option(ORGANISATION, "For an organisation")),
            ),
            Question(
                "about-organisation",
                Kind.SHORT_TEXT,
                "What is the name of the organisation?",
                required=True,
                most=200,
                when=_FOR_ORGANISATION,
            ),
            Question(
                "about-official",
                Kind.YES_NO,
                "Is this the official response of the organisation?",
                help="Each organisation sends one. Answer no if you give your own view as somebody who works there. "
                "Answer yes only if you may speak for the organisation.",
                required=True,
                when=_FOR_ORGANISATION,
            ),
            Question(
                "about-represents",
                Kind.NUMBER,
                "How many people or members does it represent?",
                help="Leave empty if you do not know.",
                least=0,
                most=2_000_000_000,
                when=_FOR_ORGANISATION,
            ),
            Question(
                "about-publishing",
                Kind.ONE,
                "May we publish what you wrote?",
                help="Numbers are always published without names. This is about your words.",
                required=True,
                options=tuple(Option(str(value), str(label)) for value, label in Publishing.choices),
            ),
            Question(
                "about-name",
                Kind.SHORT_TEXT,
                "Your name",
                help="Only if you want us to be able to write to you.",
                most=120,
                when=When((Condition("about-for", Is.ANSWERED),)),
            ),
            Question(
                "about-email",
                Kind.EMAIL,
                "Your e-mail address",
                help="We send you a link with which you can read, change or withdraw your answers. "
                "Nobody who reads the answers sees it.",
                when=When((Condition("about-for", Is.ANSWERED),)),
            ),
            Question(
                "about-told",
                Kind.YES_NO,
                TOLD_QUESTION,
                help="One message for each thing that is done, or not done, about what you wrote. For this we need "
                "your e-mail address.",
                when=When((Condition("about-for", Is.ANSWERED),)),
            ),
        ),
    )


@dataclass(frozen=True)
class Respondent:
    """Who answered, as the answers on the route say."""

    organisation: str = ""
    is_official: bool = False
    represents: int | None = None
    publishing: str = Publishing.NO
    name: str = ""
    email: str = ""
    wants_to_be_told: bool | None = None  # None: not answered

    @classmethod
    def of(cls, answers: Answers) -> Respondent:
        """From answers that have been checked and are on the route."""

        def text(code: str) -> str:
            return str(answers.get(code, {}).get("text", "")).strip()

        def choice(code: str) -> Any:
            return answers.get(code, {}).get("choice")

        number = as_number(text("about-represents"))
        return cls(
            organisation=text("about-organisation"),
            is_official=choice("about-official") == YES,
            represents=int(number) if number is not None else None,
            publishing=choice("about-publishing") or Publishing.NO,
            name=text("about-name"),
            email=text("about-email"),
            wants_to_be_told={YES: True, NO: False}.get(choice("about-told")),
        )
