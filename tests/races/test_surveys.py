"""Many at once: one submission however often it is sent, one official response, and no text lost between two tabs."""

import contextlib
import time

import pytest

from consultation.participants.models import Mail
from consultation.surveys.models import Response, SentAnswers, SurveyInvitation
from consultation.surveys.responses import mark, save_page, start
from consultation.surveys.submission import OrganisationRefused, submit
from tests.consultation.participants.factories import make_contact
from tests.consultation.surveys.factories import GOOD, NOW, begin, fill_in, later, open_survey
from tests.races.answering_process import answer_until_killed
from tests.races.test_people import AT_ONCE, all_at_once
from tests.strategy.factories import make_area

pytestmark = pytest.mark.django_db(transaction=True)

ORGANISATION = GOOD | {
    "about-for": {"choice": "organisation"},
    "about-organisation": {"text": "Leeds Beckett"},
    "about-official": {"choice": "yes"},
}


@pytest.fixture
def survey(db):
    return open_survey(make_area())


def outcome(act, *refusals):
    try:
        return act()
    except refusals as refusal:
        return type(refusal).__name__


def test_pressing_send_many_times_sends_once(survey):
    response = fill_in(begin(survey), GOOD | {"about-email": {"text": "jane@example.org"}})
    sent = all_at_once(lambda number: submit(response=response, now=later(minutes=5)).pk)
    assert len(set(sent)) == SentAnswers.objects.count() == Mail.objects.count() == 1


def test_one_official_response_however_many_send_at_once(survey):
    drafts = [fill_in(begin(survey), ORGANISATION) for _ in range(AT_ONCE)]
    outcomes = all_at_once(
        lambda number: outcome(lambda: submit(response=drafts[number], now=later(minutes=5)).pk, OrganisationRefused)
    )
    assert outcomes.count("OrganisationRefused") == AT_ONCE - 1
    assert Response.objects.filter(is_official=True, state="submitted").count() == 1


def test_no_more_than_the_limit_of_an_organisation(survey):
    survey.per_organisation = 3
    survey.save()
    own = ORGANISATION | {"about-official": {"choice": "no"}}
    drafts = [fill_in(begin(survey), own) for _ in range(AT_ONCE)]
    all_at_once(
        lambda number: outcome(lambda: submit(response=drafts[number], now=later(minutes=5)).pk, OrganisationRefused)
    )
    assert Response.objects.counted().count() == 3


def test_whatever_thirty_tabs_type_is_there_afterwards(survey):
    response = begin(survey)

    def type_and_save(number):
        typed = {"why": {"text": f"text {number}"}}
        return save_page(response=response, section_id="views", typed=typed, was={"why": mark(None)}, now=NOW).conflicts

    conflicts = all_at_once(type_and_save)
    response.refresh_from_db()
    texts = {one["answer"]["text"] for one in response.set_aside} | {response.answers["why"]["text"]}
    assert texts == {f"text {number}" for number in range(AT_ONCE)}
    assert conflicts.count(()) == 1


def test_an_invitation_opened_by_many_begins_one_response(survey):
    contact = make_contact(survey.site)
    invitation = SurveyInvitation.objects.create(site=survey.site, survey=survey, contact=contact, invited_at=NOW)
    begun = all_at_once(lambda number: start(survey=survey, now=NOW, invitation=invitation)[0].pk)
    assert len(set(begun)) == Response.objects.count() == 1


def test_killing_whoever_answers_loses_nothing_that_was_saved(survey, forks):
    """`kill -9` at any moment: the last page that was said to be saved is there, or the one after it."""
    token = start(survey=survey, now=NOW)[1]
    for seconds in (0.2, 0.5, 0.9):
        told, saved = forks.Pipe(duplex=False)
        process = forks.Process(target=answer_until_killed, args=(address(token), saved))
        process.start()
        saved.close()  # here: so that the end of the process is the end of what is told
        last = told.recv()  # it has begun
        time.sleep(seconds)
        process.kill()
        process.join()
        with contextlib.suppress(EOFError):
            while True:
                last = told.recv()
        stored = int(Response.objects.get().answers["why"]["text"].removeprefix("text "))
        assert stored in (last, last + 1)


def address(token):
    return f"/my/{token}/survey/"
