"""Random questionnaires and random answers, for Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from consultation.surveys.questionnaire.shape import Condition, Is, Kind, Question, Questionnaire, Section, When
from tests.consultation.surveys.questionnaires import ask

_KINDS = [Kind.YES_NO, Kind.ONE, Kind.SEVERAL]


@st.composite
def whens(draw, earlier):
    """A condition on earlier questions; none, most often."""
    if not earlier or draw(st.integers(0, 2)):
        return When()
    conditions = []
    for _ in range(draw(st.integers(1, 2))):
        question = draw(st.sampled_from(earlier))
        keys = [option.key for option in question.choices]
        answers = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True))
        conditions.append(Condition(question.code, draw(st.sampled_from(list(Is))), tuple(answers)))
    return When(tuple(conditions), draw(st.booleans()))


@st.composite
def questionnaires(draw, leaving=True):
    """Up to three sections of up to three questions, every condition on an earlier one."""
    sections: list[Section] = []
    earlier: list[Question] = []
    for at in range(draw(st.integers(1, 3))):
        shown, items = draw(whens(list(earlier))), []
        for number in range(draw(st.integers(1, 3))):
            question = ask(
                f"s{at}q{number}",
                draw(st.sampled_from(_KINDS)),
                required=draw(st.booleans()),
                when=draw(whens(list(earlier))),
            )
            items.append(question)
            earlier.append(question)
        leave = draw(whens(list(earlier))) if leaving else When()
        sections.append(
            Section(f"s{at}", f"Section {at}", tuple(items), when=shown, leave_when=leave, leave_words="Bye.")
        )
    return Questionnaire(tuple(sections))


@st.composite
def answered(draw, found):
    """Answers to some of the questions, whether they are asked or not."""
    answers = {}
    for question in found.questions:
        keys = [option.key for option in question.choices]
        if draw(st.booleans()):
            continue
        if question.kind == Kind.SEVERAL:
            answers[question.code] = {"choices": draw(st.lists(st.sampled_from(keys), unique=True))}
        else:
            answers[question.code] = {"choice": draw(st.sampled_from([*keys, ""]))}
    return answers
