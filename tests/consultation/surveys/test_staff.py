"""Surveys in the admin: who may, what is proved and published, decided, entered and read."""

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text

from consultation.participants.models import Mail
from consultation.surveys import versions
from consultation.surveys.building import compiled, proof_of
from consultation.surveys.decisions import DecisionRefused, close_early, extend, pause, reopen, resume
from consultation.surveys.library import add, keep
from consultation.surveys.models import Response, SavedQuestion, SentAnswers, Survey, SurveyInvitation
from consultation.surveys.questionnaire.shape import Kind
from consultation.surveys.responses import send_link
from consultation.surveys.submission import submit
from consultation.surveys.uploads import attach
from consultation.surveys.versions import NotReady, WhyMissing, publish
from lis_site.roles import Role
from tests.consultation.files.good_files import pdf
from tests.consultation.surveys import builds
from tests.consultation.surveys.factories import GOOD, NOW, begin, fill_in, later, make_survey, open_survey, sent
from tests.consultation.surveys.questionnaires import ask, questionnaire, section
from tests.strategy.factories import DistrictFactory, make_area

pytestmark = pytest.mark.django_db

BASE = "/admin/snippets/consultation/survey/"
READ = "/admin/snippets/consultation/response/"


def built(area, sections=None, **fields):
    """A draft as staff left it in the editor."""
    survey = make_survey(area, **fields)
    survey.sections = json.dumps(sections if sections is not None else builds.small())
    survey.save()
    return Survey.objects.get(pk=survey.pk)


@pytest.fixture
def draft(area):
    return built(area)


@pytest.fixture
def ann(area):
    return User.objects.create_superuser("ann")


def published(survey, by=None) -> Any:
    publish(survey=survey, by=by, now=NOW)
    return Survey.objects.get(pk=survey.pk)


def fresh(survey) -> Any:
    return Survey.objects.get(pk=survey.pk)


# From blocks to a questionnaire


def test_what_staff_build_is_what_is_asked(draft):
    found = compiled(draft)
    assert [section.title for section in found.sections] == ["Work", "Views", "About you"]
    assert found.by_code["staff"].when.conditions[0].answers == ("yes",)
    assert [option.label for option in found.by_code["sector"].options] == ["Textiles", "Space"]
    assert proof_of(draft, NOW).findings == []


def test_an_option_keeps_its_key_when_it_is_moved_or_reworded(area, draft):
    before = compiled(draft).by_code["sector"].options
    raw = draft.sections.get_prep_value()
    options = raw[1]["value"]["items"][0]["value"]["options"]
    options.reverse()
    options[0]["value"] = "Outer space"
    draft.sections = json.dumps(raw)
    draft.save()
    after = compiled(Survey.objects.get(pk=draft.pk)).by_code["sector"].options
    assert [one.key for one in after] == [one.key for one in reversed(before)]


def test_districts_are_those_of_the_area(area):
    DistrictFactory(site=area, name="Leeds")
    survey = built(area, [builds.section("Where", builds.block("district", "Where do you live?", code="where"))])
    assert [option.label for option in compiled(survey).by_code["where"].options] == ["Leeds"]


def test_sectors_are_those_of_the_strategy(tree):
    survey = built(tree.site, [builds.section("Work", builds.block("sector", "Which sector?", code="which"))])
    labels = [option.label for option in compiled(survey).by_code["which"].options]
    assert labels == [sector.title for sector in tree.sectors]


def test_each_kind_of_block_is_a_kind_of_question(area):
    kinds = [kind for kind in Kind if kind != Kind.EMAIL]
    items = [builds.block(kind.value, f"A {kind}?", code=f"c-{at}") for at, kind in enumerate(kinds)]
    survey = built(area, [builds.section("All", *items)])
    assert [question.kind for question in compiled(survey).sections[0].questions] == kinds


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("privacy_notice", "", "There is no privacy notice."),
        ("privacy_notice", "<p></p>", "There is no privacy notice."),
        ("retention_months", None, "It is not said how long personal data is kept."),
        ("lawful_basis", "", "The lawful basis is not chosen."),
        ("closes_on", None, "There is no closing day."),
        ("closes_on", dt.date(2026, 11, 2), "The closing day is past."),
    ],
)
def test_a_survey_with_an_error_cannot_open(area, field, value, words):
    survey = built(area, **{field: value})
    with pytest.raises(NotReady) as refusal:
        publish(survey=survey, by=None, now=NOW)
    assert [(finding.sentence, finding.place) for finding in refusal.value.findings] == [(words, field)]
    assert Survey.objects.get().version is None


# Versions


def test_publishing_makes_a_version_that_never_changes(draft, ann):
    survey = published(draft, ann)
    assert (survey.version.number, survey.privacy_notices.get().number) == (1, 1)
    assert survey.decisions.get().decision == "published"
    with pytest.raises(TypeError, match="never changes"):
        survey.version.save()
    assert publish(survey=survey, by=ann, now=NOW) is None


def change(survey, at, **fields):
    raw = survey.sections.get_prep_value()
    raw[at[0]]["value"]["items"][at[1]]["value"].update(fields)
    survey.sections = json.dumps(raw)
    survey.save()
    return Survey.objects.get(pk=survey.pk)


def test_a_typing_mistake_is_put_right_in_place_and_logged(draft, ann):
    survey = change(published(draft), (0, 0), label="Do you own a business?")
    decision = publish(survey=survey, by=ann, now=later(hours=1))
    survey = fresh(survey)
    assert (decision.decision, survey.version.number) == ("corrected", 1)
    assert versions.questionnaire_of(survey.version).by_code["business"].label == "Do you own a business?"
    one = survey.version.wording_corrections.get()
    assert (one.before, one.after, one.corrected_by) == ("Do you run a business?", "Do you own a business?", ann)


def test_another_question_is_a_new_version_and_says_whom_it_touches(draft, ann):
    survey = published(draft)
    fill_in(begin(survey), {"business": {"choice": "yes"}})
    fill_in(begin(survey), {"sector": {"choice": "other", "other": "Wool"}})
    survey = change(survey, (0, 0), required=False)
    survey = change(survey, (1, 0), has_other=False)
    found = versions.pending(survey)
    assert (found.drafts, found.touched) == (2, 1)
    with pytest.raises(WhyMissing):
        publish(survey=survey, by=ann, now=NOW)
    decision = publish(survey=survey, why="We asked too much.", by=ann, now=NOW)
    assert (decision.decision, decision.drafts) == ("new_version", 2)
    assert [version.number for version in Survey.objects.get(pk=survey.pk).versions.published()] == [2, 1]


# Decisions


@pytest.fixture
def survey(area):
    return open_survey(area)


def test_extending_tells_those_who_asked_for_a_link(survey, ann):
    send_link(response=begin(survey), email="jane@example.org", now=NOW)
    begin(survey)
    decision = extend(survey=survey, until=dt.date(2026, 12, 9), why="It snowed.", by=ann, now=NOW)
    assert decision.was_closing_on == dt.date(2026, 11, 30)
    news = Mail.objects.get(kind="survey-news")
    assert "11:59pm on 9 December 2026" in news.text
    assert "It snowed." in news.text


def test_only_a_decision_opens_a_closed_survey(survey, ann):
    after = later(days=20)
    with pytest.raises(DecisionRefused, match="Open it again instead"):
        extend(survey=survey, until=dt.date(2027, 1, 1), why="x", by=ann, now=after)
    with pytest.raises(WhyMissing):
        reopen(survey=survey, until=dt.date(2027, 1, 1), why=" ", by=ann, now=after)
    reopen(survey=survey, until=dt.date(2027, 1, 1), why="Many asked.", by=ann, now=after)
    assert Survey.objects.get().state_at(after) == "open"


def test_closing_early_notes_how_many_were_answering(survey, ann):
    fill_in(begin(survey))
    assert close_early(survey=survey, why="We have enough.", by=ann, now=later(hours=1)).drafts == 1
    assert Survey.objects.get().state_at(later(hours=2)) == "closed"


def test_a_pause_and_its_end(survey, ann):
    pause(survey=survey, why="A mistake in question 3.", by=ann, now=NOW)
    assert Survey.objects.get().state_at(NOW) == "paused"
    resume(survey=survey, by=ann, now=NOW)
    assert [one.decision for one in survey.decisions.all()] == ["resumed", "paused"]


# Copies and the library


def test_a_saved_question_goes_from_one_survey_to_another(area, draft):
    saved: Any = keep(survey=draft, code="sector", name="Sector")
    other = built(area, [builds.section("One", builds.block("one", "X?", "A", "B", code="sector"))], slug="other")
    assert add(survey=other, saved=saved, section_id=other.sections[0].id)
    questions = compiled(Survey.objects.get(pk=other.pk)).sections[0].questions
    assert [(one.code, one.label) for one in questions] == [("sector", "X?"), ("q1", "Which sector?")]


# The pages


def form(survey, **fields):
    """What the browser sends for a survey that is edited, its questions in their own JSON form."""
    rich = {name: rich_text(getattr(survey, name)) for name in ("introduction", "other_ways", "what_happens_next")}
    plain = {
        "site": survey.site_id,
        "title": survey.title,
        "slug": "",
        "summary": "",
        "outcome": rich_text(""),
        "privacy_notice": rich_text("<p>Ours.</p>"),
        "lawful_basis": "public_task",
        "retention_months": "12",
        "opens_on": "2026-11-01",
        "closes_on": "2026-11-30",
        "who_may_answer": "anyone",
        "sections": {"count": 0},
    }
    return nested_form_data({**rich, **plain, **fields})


def test_staff_make_a_survey_and_its_address_comes_from_the_title(client, area, sign_in):
    sign_in(Role.ANALYST)
    unsaved = Survey(site=area, title="What next?", introduction="", other_ways="", what_happens_next="")
    response = client.post(f"{BASE}add/", form(unsaved))
    assert response.status_code == 302, response.context["form"].errors
    assert Survey.objects.get().slug == "what-next"


def test_a_published_survey_keeps_its_dates_and_address(client, survey, sign_in):
    sign_in(Role.ANALYST)
    data = form(survey, closes_on="2027-06-30", opens_on="2026-11-22", slug="elsewhere")
    assert client.post(f"{BASE}edit/{survey.pk}/", data).status_code == 302
    found = Survey.objects.get()
    assert (found.slug, found.opens_on, found.closes_on) == (survey.slug, survey.opens_on, survey.closes_on)


def test_another_privacy_notice_is_another_version_of_it(client, survey, sign_in):
    sign_in(Role.ANALYST)
    client.post(f"{BASE}edit/{survey.pk}/", form(survey))
    assert [one.number for one in survey.privacy_notices.all()] == [2, 1]


PAGES = ["desk", "proof", "publish", "saved", "library", "decide", "invite", "enter", "export"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(client, area, survey, sign_in, page):
    survey.sections = json.dumps(builds.small())
    survey.save()
    sign_in(Role.ADMINISTRATOR)
    assert client.get(f"{BASE}{page}/{survey.pk}/").status_code == 200


MAY = {
    Role.EDITOR: set(),
    Role.APPROVER: {"desk", "proof", "saved", "decide"},
    Role.EVENTS_OFFICER: set(),
    Role.ANALYST: set(PAGES),
    Role.DATA_PROTECTION_OFFICER: {"desk", "proof", "saved"},
    Role.ADMINISTRATOR: set(PAGES),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_it_may_and_nothing_else(client, survey, sign_in, role):
    sign_in(role)
    opened = {page for page in PAGES if client.get(f"{BASE}{page}/{survey.pk}/").status_code == 200}
    assert opened == MAY[role]
    response = sent(survey)
    may_read = role in (Role.ANALYST, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR)
    assert (client.get(f"{READ}inspect/{response.pk}/").status_code == 200) == may_read


def test_nobody_opens_another_areas_survey(client, survey, sign_in):
    sign_in(Role.ADMINISTRATOR, make_area("llep.localhost", "Thereshire", is_default=False))
    response = sent(survey)
    for page in PAGES:
        assert client.get(f"{BASE}{page}/{survey.pk}/").status_code in (302, 404), page
    assert client.get(f"{READ}inspect/{response.pk}/").status_code in (302, 404)
    assert client.post(f"{BASE}publish/{survey.pk}/").status_code in (302, 404)
    assert survey.decisions.count() == 0


def test_the_proof_leads_to_the_place(client, area, sign_in):
    sections = [builds.section("Work", builds.block("number", "How many?", show_when=builds.condition("gone", "Yes")))]
    survey = built(area, sections)
    sign_in(Role.ANALYST)
    html = client.get(f"{BASE}proof/{survey.pk}/").content.decode()
    item = survey.sections[0].value["items"][0]
    assert f"edit/{survey.pk}/#:w:contentpath=sections.{survey.sections[0].id}.items.{item.id}" in html
    assert "no question has that code" in html


def test_only_who_answers_for_it_closes_early(client, area, sign_in):
    today = timezone.localdate()
    survey = open_survey(area, opens_on=today, closes_on=today)
    sign_in(Role.ANALYST)
    data = {"decision": "closed_early", "why": "Enough."}
    assert client.post(f"{BASE}decide/{survey.pk}/", data).status_code == 200
    assert Survey.objects.get().closed_at is None
    sign_in(Role.APPROVER)
    assert client.post(f"{BASE}decide/{survey.pk}/", data).status_code == 302
    assert Survey.objects.get().closed_at is not None
    assert ModelLogEntry.objects.filter(action="consultation.decide_survey").exists()


def test_a_test_is_marked_counts_nothing_and_is_wiped(client, draft, sign_in, area):
    sign_in(Role.ANALYST)
    link = client.post(f"{BASE}try/{draft.pk}/")["Location"]
    assert "This is a test" in client.get(link.partition("localhost")[2] or link, follow=True).content.decode()
    assert Response.objects.get().is_test
    published(draft)
    assert not Response.objects.exists()


def test_the_analyst_sees_answers_and_no_names(client, survey, sign_in):
    answers = GOOD | {"about-name": {"text": "Jane O'Connor"}, "about-email": {"text": "jane@example.org"}}
    response = sent(survey, answers)
    sign_in(Role.ANALYST)
    html = client.get(f"{READ}inspect/{response.pk}/").content.decode()
    assert "Because." in html
    assert "jane@" not in html
    assert "Connor" not in html
    assert "Who sent it" not in html
    sign_in(Role.DATA_PROTECTION_OFFICER)
    assert "Who sent it" in client.get(f"{READ}inspect/{response.pk}/").content.decode()


def test_what_may_be_from_the_same_hand_is_shown_and_counts(client, survey, sign_in):
    long = {"why": {"text": "We would like better buses in the evening, and on Sundays as well, please."}}
    mine = {"about-name": {"text": "Jane"}, "about-email": {"text": "jane@example.org"}}
    one = sent(survey, GOOD | long | mine)
    copied, mailed, alone = sent(survey, GOOD | long), sent(survey, GOOD | mine), sent(survey)
    sign_in(Role.ANALYST)
    html = client.get(f"{READ}inspect/{one.pk}/").content.decode()
    assert f"{copied.reference}</a> (the same words)" in html
    assert f"{mailed.reference}</a> (the same e-mail address)" in html
    assert alone.reference not in html
    assert "jane@" not in html
    assert Response.objects.counted().count() == 4
    assert "same hand" not in client.get(f"{READ}inspect/{alone.pk}/").content.decode()


def test_nobody_reads_a_draft(client, survey, sign_in):
    response = fill_in(begin(survey))
    sign_in(Role.ADMINISTRATOR)
    html = client.get(f"{READ}inspect/{response.pk}/").content.decode()
    assert "nobody reads a draft" in html
    assert "Because." not in html


@pytest.fixture
def with_a_file(area, private):
    plan = ask("plan", Kind.FILE)
    survey = open_survey(area, questionnaire(section("a", plan)))
    response = fill_in(begin(survey), {"about-for": {"choice": "myself"}, "about-publishing": {"choice": "no"}})
    document = io.BytesIO(pdf())
    file = attach(response=response, question=plan, file=document, name="plan.pdf", size=len(pdf()), now=NOW)
    submit(response=response, now=later(minutes=5))
    return file


def test_a_file_is_fetched_once_somebody_answers_for_it(client, with_a_file, sign_in):
    file, at = with_a_file, f"{READ}file/{with_a_file.response.pk}/{with_a_file.pk}/"
    act = f"{READ}act/{file.response.pk}/"
    user = sign_in(Role.ANALYST)
    assert "Nobody looks for malware here" in client.get(f"{READ}inspect/{file.response.pk}/").text
    assert "is in quarantine" in client.get(at, follow=True).text
    assert "Tick that you answer for it" in client.post(act, {"act": "release", "file": file.pk}, follow=True).text
    client.post(act, {"act": "release", "file": file.pk, "answer_for": "yes"})
    assert client.post(act, {"act": "release", "file": "no number"}).status_code == 404
    answer = client.get(at)
    assert b"".join(answer.streaming_content) == pdf()
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    noted = ModelLogEntry.objects.get(action="consultation.download_answer")
    assert (noted.user, noted.data["sha256"]) == (user, file.kept_sha256)


def test_who_only_reads_releases_nothing(client, with_a_file, sign_in):
    sign_in(Role.DATA_PROTECTION_OFFICER)
    assert "Release plan.pdf" not in client.get(f"{READ}inspect/{with_a_file.response.pk}/").text
    released = {"act": "release", "file": with_a_file.pk, "answer_for": "yes"}
    assert client.post(f"{READ}act/{with_a_file.response.pk}/", released).status_code == 404
    with_a_file.refresh_from_db()
    assert with_a_file.released_at is None


def test_staff_let_a_suspect_count(client, survey, sign_in):
    response = sent(survey)
    Response.objects.update(is_quarantined=True)
    sign_in(Role.ANALYST)
    client.post(f"{READ}act/{response.pk}/", {"act": "count"})
    assert SentAnswers.objects.counted().exists()


def test_entering_from_paper(client, area, sign_in):
    today = timezone.localdate()
    survey = open_survey(area, opens_on=today, closes_on=today)
    sign_in(Role.ANALYST)
    data = {"channel": "paper", "received_on": today.isoformat(), "q-business": "yes", "q-staff": "many"}
    html = client.post(f"{BASE}enter/{survey.pk}/", data).content.decode()
    assert "Enter a number in figures" in html
    assert 'value="many"' in html
    assert client.post(f"{BASE}enter/{survey.pk}/", data | {"q-staff": "12"}).status_code == 302
    response = Response.objects.get()
    assert (response.channel, response.entered_by.username) == ("paper", f"analyst-{area.pk}")


def test_inviting_and_reminding(client, area, sign_in):
    today = timezone.localdate()
    survey = open_survey(area, opens_on=today, closes_on=today, who_may_answer="invited")
    sign_in(Role.ANALYST)
    page = f"{BASE}invite/{survey.pk}/"
    assert "Line 2 does not begin" in client.post(page, {"people": "a@b.org\nnobody"}).content.decode()
    for _ in range(2):
        client.post(page, {"people": "jane@example.org, Jane O'Connor\njoe@example.org"})
    assert (SurveyInvitation.objects.count(), Mail.objects.count()) == (2, 2)
    token = Mail.objects.first().text.partition("/my/")[2].partition("/")[0]
    assert "Start now" in client.get(f"/my/{token}/invited/").content.decode()
    assert client.post(f"/my/{token}/invited/")["Location"].endswith("/survey/")
    client.post(page, {"remind": "yes"})
    assert Mail.objects.count() == 4


def test_the_export_is_a_table_without_names(client, survey, sign_in):
    sent(survey, GOOD | {"about-email": {"text": "jane@example.org"}})
    sign_in(Role.ANALYST)
    text = b"".join(client.get(f"{BASE}export/{survey.pk}/").streaming_content).decode("utf-8-sig")
    header, _words, row = csv.reader(io.StringIO(text))
    assert dict(zip(header, row, strict=True))["why"] == "Because."
    assert "jane@" not in text
    assert ModelLogEntry.objects.filter(action="consultation.export_responses").exists()


def test_building_a_hundred_questions_asks_the_database_fifteen_times_and_no_more_than_for_ten(client, area, sign_in):
    """Wagtail's own frame asks for most of them. Whoever opens them is of the area, and no superuser."""
    sign_in(Role.ANALYST)
    asked: dict[str, list[int]] = {}
    for name, count in (("one", 10), ("hundred", 100)):
        survey = built(area, builds.large(count), slug=name)
        for page in ("edit", "proof", "publish", "desk", "saved"):
            client.get(f"{BASE}{page}/{survey.pk}/")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{BASE}{page}/{survey.pk}/").status_code == 200
            asked.setdefault(page, []).append(len(queries))
    assert all(small == large <= 15 for small, large in asked.values()), asked


def test_a_saved_question_has_a_page(client, area, draft, sign_in):
    saved: Any = keep(survey=draft, code="sector", name="Sector")
    sign_in(Role.ANALYST)
    assert client.get(f"/admin/snippets/consultation/savedquestion/edit/{saved.pk}/").status_code == 200
    assert SavedQuestion.objects.get().name == "Sector"
