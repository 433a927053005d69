"""What surveys know of people: found, given out, erased on request and when its time is over; drafts forgotten."""

import datetime as dt
import io

import pytest

from consultation.participants import privacy
from consultation.participants.models import Contact, Hold
from consultation.surveys.models import QuestionnaireVersion, Response, ResponseFile, SentAnswers, Survey
from consultation.surveys.privacy import DRAFTS_KEPT, tidy_up
from consultation.surveys.questionnaire.shape import Kind
from consultation.surveys.ready import people_who_answered
from consultation.surveys.responses import send_link, start_test
from consultation.surveys.uploads import attach
from consultation.surveys.versions import try_out
from tests.consultation.files.good_files import pdf
from tests.consultation.surveys.factories import GOOD, NOW, begin, fill_in, later, open_survey, sent
from tests.consultation.surveys.questionnaires import ask, questionnaire, section, when

pytestmark = pytest.mark.django_db

BACK = {"about-name": {"text": "Jane O'Connor"}, "about-email": {"text": "jane@example.org"}}


@pytest.fixture
def survey(area):
    return open_survey(area)


def jane():
    return Contact.objects.get(email="jane@example.org")


def test_everything_somebody_wrote_is_given_out_in_words(survey):
    response = sent(survey, GOOD | BACK)
    (found,) = privacy.everything_held(jane())["survey responses"]
    assert found["reference"] == response.reference
    assert found["answers"]["What about why?"] == "Because."


def test_erasing_leaves_what_can_be_counted(survey):
    response = sent(survey, GOOD | BACK)
    draft = fill_in(begin(survey), {"why": {"text": "A draft."}})
    send_link(response=draft, email="jane@example.org", now=NOW)
    privacy.erase(contact=jane(), by=None, now=NOW)
    response.refresh_from_db()
    assert not Response.objects.filter(pk=draft.pk).exists()
    assert response.contact is None
    for answers in (response.answers, SentAnswers.objects.get().answers):
        assert answers["matters"] == {"choices": ["red"]}
        assert not {"why", "about-name", "about-email"} & set(answers)
    assert SentAnswers.objects.counted().count() == 1


@pytest.mark.parametrize(("months", "is_gone"), [(11, False), (13, True)])
def test_words_go_when_retention_is_over_with_or_without_a_name(survey, months, is_gone):
    sent(survey, GOOD | BACK)
    sent(survey)
    now = dt.datetime(2026, 12, 1, tzinfo=dt.UTC) + dt.timedelta(days=30 * months)
    privacy.retention(now)
    tidy_up(now)
    kept = ["why" in one.answers for one in SentAnswers.objects.all()]
    assert kept == [not is_gone] * 2
    assert tidy_up(now) is None


def test_a_hold_keeps_everything(survey):
    Hold.objects.create(site=survey.site, activity=survey, reason="A court.")
    sent(survey, GOOD | BACK)
    begin(survey)
    much_later = later(days=3000)
    privacy.retention(much_later)
    tidy_up(much_later)
    assert SentAnswers.objects.get().answers["why"] == {"text": "Because."}
    assert Response.objects.count() == 2


def test_drafts_are_forgotten_four_weeks_after_closing(survey):
    fill_in(begin(survey))
    assert tidy_up(survey.closes_at + DRAFTS_KEPT - dt.timedelta(hours=1)) is None
    assert tidy_up(survey.closes_at + DRAFTS_KEPT + dt.timedelta(hours=1)) == "1 old drafts"
    assert not Response.objects.exists()


def test_what_was_begun_and_never_saved_goes_after_two_days(survey):
    begin(survey)
    kept = fill_in(begin(survey))
    tidy_up(later(days=3))
    assert Response.objects.get() == kept


def test_who_was_not_eligible_stays_a_number(area):
    survey = open_survey(
        area, questionnaire(section("a", ask("x", Kind.YES_NO), leave_when=when("x", "no"), leave_words="Bye."))
    )
    fill_in(begin(survey), {"x": {"choice": "no"}})
    tidy_up(later(days=60))
    assert (Survey.objects.get().not_eligible, Response.objects.count()) == (1, 0)


def test_tests_are_wiped_when_it_opens(area):
    survey = open_survey(area, opens_on=dt.date(2026, 11, 25))
    survey.sections = []
    version = try_out(survey=survey, by=None, now=NOW)
    start_test(survey=survey, version=version, now=NOW)
    assert tidy_up(NOW) is None
    assert tidy_up(later(days=3)) == "1 test answers"
    assert QuestionnaireVersion.objects.count() == 1


def test_what_is_made_up_tried_or_set_aside_counts_nowhere(area, survey):
    for mark in ("is_synthetic", "is_test", "is_quarantined"):
        response = sent(survey)
        setattr(response, mark, True)
        response.save()
    assert people_who_answered(area, NOW).people == 0
    sent(survey)
    assert people_who_answered(area, NOW).people == 1
    Survey.objects.update(is_demonstration=True)
    assert people_who_answered(area, NOW).people == 0


def test_a_file_goes_with_its_draft(area, private, django_capture_on_commit_callbacks):
    plan = ask("plan", Kind.FILE)
    survey = open_survey(area, questionnaire(section("a", plan)))
    response = fill_in(begin(survey), {})
    file = io.BytesIO(pdf())
    attach(response=response, question=plan, file=file, name="a.pdf", size=len(pdf()), now=NOW)
    stored = private / ResponseFile.objects.get().content.name
    assert stored.exists()
    with django_capture_on_commit_callbacks(execute=True):
        tidy_up(later(days=60))
    assert not stored.exists()
