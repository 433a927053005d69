"""Sending: what is on the route, once; again as a new version; withdrawn, late, on paper, and from robots."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from consultation.participants.models import Mail, Organisation
from consultation.surveys.choices import Channel
from consultation.surveys.exports import NOT_ASKED, rows
from consultation.surveys.models import Response, SentAnswers
from consultation.surveys.questionnaire.routing import problems, route
from consultation.surveys.questionnaire.shape import Kind
from consultation.surveys.responses import ResponseRefused, save_page
from consultation.surveys.submission import (
    NotComplete,
    OrganisationRefused,
    admit_late,
    check_entry,
    enter,
    submit,
    withdraw,
)
from consultation.surveys.versions import questionnaire_of
from tests.consultation.surveys.factories import GOOD, NOW, begin, fill_in, later, open_survey, sent
from tests.consultation.surveys.questionnaires import ask, questionnaire, section, when
from tests.consultation.surveys.random_questionnaires import answered, questionnaires

pytestmark = pytest.mark.django_db

FOR_LEEDS = GOOD | {
    "about-for": {"choice": "organisation"},
    "about-organisation": {"text": "Leeds Beckett"},
    "about-official": {"choice": "yes"},
    "about-represents": {"text": "1,200"},
}
BACK = {"about-name": {"text": "Jane O'Connor"}, "about-email": {"text": "jane@example.org"}}


@pytest.fixture
def survey(area):
    return open_survey(area)


def resend(response, now=None, **typed):
    save_page(response=response, section_id="x", typed=typed, was={}, now=NOW)
    return submit(response=response, now=now or later(hours=1))


# Once


def test_what_is_sent_is_what_is_on_the_route(survey):
    answers = GOOD | BACK | {"export": {"choice": "yes"}, "staff": {"text": "12"}}
    response = sent(survey, answers)
    found = SentAnswers.objects.get()
    assert found.answers == {code: GOOD[code] for code in GOOD}
    assert response.answers["export"] == {"choice": "yes"}


def test_a_double_send_is_one_submission_and_one_receipt(survey):
    response = sent(survey, GOOD | BACK)
    first = SentAnswers.objects.get()
    assert submit(response=response, now=later(hours=1)) == first
    assert Mail.objects.filter(kind="survey-receipt").count() == 1


def test_what_is_missing_is_named(survey):
    with pytest.raises(NotComplete) as refusal:
        submit(response=begin(survey), now=NOW)
    assert set(refusal.value.problems) == {"business", "matters", "about-for", "about-publishing"}
    assert Response.objects.get().state == "draft"


def test_who_may_not_answer_has_nothing_to_send(area):

    survey = open_survey(
        area, questionnaire(section("a", ask("x", Kind.YES_NO), leave_when=when("x", "no"), leave_words="Bye."))
    )
    response = fill_in(begin(survey), {"x": {"choice": "no"}})
    assert response.has_left
    with pytest.raises(ResponseRefused, match="ends early"):
        submit(response=response, now=later(minutes=5))


def test_after_the_grace_nothing_is_sent_and_nothing_is_lost(survey):
    response = fill_in(begin(survey))
    with pytest.raises(ResponseRefused, match=r"This survey is closed\. What you wrote is kept"):
        submit(response=response, now=later(days=20))
    assert Response.objects.get().answers == GOOD


# Again


def test_sent_again_it_supersedes_and_counts_once(survey):
    response = sent(survey, GOOD | BACK)
    second = resend(response, why={"text": "I thought again."})
    assert second.number == 2
    assert [one.answers["why"]["text"] for one in SentAnswers.objects.order_by("number")] == [
        "Because.",
        "I thought again.",
    ]
    assert list(SentAnswers.objects.counted()) == [second]
    assert Mail.objects.filter(kind="survey-receipt").count() == 2


def test_while_it_is_being_changed_the_first_one_counts(survey):
    response = sent(survey)
    save_page(response=response, section_id="views", typed={"matters": {"choices": []}}, was={}, now=NOW)
    assert SentAnswers.objects.counted().get().answers["matters"] == {"choices": ["red"]}
    with pytest.raises(NotComplete):
        submit(response=response, now=NOW)


def test_after_closing_what_was_sent_stays(survey):
    response = sent(survey)
    with pytest.raises(ResponseRefused, match="cannot be changed any more"):
        save_page(response=response, section_id="views", typed={"why": {"text": "x"}}, was={}, now=later(days=20))


def test_withdrawn_it_is_empty_and_counts_no_more(survey):
    response = sent(survey, GOOD | BACK)
    withdraw(response=response, now=later(days=20))
    response.refresh_from_db()
    assert (response.state, response.answers) == ("withdrawn", {})
    assert SentAnswers.objects.get().answers == {}
    assert not Response.objects.counted().exists()
    with pytest.raises(ResponseRefused, match="withdrawn"):
        submit(response=response, now=NOW)


def test_once_the_answers_are_read_nothing_is_withdrawn(survey):
    response = sent(survey)
    survey.standing = "analysing"
    survey.save()
    with pytest.raises(ResponseRefused, match="being read"):
        withdraw(response=response, now=later(days=20))


# Organisations


def test_who_answers_stands_in_columns_and_not_in_what_is_sent(survey):
    response = sent(survey, FOR_LEEDS | BACK)
    assert response.organisation.name == "Leeds Beckett"
    assert (response.is_official, response.represents) == (True, 1200)
    assert response.contact.email == "jane@example.org"
    assert "Jane" not in str(SentAnswers.objects.get().answers)
    assert "Leeds" not in str(SentAnswers.objects.get().answers)


def test_an_organisation_answers_officially_once(survey):
    sent(survey, FOR_LEEDS)
    response = fill_in(begin(survey), FOR_LEEDS | {"about-organisation": {"text": "LEEDS BECKETT Ltd"}})
    with pytest.raises(OrganisationRefused, match="has sent its official response") as refusal:
        submit(response=response, now=later(minutes=5))
    assert refusal.value.code == "about-official"
    assert resend(response, **{"about-official": {"choice": "no"}}).number == 1
    assert Response.objects.counted().count() == 2


def test_the_first_official_response_can_still_be_changed(survey):
    response = sent(survey, FOR_LEEDS)
    assert resend(response, why={"text": "More."}).number == 2


def test_only_so_many_may_answer_for_one_organisation(area):
    survey = open_survey(area, per_organisation=1)
    sent(survey, FOR_LEEDS)
    own_view = FOR_LEEDS | {"about-official": {"choice": "no"}}
    with pytest.raises(OrganisationRefused, match="1 person may answer for one organisation"):
        submit(response=fill_in(begin(survey), own_view), now=later(minutes=5))
    assert Organisation.objects.count() == 1
    assert sent(survey, GOOD).state == "submitted"


# Robots, tests, late and on paper


@pytest.mark.parametrize(
    ("seconds", "suspect", "is_set_aside"), [(2, "", True), (60, "filled the trap", True), (60, "", False)]
)
def test_a_robot_is_set_aside_and_not_refused(survey, seconds, suspect, is_set_aside):
    response = fill_in(begin(survey))
    submit(response=response, suspect=suspect, now=later(seconds=seconds))
    response.refresh_from_db()
    assert (response.state, response.is_quarantined) == ("submitted", is_set_aside)
    assert SentAnswers.objects.counted().exists() != is_set_aside


def test_staff_admit_a_late_one_and_it_says_so(survey):
    response = fill_in(begin(survey))
    admit_late(response=response, why="Their network was down.", now=later(days=12))
    response.refresh_from_db()
    assert (response.state, response.is_late) == ("submitted", True)


@pytest.fixture
def staff():
    return User.objects.create_user("ann"), User.objects.create_user("bob")


def test_what_came_on_paper_may_have_gaps_and_is_checked_by_another(survey, staff):
    ann, bob = staff
    answers = {code: answer for code, answer in GOOD.items() if code != "matters"}
    response = enter(
        survey=survey,
        channel=Channel.PAPER,
        received_on=dt.date(2026, 11, 20),
        answers=answers,
        by=ann,
        now=later(days=30),
    )
    assert SentAnswers.objects.counted().get().answers == answers
    with pytest.raises(ResponseRefused, match="Somebody else"):
        check_entry(response=response, by=ann, now=NOW)
    check_entry(response=response, by=bob, now=NOW)
    response.refresh_from_db()
    assert response.checked_by == bob


def from_paper(survey, day, answers, by):
    return enter(survey=survey, channel=Channel.PAPER, received_on=day, answers=answers, by=by, now=NOW)


def test_paper_keeps_to_the_closing_day_and_to_sense(survey, staff):
    with pytest.raises(ResponseRefused, match="not received while"):
        enter(
            survey=survey, channel=Channel.PAPER, received_on=dt.date(2026, 12, 1), answers=GOOD, by=staff[0], now=NOW
        )
    wrong = GOOD | {"business": {"choice": "yes"}, "staff": {"text": "many"}}
    with pytest.raises(NotComplete) as refusal:
        enter(
            survey=survey, channel=Channel.PAPER, received_on=dt.date(2026, 11, 2), answers=wrong, by=staff[0], now=NOW
        )
    assert set(refusal.value.problems) == {"staff"}


# What comes out is what went in


# Many random answers leave early or miss a required question: those say nothing about the export.
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(st.data())
def test_the_export_gives_back_what_was_sent(area, data):
    found = data.draw(questionnaires())
    answers = data.draw(answered(found)) | {code: GOOD[code] for code in ("about-for", "about-publishing")}
    asked = route(found, answers)
    assume(not problems(asked, answers) and asked.leaves is None)
    survey = open_survey(area, found, slug=f"s{Response.objects.count()}-{data.draw(st.uuids())}")
    sent(survey, answers)
    header, words, row = rows(survey)
    assert len(header) == len(words) == len(row)
    cells = dict(zip(header, row, strict=True))
    for question in found.questions:
        labels = {option.key: option.label for option in question.choices}
        answer = answers.get(question.code, {})
        keys = [*answer.get("choices", []), *filter(None, [answer.get("choice")])]
        expected = "\n".join(labels[one.key] for one in question.choices if one.key in keys)
        assert cells[question.code] == (expected if question.code in asked.codes else NOT_ASKED)


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "-2+3", "\t=1"])
def test_no_cell_is_a_formula(survey, text):
    sent(survey, GOOD | {"why": {"text": text}})
    cell = dict(zip(*[list(rows(survey))[at] for at in (0, 2)], strict=True))["why"]
    assert cell == f"'{text}"


def test_the_parts_of_what_was_asked_by_version(survey):
    assert questionnaire_of(survey.version) is questionnaire_of(survey.version)
