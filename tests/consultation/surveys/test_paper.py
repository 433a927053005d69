"""The paper twin: numbers that run through, where to go next, and whom a question is for."""

from consultation.surveys.questionnaire.paper import paper
from consultation.surveys.questionnaire.shape import Is, Kind
from tests.consultation.surveys.questionnaires import SMALL, ask, questionnaire, section, when


def jumps(found):
    return {
        item.number: {option.label: jump for option, jump in item.choices if jump}
        for sheet in paper(found)
        for item in sheet.items
    }


def test_numbers_run_through_and_answers_say_where_to_go():
    assert [item.number for sheet in paper(SMALL) for item in sheet.items] == [1, 2, 3, 4, 5, 6]
    assert jumps(SMALL)[1] == {"No": "Go to question 5"}
    assert jumps(SMALL)[3] == {"No": "Go to question 5"}


def test_whom_a_part_is_for():
    assert [sheet.only_if for sheet in paper(SMALL)] == ["", "if you ticked Yes in question 1", ""]
    assert paper(SMALL)[1].items[1].only_if == "if you ticked Yes in question 3"


def test_who_is_done_is_told():
    leaving = questionnaire(
        section("a", ask("x", Kind.YES_NO), leave_when=when("x", "no"), leave_words="Bye."), section("b", ask("y"))
    )
    assert jumps(leaving)[1] == {"No": "You are done"}


def test_what_may_still_be_asked_is_not_jumped_over():
    found = questionnaire(
        section("a", ask("x", Kind.YES_NO), ask("y", Kind.YES_NO)),
        section("b", ask("z", when=when("x", "yes")), ask("w", when=when("y", "yes", test=Is.NONE_OF)), ask("v")),
    )
    assert jumps(found)[2] == {"Yes": "", "No": ""} or jumps(found)[2] == {}
    assert jumps(found)[1] == {}


def test_the_last_answer_leads_to_the_end():
    found = questionnaire(section("a", ask("x", Kind.YES_NO), ask("y", when=when("x", "yes"))))
    assert jumps(found)[1] == {"No": "Go to the end"}
