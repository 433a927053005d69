"""The proof of a questionnaire: each mistake is a sentence with its place."""

import time

import pytest

from consultation.surveys.questionnaire.proof import prove
from consultation.surveys.questionnaire.shape import Is, Kind, When
from tests.consultation.surveys.questionnaires import SMALL, ask, options, questionnaire, section, when


def told(*sections):
    return [(finding.sentence, finding.place) for finding in prove(questionnaire(*sections)).findings]


def test_a_good_one_lists_every_path():
    proof = prove(SMALL)
    assert proof.findings == []
    asked = sorted(tuple(question.code for question in path.questions) for path in proof.paths)
    assert asked == [
        ("business", "matters", "why"),
        ("business", "staff", "export", "matters", "why"),
        ("business", "staff", "export", "where", "matters", "why"),
    ]
    assert proof.paths[0].because == ("Do you run a business?: Yes", "What about export?: Yes")


MISTAKES = {
    "dead end": (section("a"), "“A” is a dead end: it has no question.", "a"),
    "no wording": (
        section("a", ask("x", label=" ").__class__(code="x", kind=Kind.NUMBER, label="", id="i")),
        "wording",
        "i",
    ),
    "a code twice": (section("a", ask("x"), ask("x")), "another question has the code x too", "id-x"),
    "a bad code": (section("a", ask("Bad code")), "must begin with a small letter", "id-Bad code"),
    "one option": (section("a", ask("x", Kind.ONE, options=options("Red"))), "at least two answers", "id-x"),
    "twice the same": (
        section("a", ask("x", Kind.ONE, options=options("Red", "red "[:3]))),
        "stands in it twice",
        "id-x",
    ),
    "too few options": (section("a", ask("x", Kind.SEVERAL, least=4)), "asks for 4 answers and has 3", "id-x"),
    "least over most": (section("a", ask("x", Kind.SEVERAL, least=3, most=2)), "cannot both be", "id-x"),
    "no rows": (section("a", ask("x", Kind.MATRIX, options=options("A", "B"))), "at least one row", "id-x"),
    "unknown question": (section("a", ask("x", when=when("nothing", "yes"))), "no question has that code", "id-x"),
    "later question": (
        section("a", ask("x", when=when("y", "yes")), ask("y", Kind.YES_NO)),
        "depends on “What about y?”, which is asked later",
        "id-x",
    ),
    "itself": (section("a", ask("x", Kind.YES_NO, when=when("x", "yes"))), "which is asked later", "id-x"),
    "unknown answer": (
        section("a", ask("x", Kind.YES_NO), ask("y", when=when("x", "maybe"))),
        "names “maybe”, which is no answer",
        "id-y",
    ),
    "no answer named": (section("a", ask("x", Kind.YES_NO), ask("y", when=when("x"))), "names no answer", "id-y"),
    "words cannot decide": (section("a", ask("x"), ask("y", when=when("x", "z"))), "no answers to choose from", "id-y"),
    "leaving in silence": (
        section("a", ask("x", Kind.YES_NO), leave_when=when("x", "no")),
        "does not say what they are told",
        "a",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_a_sentence_with_its_place(name):
    wrong, words, place = MISTAKES[name]
    findings = told(wrong)
    assert [found for found in findings if words in found[0] and found[1] == place], findings


def test_an_empty_one():
    assert told() == [("There are no questions yet. Add a section with a question.", "sections")]


def test_what_nobody_is_asked_is_found_though_each_condition_can_be_met():
    contradiction = When((*when("x", "yes").conditions, *when("x", "no").conditions))
    findings = told(section("a", ask("x", Kind.YES_NO), ask("y", when=contradiction, required=True)))
    assert findings == [
        ("“What about y?”: it must be answered, and nobody is ever asked it. Check its conditions.", "id-y")
    ]


def test_what_depends_on_something_that_is_itself_not_asked():
    findings = told(
        section("a", ask("x", Kind.YES_NO, required=True), ask("y", Kind.YES_NO, when=when("x", "yes"))),
        section("b", ask("z", when=When((*when("x", "no").conditions, *when("y", "yes").conditions)))),
    )
    assert [place for _words, place in findings] == ["id-z"]


def test_nobody_can_send():
    findings = told(
        section("a", ask("x", Kind.YES_NO, required=True), leave_when=when("x", "yes", "no"), leave_words="Bye.")
    )
    assert ("Nobody can send this survey: every way through it ends early.", "sections") in findings


def test_exclusive_answers_are_reckoned_with():
    both = When((*when("x", "none").conditions, *when("x", "red").conditions))
    findings = told(section("a", ask("x", Kind.SEVERAL, none_label="None"), ask("y", when=both)))
    assert [place for _words, place in findings] == ["id-y"]


def test_many_independent_conditions_are_proved_quickly():
    sections = [
        section(f"s{at}", ask(f"a{at}", Kind.YES_NO), ask(f"b{at}", when=when(f"a{at}", "yes"))) for at in range(40)
    ]
    began = time.monotonic()
    proof = prove(questionnaire(*sections))
    assert proof.is_good
    assert proof.has_more_paths
    assert time.monotonic() - began < 5


def test_too_many_to_follow_is_said():
    first = section("a", *(ask(f"x{at}", Kind.YES_NO) for at in range(16)))
    last = section("b", *(ask(f"y{at}", when=when(f"x{at}", "yes", test=Is.NONE_OF)) for at in range(16)))
    assert "too many ways" in told(first, last)[0][0]
