"""Questions about equality: asked once, after sending, and only counted. No row is about a person.

The answers to choose from follow the harmonised questions of the Government Statistical Service, shortened.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection, transaction

from consultation.surveys.choices import ResponseState
from consultation.surveys.models import EqualityCount, Response
from consultation.surveys.questionnaire.answers import Answers, chosen
from consultation.surveys.questionnaire.shape import Kind, Option, Question
from consultation.surveys.responses import ResponseRefused, locked


def _one(code: str, label: str, *answers: tuple[str, str], help_text: str = "") -> Question:
    options = tuple(Option(*answer) for answer in answers)
    return Question(code, Kind.ONE, label, help=help_text, options=options, prefer_not=True)


QUESTIONS: tuple[Question, ...] = (
    _one(
        "equality-age",
        "How old are you?",
        ("under-18", "Under 18"),
        ("18-24", "18 to 24"),
        ("25-34", "25 to 34"),
        ("35-44", "35 to 44"),
        ("45-54", "45 to 54"),
        ("55-64", "55 to 64"),
        ("65-74", "65 to 74"),
        ("75-over", "75 or over"),
    ),
    _one("equality-sex", "What is your sex?", ("female", "Female"), ("male", "Male")),
    _one(
        "equality-disability",
        "Do any conditions or illnesses reduce your ability to carry out day-to-day activities?",
        ("a-lot", "Yes, a lot"),
        ("a-little", "Yes, a little"),
        ("not-at-all", "No"),
        help_text="Physical or mental, lasting or expected to last 12 months or more.",
    ),
    _one(
        "equality-ethnic-group",
        "What is your ethnic group?",
        ("asian", "Asian or Asian British"),
        ("black", "Black, Black British, Caribbean or African"),
        ("mixed", "Mixed or multiple ethnic groups"),
        ("white", "White"),
        ("other-group", "Other ethnic group"),
    ),
    _one(
        "equality-religion",
        "What is your religion?",
        ("none-held", "No religion"),
        ("buddhist", "Buddhist"),
        ("christian", "Christian"),
        ("hindu", "Hindu"),
        ("jewish", "Jewish"),
        ("muslim", "Muslim"),
        ("sikh", "Sikh"),
        ("another", "Any other religion"),
    ),
    _one(
        "equality-orientation",
        "Which of the following best describes your sexual orientation?",
        ("straight", "Straight or heterosexual"),
        ("gay", "Gay or lesbian"),
        ("bisexual", "Bisexual"),
        ("another", "Another sexual orientation"),
    ),
)

_COUNT = """
    INSERT INTO consultation_equalitycount AS counted (survey_id, question, answer, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (survey_id, question, answer) DO UPDATE SET count = counted.count + 1
"""


@transaction.atomic
def count(*, response: Response, answers: Answers) -> None:
    """Count the answers, and note on the response that it was asked; nothing else of it is kept.

    Raises ResponseRefused when it was asked before, or has not been sent.
    """
    response = locked(response)
    if response.state != ResponseState.SUBMITTED or response.was_asked_equality:
        raise ResponseRefused("These questions are asked once, and they have been asked.")
    response.was_asked_equality = True
    response.save(update_fields=["was_asked_equality"])
    if response.is_test or response.is_synthetic or response.is_quarantined:
        return
    # In one order, so that two at once cannot wait for each other.
    with connection.cursor() as cursor:
        for question in QUESTIONS:
            for key in sorted(chosen(question, answers.get(question.code))):
                cursor.execute(_COUNT, [response.survey_id, question.code, key])


def counts(survey_id: int) -> Mapping[tuple[str, str], int]:
    """How often each answer was given, by question and answer. One query."""
    rows = EqualityCount.objects.filter(survey=survey_id).values_list("question", "answer", "count")
    return {(question, answer): number for question, answer, number in rows}
