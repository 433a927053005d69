"""Answering: whatever is typed is kept, two at once are told of each other, and the clock closes nothing on a word."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultation.dates import LONDON
from consultation.participants.links import LinkRefused, resolve
from consultation.participants.models import Mail
from consultation.surveys.emails import RETURN
from consultation.surveys.models import QuestionnaireVersion, Response, SurveyInvitation
from consultation.surveys.questionnaire.changes import changes
from consultation.surveys.questionnaire.shape import Kind, Questionnaire
from consultation.surveys.responses import (
    HOLDS,
    ResponseRefused,
    bring_up_to_date,
    mark,
    may_send,
    save_page,
    send_link,
    send_new_link,
    start,
)
from consultation.surveys.versions import questionnaire_of
from tests.consultation.participants.factories import make_contact
from tests.consultation.surveys.factories import NOW, begin, fill_in, later, london, open_survey, sent
from tests.consultation.surveys.questionnaires import SMALL, ask, questionnaire, section
from tests.consultation.surveys.random_questionnaires import answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(area):
    return open_survey(area)


@pytest.fixture
def response(survey):
    return begin(survey)


def save(response, section_id="views", now=NOW, was=None, **typed):
    return save_page(response=response, section_id=section_id, typed=typed, was=was or {}, now=now)


# Beginning


def test_beginning_gives_a_token_that_opens_the_draft(survey):
    response, token = start(survey=survey, now=NOW)
    assert resolve(token, HOLDS, later(days=300)).target == response
    assert response.privacy_notice.number == 1


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (london(2026, 10, 31, 23, 59, 59), "not open yet"),
        (london(2026, 11, 1), ""),
        (london(2026, 11, 30, 23, 59, 59), ""),
        (london(2026, 12, 1), "closed"),
    ],
)
def test_it_opens_as_its_first_day_begins_and_closes_as_its_last_one_ends(survey, moment, words):
    if not words:
        assert begin(survey, moment).pk
        return
    with pytest.raises(ResponseRefused, match=words):
        begin(survey, moment)


@pytest.mark.parametrize(("opens", "closes"), [((2027, 3, 27), (2027, 3, 28)), ((2026, 10, 24), (2026, 10, 25))])
def test_the_last_day_ends_at_midnight_in_london_whatever_the_clocks_do(area, opens, closes):
    survey = open_survey(area, opens_on=dt.date(*opens), closes_on=dt.date(*closes))
    last = dt.datetime.combine(dt.date(*closes), dt.time(23, 59, 59), tzinfo=LONDON)
    assert survey.state_at(last) == "open"
    assert survey.state_at(last + dt.timedelta(seconds=1)) == "closed"


def test_a_paused_survey_begins_nothing_and_saves_everything(survey, response):
    survey.standing = "paused"
    survey.save()
    with pytest.raises(ResponseRefused, match="paused"):
        begin(survey)
    assert save(response, why={"text": "still"}).response.answers["why"] == {"text": "still"}


def test_only_the_invited_begin_and_each_of_them_once(area):
    survey = open_survey(area, who_may_answer="invited")
    with pytest.raises(ResponseRefused, match="Use the link in your invitation"):
        begin(survey)
    contact = make_contact(area)
    invitation = SurveyInvitation.objects.create(site=area, survey=survey, contact=contact, invited_at=NOW)
    first, _token = start(survey=survey, now=NOW, invitation=invitation)
    again, _token = start(survey=survey, now=NOW, invitation=invitation)
    assert first == again
    assert first.contact == contact


# Saving


def test_whatever_was_typed_is_kept_right_or_wrong(response):
    save(response, "you", staff={"text": "about twelve"})
    save(response, why={"text": "x" * 30_000})
    found = Response.objects.get()
    assert found.answers == {"staff": {"text": "about twelve"}, "why": {"text": "x" * 30_000}}
    assert found.seen == ["you", "views"]


def test_an_answer_off_the_route_stays_in_the_draft(response):
    save(response, "you", business={"choice": "yes"})
    save(response, "exports", export={"choice": "no"})
    saved = save(response, "you", business={"choice": "no"})
    assert saved.response.answers["export"] == {"choice": "no"}
    assert "export" not in saved.route.codes


def test_two_tabs_on_different_questions_do_not_meet(response):
    was = {"matters": mark(None), "why": mark(None)}
    save(response, was=was, matters={"choices": ["red"]}, why={})
    saved = save(response, was=was, matters={}, why={"text": "mine"})
    assert saved.conflicts == ()
    assert saved.response.answers == {"matters": {"choices": ["red"]}, "why": {"text": "mine"}}


def test_the_later_of_two_is_told_and_both_texts_are_kept(response):
    was = {"why": mark(None)}
    save(response, was=was, why={"text": "hers"})
    saved = save(response, was=was, why={"text": "his"})
    assert saved.conflicts == ("why",)
    assert saved.response.answers["why"] == {"text": "hers"}
    assert [one["answer"]["text"] for one in saved.response.set_aside] == ["his", "hers"]
    chosen = save(response, was={"why": mark({"text": "hers"})}, why={"text": "ours"})
    assert (chosen.conflicts, chosen.response.answers["why"]) == ((), {"text": "ours"})


def test_two_who_type_the_same_agree(response):
    was = {"why": mark(None)}
    save(response, was=was, why={"text": "same"})
    assert save(response, was=was, why={"text": "same"}).conflicts == ()


def test_a_draft_can_be_written_after_closing(response):
    saved = save(response, now=later(days=30), why={"text": "late"})
    assert saved.response.answers["why"] == {"text": "late"}
    assert not may_send(saved.response, later(days=30))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_draft_that_is_taken_up_again_is_the_one_that_was_saved(survey, data):
    answers = data.draw(answered(SMALL))
    response = begin(survey)
    for one in SMALL.sections:
        typed = {question.code: answers[question.code] for question in one.questions if question.code in answers}
        save_page(response=response, section_id=one.id, typed=typed, was={}, now=NOW)
    assert {k: v for k, v in Response.objects.get(pk=response.pk).answers.items() if v} == answers


@pytest.mark.parametrize(
    "text", ["a\ufffdb", "\u202egnirts", "😀" * 500, "'; DROP TABLE", "<script>", "\u0000".replace("\0", "")]
)
def test_odd_text_is_stored_as_it_was_sent(response, text):
    save(response, why={"text": text})
    assert Response.objects.get().answers["why"]["text"] == text


# The closing moment


@pytest.mark.parametrize(
    ("begun", "moment", "can"),
    [
        (london(2026, 11, 30, 23, 50), london(2026, 12, 1, 0, 29, 59), True),
        (london(2026, 11, 30, 23, 50), london(2026, 12, 1, 0, 30), False),
        (london(2026, 11, 2), london(2026, 12, 1, 0, 10), True),
    ],
)
def test_whoever_has_begun_may_send_for_half_an_hour_more(survey, begun, moment, can):
    assert may_send(begin(survey, begun), moment) == can


# Coming back


def test_a_new_link_stops_the_old_one(response):
    for _ in range(2):
        send_link(response=response, email="Jane@Example.org ", now=NOW)
    tokens = [mail.text.partition("/my/")[2].partition("/")[0] for mail in Mail.objects.order_by("pk")]
    with pytest.raises(LinkRefused):
        resolve(tokens[0], RETURN, NOW)
    assert resolve(tokens[1], RETURN, later(days=27)).target == response
    assert "works until 20 December 2026" in Mail.objects.order_by("pk").last().text
    assert response.reference in Mail.objects.last().text


def test_asking_for_a_new_link_tells_nothing_and_writes_only_to_who_began(survey, response):
    send_link(response=response, email="jane@example.org", now=NOW)
    send_new_link(survey=survey, email="nobody@example.org", now=NOW)
    assert Mail.objects.count() == 1
    send_new_link(survey=survey, email="JANE@example.org", now=NOW)
    assert Mail.objects.count() == 2


# Another version


def with_version(survey, new):
    survey.version = QuestionnaireVersion.objects.create(
        survey=survey, number=2, content=new.plain(), made_at=later(days=1)
    )
    survey.save()


def test_a_draft_moves_to_the_new_questions_with_what_it_has(survey, response):
    fill_in(response)
    old = questionnaire_of(survey.version)
    new = Questionnaire(
        (*old.sections[:2], section("views", ask("matters", Kind.ONE), ask("why", Kind.LONG_TEXT)), old.sections[3])
    )
    assert changes(old, new).structure
    with_version(survey, new)
    again = bring_up_to_date(response=response, now=NOW)
    response.refresh_from_db()
    assert again == ("matters",)
    assert response.version == survey.version
    assert response.answers["why"] == {"text": "Because."}
    assert "matters" not in response.answers
    assert response.set_aside[0]["answer"] == {"choices": ["red"]}
    assert "views" not in response.seen


def test_what_was_sent_stays_with_its_questions(survey):
    response = sent(survey)
    with_version(survey, questionnaire(section("a", ask("x"))))
    assert bring_up_to_date(response=response, now=NOW) == ()
    response.refresh_from_db()
    assert response.version.number == 1
