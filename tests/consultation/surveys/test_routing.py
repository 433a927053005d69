"""What people are asked: Hypothesis makes questionnaires and answers, and a second way of reckoning has to agree."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.surveys.questionnaire.proof import prove
from consultation.surveys.questionnaire.routing import (
    first_unfinished,
    how_many_steps,
    no_longer_asked,
    problems,
    route,
)
from consultation.surveys.questionnaire.shape import Is, Kind, Questionnaire
from consultation.surveys.questionnaire.ways import MOST_PATHS
from tests.consultation.surveys.questionnaires import SMALL, ask, questionnaire, section, when
from tests.consultation.surveys.random_questionnaires import answered, questionnaires


def ids(found):
    return [step.section.id for step in found.steps]


def test_a_section_is_shown_when_an_earlier_answer_says_so():
    assert ids(route(SMALL, {})) == ["you", "views"]
    assert ids(route(SMALL, {"business": {"choice": "yes"}})) == ["you", "exports", "views"]
    assert "where" in route(SMALL, {"business": {"choice": "yes"}, "export": {"choice": "yes"}}).codes


def test_the_answer_to_what_is_no_longer_asked_decides_nothing_and_stays():
    answers = {"business": {"choice": "no"}, "export": {"choice": "yes"}, "where": {"text": "France"}}
    found = route(SMALL, answers)
    assert found.codes == {"business", "matters", "why"}
    assert [question.code for question in no_longer_asked(SMALL, found, answers)] == ["export", "where"]


def test_leaving_ends_the_route():
    leaving = questionnaire(
        section("you", ask("lives", Kind.YES_NO), leave_when=when("lives", "no"), leave_words="Not for you."),
        section("more", ask("x")),
    )
    found = route(leaving, {"lives": {"choice": "no"}})
    assert ids(found) == ["you"]
    assert found.leaves.id == "you"
    assert route(leaving, {"lives": {"choice": "yes"}}).leaves is None


def test_the_first_unfinished_step():
    assert first_unfinished(route(SMALL, {}), {}, frozenset()).section.id == "you"
    answers: dict[str, Any] = {"business": {"choice": "no"}}
    assert first_unfinished(route(SMALL, answers), answers, frozenset({"you"})).section.id == "views"
    answers["matters"] = {"choices": ["red"]}
    assert first_unfinished(route(SMALL, answers), answers, frozenset({"you", "views"})) is None


def test_progress_says_only_what_is_sure():
    assert how_many_steps(SMALL, {}, frozenset()) == (2, 3)
    assert how_many_steps(SMALL, {"business": {"choice": "yes"}}, frozenset({"you"})) == (3, 3)
    assert how_many_steps(SMALL, {"business": {"choice": "no"}}, frozenset({"you"})) == (2, 2)


def by_hand(found: Questionnaire, answers):
    """Which questions are asked, reckoned in another way: each from scratch, by asking about those before it."""

    def is_asked(code):
        place = found.section_of[code]
        for earlier in found.sections:
            if earlier is place:
                break
            if section_shown(earlier) and earlier.leave_when.conditions and meets(earlier.leave_when):
                return False
        return meets(place.when) and meets(found.by_code[code].when)

    def section_shown(one):
        return any(is_asked(question.code) for question in one.questions)

    def meets(condition):
        verdicts = [verdict(one) for one in condition.conditions]
        return (all if condition.every else any)(verdicts) if verdicts else True

    def verdict(one):
        answer = answers.get(one.question) if is_asked(one.question) else None
        keys = {answer.get("choice"), *answer.get("choices", [])} - {None, ""} if answer else set()
        return {
            Is.ANY_OF: bool(keys & set(one.answers)),
            Is.NONE_OF: bool(keys) and not keys & set(one.answers),
            Is.ANSWERED: bool(keys),
            Is.NOT_ANSWERED: not keys,
        }[one.test]

    return {code for code in found.by_code if is_asked(code)}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_the_server_asks_and_accepts_exactly_what_routing_allows(data):
    found = data.draw(questionnaires())
    answers = data.draw(answered(found))
    asked = route(found, answers)
    assert asked.codes == by_hand(found, answers)
    accepted = not problems(asked, answers)
    missing = [code for code in asked.codes if found.by_code[code].required and not picked_any(answers.get(code))]
    assert accepted == (not missing)


def picked_any(answer):
    return bool(answer) and bool(answer.get("choice") or answer.get("choices"))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_what_is_asked_was_in_the_proof(data):
    """Answers that can be sent follow a listed path, and nobody meets what the proof calls unreachable."""
    found = data.draw(questionnaires())
    proof = prove(found)
    answers = data.draw(answered(found))
    asked = route(found, answers)
    never = {finding.place for finding in proof.findings if "nobody is ever asked it" in finding.sentence.lower()}
    if problems(asked, answers):
        return
    assert not never & {question.id for question in asked.questions}
    if proof.paths and not proof.has_more_paths and len(proof.paths) < MOST_PATHS:
        followed = [(tuple(one.code for one in path.questions), path.leaves) for path in proof.paths]
        assert (tuple(question.code for question in asked.questions), asked.leaves) in followed


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_progress_is_never_wrong(data):
    found = data.draw(questionnaires(leaving=False))
    answers = data.draw(answered(found))
    seen = frozenset(one.id for one in found.sections)
    least, most = how_many_steps(found, answers, frozenset())
    assert least <= most
    least, most = how_many_steps(found, answers, seen)
    assert least <= len(route(found, answers).steps) <= most


def test_an_answer_to_what_is_no_longer_asked_is_not_counted_on():
    """“Yes” to the second question stays in the draft, and is not asked since the first became “no”."""
    found = questionnaire(
        section("one", ask("first", Kind.YES_NO), ask("second", Kind.YES_NO, when=when("first", "yes"))),
        section("two", ask("third"), when=when("second", test=Is.NOT_ANSWERED)),
    )
    answers = {"first": {"choice": "no"}, "second": {"choice": "yes"}}
    assert how_many_steps(found, answers, frozenset({"one"})) == (2, 2)


@settings(max_examples=100, deadline=None)
@given(questionnaires())
def test_a_questionnaire_survives_its_own_json(found):
    assert Questionnaire.read(found.plain()) == found
