"""The public pages: forms as they are sent, without a browser."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from consultation.participants.mail import callback_for
from consultation.participants.models import Mail, RateBucket, SignedLink
from consultation.surveys.copies import empty_copy
from consultation.surveys.models import EqualityCount, Response, SentAnswers
from consultation.surveys.questionnaire.shape import Kind
from consultation.surveys.responses import hold, mark, start
from tests.consultation.surveys.factories import fill_in, open_survey
from tests.consultation.surveys.filling import DATES, TODAY, begin, send
from tests.consultation.surveys.questionnaires import ask, questionnaire, section, when
from tests.strategy.factories import make_area

pytestmark = pytest.mark.django_db

LEAVING = questionnaire(
    section("a", ask("lives", Kind.YES_NO, required=True), leave_when=when("lives", "no"), leave_words="Not for you."),
    section("b", ask("x")),
)


@pytest.fixture
def survey(area):
    return open_survey(area, **DATES)


@pytest.fixture
def strict():
    """A browser whose forms are checked for tokens, as on the real site."""
    return Client(enforce_csrf_checks=True)


def answer_all(client, address):
    send(client, address, "section-1", **{"q-business": "no"})
    send(client, address, "section-3", **{"q-matters": "red", "q-why": "Because."})
    more = {"q-about-for": "myself", "q-about-publishing": "no"}
    send(client, address, "about-you", **more)
    return send(client, address, "about-you", **more, **{"q-about-email": "jane@example.org"})


# Before answering


def test_the_start_page_is_the_same_for_everybody(client, survey, django_assert_max_num_queries):
    client.get("/survey/what-matters/")
    with django_assert_max_num_queries(12):
        response = client.get("/survey/what-matters/")
    html = response.content.decode()
    assert "Start now" in html
    assert f"11:59pm on {survey.closes_on:%A}" in html
    assert "Public task" in html
    assert not response.cookies
    assert "max-age=60" in response["Cache-Control"]
    assert "public" in response["Cache-Control"]


def test_a_draft_and_another_areas_survey_are_not_there(client, survey):
    survey.version = None
    survey.save()
    assert client.get("/survey/what-matters/").status_code == 404
    assert client.post("/survey/what-matters/begin/").status_code == 404


@pytest.mark.parametrize(
    ("standing", "moved", "words"),
    [("as_dated", -60, "This survey is closed"), ("paused", 0, "paused"), ("as_dated", 60, "You can answer from")],
)
def test_a_survey_that_takes_no_answers_says_why(client, survey, standing, moved, words):
    survey.opens_on += dt.timedelta(days=moved)
    survey.closes_on += dt.timedelta(days=moved)
    survey.standing = standing
    survey.save()
    html = client.get("/survey/what-matters/").content.decode()
    assert words in html
    assert "Start now" not in html
    assert client.post("/survey/what-matters/begin/")["Location"] == "/survey/what-matters/"
    assert not Response.objects.exists()


def test_the_paper_form_says_where_to_go(client, survey):
    html = client.get("/survey/what-matters/paper/").content.decode()
    assert "1. Do you run a business?" in html
    assert "→ Go to question 5" in html
    assert "Answer only if you ticked Yes in question 3" in html
    assert client.get("/survey/what-matters/paper/large-print/").status_code == 200


# Answering


def test_the_whole_way_without_a_cookie(strict, survey):
    address = begin(strict, survey)
    assert strict.get(address)["Location"] == f"{address}section-1/"
    answered = answer_all(strict, address)
    assert answered["Location"] == f"{address}check/"
    html = strict.get(f"{address}check/").content.decode()
    assert "Because." in html
    Response.objects.update(started_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    trap = dict(re.findall(r'name="(opened)" value="([^"]+)"', html))
    assert strict.post(f"{address}check/", trap)["Location"] == f"{address}sent/"
    assert Response.objects.get().reference in strict.get(f"{address}sent/").content.decode()
    assert SentAnswers.objects.counted().count() == 1
    assert Mail.objects.get().to == "jane@example.org"
    assert not strict.cookies


def test_pages_of_ones_own_are_never_kept(client, survey):
    response = client.get(f"{begin(client, survey)}section-1/")
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]


def test_a_page_costs_few_queries(client, survey, django_assert_max_num_queries):
    address = begin(client, survey)
    client.get(f"{address}section-1/")
    for page in ("section-1/", "check/", "?all"):
        with django_assert_max_num_queries(12):
            client.get(f"{address}{page}")


@pytest.mark.parametrize("then", ["on", "back", "later", "tasks"])
def test_every_button_saves_right_or_wrong(client, survey, then):
    address = begin(client, survey)
    send(client, address, "section-1", then, **{"q-business": "yes"})
    send(client, address, "section-1", then, **{"q-business": "yes", "q-staff": "about ten"})
    assert Response.objects.get().answers["staff"] == {"text": "about ten"}


def test_what_is_wrong_is_said_above_and_beside_it(client, survey):
    address = begin(client, survey)
    page = send(client, address, "section-3", **{"q-why": "I have not chosen"})
    html = page.content.decode()
    assert page.status_code == 200
    assert "<title>Error: " in html
    assert html.index("There is a problem") < html.index("<h1")
    assert 'href="#q-matters-0"' in html
    assert "I have not chosen" in html
    assert 'id="q-matters-error"' in html


def test_an_answer_that_leads_to_more_of_the_section_shows_them(client, survey):
    address = begin(client, survey)
    assert send(client, address, "section-1", **{"q-business": "yes"})["Location"] == f"{address}section-1/#more"
    assert "How many people work there?" in client.get(f"{address}section-1/").content.decode()
    assert send(client, address, "section-1", **{"q-business": "yes"})["Location"] == f"{address}section-2/"


def test_a_page_off_the_route_leads_to_the_first_that_is_not_done(client, survey):
    address = begin(client, survey)
    assert client.get(f"{address}section-2/")["Location"] == f"{address}section-1/"
    assert client.get(f"{address}section-99/")["Location"] == f"{address}section-1/"


def test_leaving_early(client, area):
    address = begin(client, open_survey(area, LEAVING, **DATES))
    assert send(client, address, "section-1", **{"q-lives": "no"})["Location"] == f"{address}leave/"
    assert "Not for you." in client.get(f"{address}leave/").content.decode()
    assert "Send my answers" not in client.get(f"{address}check/").content.decode()


def test_changing_one_answer_leads_back_to_the_check(client, survey):
    address = begin(client, survey)
    answer_all(client, address)
    assert f"{address}section-3/?change#q-why" in client.get(f"{address}check/").content.decode()
    page = send(client, address, "section-3", changing="yes", **{"q-matters": "blue", "q-why": "Because."})
    assert page["Location"] == f"{address}check/"


def test_answers_no_longer_needed_are_named(client, survey):
    response, token = start(survey=survey, now=dt.datetime.now(dt.UTC))
    fill_in(response, {"business": {"choice": "no"}, "export": {"choice": "yes"}})
    html = client.get(f"/my/{token}/survey/check/").content.decode()
    assert "1 answer is no longer needed" in html
    assert "What about export?" in html


def test_two_tabs_see_both_texts(client, survey):
    address = begin(client, survey)
    html = client.get(f"{address}section-3/").content.decode()
    was = dict(re.findall(r'name="(was-[^"]+)" value="([^"]+)"', html)) | {"asked": ["matters", "why"], "then": "on"}
    client.post(f"{address}section-3/", was | {"q-matters": "red", "q-why": "Hers."})
    page = client.post(f"{address}section-3/", was | {"q-matters": "red", "q-why": "His."}).content.decode()
    assert "Somebody else changed this answer meanwhile" in page
    assert "His.</textarea>" in page
    assert "Hers." in page
    again = client.get(f"{address}section-3/").content.decode()
    assert "Hers.</textarea>" in again
    assert "His." in again


def test_two_colleagues_on_one_draft_are_told_of_each_other_as_they_open_it(client, survey):
    hers = begin(client, survey)
    assert "Somebody else has these answers open" not in client.get(f"{hers}section-1/").text
    response, now = Response.objects.get(), timezone.now()
    token = hold(response=response, now=now)  # what the button behind an e-mailed link does
    his = f"/my/{token}/survey/"
    for page in ("section-1/", "?all", "check/"):
        assert "Somebody else has these answers open" in client.get(f"{hers}{page}").text, page
    assert "Somebody else has these answers open" not in client.get(f"{his}section-1/").text
    send(client, hers, "section-1", "autosave", **{"q-business": "no"})
    assert "Somebody else has these answers open" in client.get(f"{his}section-1/").text
    assert "Somebody else has these answers open" not in client.get(f"{hers}section-1/").text
    Response.objects.update(last_key_at=now - dt.timedelta(minutes=16))
    assert "Somebody else has these answers open" not in client.get(f"{his}section-1/").text


def test_a_page_saves_by_itself_while_somebody_types_and_is_not_done_by_that(client, survey):
    address = begin(client, survey)
    saved = send(client, address, "section-1", "autosave", **{"q-business": "yes"}).json()
    response = Response.objects.get()
    assert response.answers["business"] == {"choice": "yes"}
    assert response.seen == []
    assert saved["was"]["business"] == mark({"choice": "yes"})
    assert saved["conflicts"] == 0
    # What the page sends afterwards, with the marks it was told, is no conflict with itself.
    was = {"asked": ["business"], "was-business": saved["was"]["business"], "q-business": "no", "then": "on"}
    assert client.post(f"{address}section-1/", was)["Location"] == f"{address}section-3/"


def test_saving_by_itself_hides_nothing_that_somebody_else_typed(client, survey):
    address = begin(client, survey)
    html = client.get(f"{address}section-3/").content.decode()
    was = dict(re.findall(r'name="(was-[^"]+)" value="([^"]+)"', html)) | {"asked": ["matters", "why"]}
    client.post(f"{address}section-3/", was | {"q-why": "Hers.", "then": "on"})
    untouched = client.post(f"{address}section-3/", was | {"q-matters": "red", "then": "autosave"}).json()
    assert set(untouched["was"]) == {"matters"}
    his = client.post(f"{address}section-3/", was | {"q-why": "His.", "then": "autosave"}).json()
    assert his["conflicts"] == 1
    assert "why" not in his["was"]
    assert Response.objects.get().answers["why"] == {"text": "Hers."}


# When it cannot be saved


def test_a_dead_link_gives_the_text_back(client, survey):
    address = begin(client, survey)
    SignedLink.objects.update(revoked_at=dt.datetime.now(dt.UTC))
    page = client.post(f"{address}section-3/", {"asked": ["why"], "q-why": "My long <b>text</b>"})
    assert page.status_code == 404
    assert "My long &lt;b&gt;text&lt;/b&gt;" in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"


def test_after_closing_the_text_is_kept_and_can_be_taken_away(client, survey):
    address = begin(client, survey)
    survey.closes_on = TODAY - dt.timedelta(days=1)
    survey.opens_on = TODAY - dt.timedelta(days=9)
    survey.save()
    send(client, address, "section-3", **{"q-matters": "red", "q-why": "At the last moment."})
    html = client.get(f"{address}check/").content.decode()
    assert "This survey is closed. What you wrote is kept for 28 days" in html
    assert "Send my answers" not in html
    assert "At the last moment." in client.get(f"{address}copy/").content.decode()


def test_sending_what_is_not_complete_links_to_the_places(client, survey):
    address = begin(client, survey)
    html = client.post(f"{address}check/").content.decode()
    assert "<title>Error: Check your answers" in html
    assert f"{address}section-1/?change#q-business-0" in html


# Afterwards


@pytest.fixture
def sent(client, survey):
    address = begin(client, survey)
    answer_all(client, address)
    Response.objects.update(started_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    client.post(f"{address}check/")
    return address


def test_going_back_past_sending_shows_that_it_is_sent(client, sent):
    assert client.get(f"{sent}section-3/")["Location"] == f"{sent}sent/"
    assert client.get(sent)["Location"] == f"{sent}sent/"


def test_the_hidden_field_sets_aside(client, survey):
    address = begin(client, survey)
    answer_all(client, address)
    Response.objects.update(started_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert client.post(f"{address}check/", {"confirm_reference": "x"})["Location"] == f"{address}sent/"
    assert Response.objects.get().is_quarantined


def test_a_copy_by_email_is_sent_and_then_kept_nowhere(client, sent):
    assert "Enter an e-mail address" in client.post(f"{sent}copy/", {"email": "jane"}).content.decode()
    for address in ("joe@example.org", "joan@example.org"):
        page = client.post(f"{sent}copy/", {"email": address}).content.decode()
        assert f"We are sending a copy to {address}" in page
    mails = Mail.objects.filter(kind="survey-copy").order_by("pk")
    assert ["Because." in mail.text and "Because." in mail.html for mail in mails] == [True, True]
    assert callback_for("survey-copy") is empty_copy
    empty_copy(mails[0], timezone.now())
    client.post(f"{sent}withdraw/")
    assert [(mail.state, mail.text, mail.html) for mail in mails.all()] == [("dropped", "", "")] * 2


def test_a_draft_is_not_sent_by_email(client, survey):
    address = begin(client, survey)
    assert "Send me a copy" not in client.get(f"{address}copy/").content.decode()
    client.post(f"{address}copy/", {"email": "jane@example.org"})
    assert not Mail.objects.exists()


def test_withdrawing_asks_once_more(client, sent):
    assert "This cannot be undone" in client.get(f"{sent}withdraw/").content.decode()
    assert Response.objects.get().state == "submitted"
    client.post(f"{sent}withdraw/")
    assert "Your answers are withdrawn" in client.get(f"{sent}sent/").content.decode()


def test_the_equality_questions_are_counted_once_and_linked_to_nothing(client, survey, sent):
    survey.asks_equality = True
    survey.save()
    Response.objects.update(is_quarantined=False)
    assert "Equality questions" in client.get(f"{sent}equality/").content.decode()
    answers = {"asked": ["equality-age"], "q-equality-age": "25-34", "then": "on"}
    for _ in range(2):
        client.post(f"{sent}equality/", answers)
    assert list(EqualityCount.objects.values_list("question", "answer", "count")) == [("equality-age", "25-34", 1)]
    assert client.get(f"{sent}equality/")["Location"] == f"{sent}sent/"
    assert "25-34" not in str(Response.objects.values().get())


def test_closing_on_a_shared_device_stops_the_address(client, sent):
    assert client.post(f"{sent}close/")["Location"] == "/survey/what-matters/"
    assert client.get(f"{sent}copy/").status_code == 404


def test_an_emailed_link_changes_nothing_until_its_button_is_pressed(client, survey):
    address = begin(client, survey)
    client.post(f"{address}save/", {"email": "jane@example.org"})
    (link,) = re.findall(r"/my/[^/]+/answers/", Mail.objects.get().text)
    before = SignedLink.objects.count()
    assert "Go on answering" in client.get(link).content.decode()
    assert SignedLink.objects.count() == before
    assert client.post(link)["Location"].startswith("/my/")
    assert SignedLink.objects.count() == before + 1


def test_coming_back_says_the_same_to_everybody(client, survey):
    _response, token = start(survey=survey, now=dt.datetime.now(dt.UTC))
    client.post(f"/my/{token}/survey/save/", {"email": "jane@example.org"})
    known = client.post("/survey/what-matters/come-back/", {"email": "jane@example.org"}).content
    unknown = client.post("/survey/what-matters/come-back/", {"email": "nobody@example.org"}).content
    assert known == unknown
    assert Mail.objects.count() == 2


def test_a_wrong_address_is_said(client, survey):
    page = client.post("/survey/what-matters/come-back/", {"email": "jane"}).content.decode()
    assert "<title>Error: " in page
    assert "in the right form" in page


# Robots


def test_no_address_of_anybody_is_stored(client, survey):
    begin(client, survey)
    assert "127.0.0.1" not in str(Response.objects.values().get())
    assert all("127" not in bucket.key[:3] or len(bucket.key) == 64 for bucket in RateBucket.objects.all())


def test_many_from_one_address_are_set_aside_and_not_refused(client, survey, monkeypatch):
    monkeypatch.setattr("consultation.surveys.views.beginning._SET_ASIDE_FROM", 2)
    for _ in range(3):
        begin(client, survey)
    assert [one.is_quarantined for one in Response.objects.order_by("pk")] == [False, False, True]


def test_far_too_many_have_to_wait(client, survey, monkeypatch):
    monkeypatch.setattr("consultation.surveys.views.beginning._REFUSED_FROM", 1)
    begin(client, survey)
    refused = client.post("/survey/what-matters/begin/")
    assert refused.status_code == 429
    assert refused["Retry-After"]


# Whatever is sent: see test_odd_strings


@pytest.mark.parametrize("page", ["%00", "section-0", "section-999999", "section-1%20", "x" * 300, "%F0%9F%A7%B6"])
def test_an_odd_address_is_no_crash(client, survey, page):
    assert client.get(f"{begin(client, survey)}{page}/").status_code in (302, 404)


def test_a_token_of_another_area_opens_nothing(client, survey):
    make_area("llep.localhost", "Thereshire", is_default=False)
    token = hold(response=start(survey=survey, now=dt.datetime.now(dt.UTC))[0], now=dt.datetime.now(dt.UTC))
    assert client.get(f"/my/{token}/survey/?all").status_code == 200
    assert client.get(f"/my/{token}/survey/?all", headers={"host": "llep.localhost"}).status_code == 404
