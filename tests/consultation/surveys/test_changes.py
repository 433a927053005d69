"""A typing mistake put right is not another questionnaire."""

from dataclasses import replace

from consultation.surveys.questionnaire.changes import carried_over, changes, is_touched
from consultation.surveys.questionnaire.shape import Kind, Option, Questionnaire
from tests.consultation.surveys.questionnaires import SMALL, ask, questionnaire, section, when

OLD = questionnaire(
    section("a", ask("x", Kind.ONE), ask("y", required=False)), section("b", ask("z"), introduction="Hello.")
)


def with_question(code, **fields) -> Questionnaire:
    sections = [
        replace(one, items=tuple(replace(item, **fields) if item.code == code else item for item in one.items))
        for one in OLD.sections
    ]
    return Questionnaire(tuple(sections))


def test_nothing_has_changed():
    assert not changes(SMALL, SMALL)


def test_other_wording_is_a_correction():
    options = (Option("red", "Redd"), *OLD.by_code["x"].options[1:])
    found = changes(OLD, with_question("x", label="What now?", options=options))
    assert found.structure == ()
    assert [(one.before, one.after) for one in found.corrections] == [
        ("What about x?", "What now?"),
        ("Red", "Redd"),
    ]


def test_whatever_is_asked_differently_is_structure():
    assert (
        "is asked in another way: whether it must be answered"
        in changes(OLD, with_question("y", required=True)).structure[0]
    )
    assert "on other conditions" in changes(OLD, with_question("y", when=when("x", "red"))).structure[0]
    assert "another kind of answer" in changes(OLD, with_question("y", kind=Kind.NUMBER)).structure[0]


def test_new_gone_and_moved_questions_are_structure():
    longer = Questionnaire((*OLD.sections, section("c", ask("w"))))
    assert changes(OLD, longer).structure == ("“What about w?” is new.",)
    assert changes(longer, OLD).structure == ("“What about w?” is no longer asked.",)
    assert changes(OLD, Questionnaire(OLD.sections[::-1])).structure == (
        "Sections or questions stand in another order, or are shown on other conditions.",
    )


def test_a_draft_takes_its_answers_along():
    answers = {"x": {"choice": "red"}, "y": {"text": "hello"}, "z": {"text": "there"}}
    fewer = with_question("x", options=OLD.by_code["x"].options[1:])
    kept, again = carried_over(OLD, fewer, answers)
    assert kept == answers
    assert again == ("x",)
    assert not is_touched(OLD, with_question("x", options=OLD.by_code["x"].options[:2]), answers)


def test_what_a_question_can_no_longer_hold_is_left_for_the_caller():
    kept, again = carried_over(OLD, with_question("y", kind=Kind.NUMBER), {"y": {"text": "hello"}})
    assert (kept, again) == ({}, ("y",))
