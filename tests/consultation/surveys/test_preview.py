"""Staff see what is on the form before it is saved: the questions, and the start page."""

import pytest
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from consultation.surveys.models import Survey
from lis_site.roles import Role
from tests.consultation.surveys.factories import make_survey

pytestmark = pytest.mark.django_db

BASE = "/admin/snippets/consultation/survey/"


def form(area, **fields):
    """What the browser sends while somebody types: one section with one question, and hardly anything else."""
    question = {"label": "Is this saved yet?", "help": "", "code": "", "show_when": {"count": 0}, "every": "every"}
    section = {
        "title": "Not saved",
        "introduction": rich_text(""),
        "items": streamfield([("yes_no", question)]),
        "show_when": {"count": 0},
        "every": "every",
        "leave_when": {"count": 0},
        "leave_every": "every",
        "leave_words": "",
    }
    rich = ("introduction", "other_ways", "what_happens_next", "outcome", "privacy_notice")
    plain = {"site": area.pk, "title": "Half a title", "slug": "", "who_may_answer": "anyone"}
    given = {**{name: rich_text("") for name in rich}, **plain, "sections": streamfield([("section", section)])}
    return nested_form_data(given | fields)


def shown(client, address, mode):
    response = client.get(f"{address}?mode={mode}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_change_is_seen_before_it_is_saved(client, area, sign_in):
    survey = make_survey(area)
    sign_in(Role.ANALYST)
    address = f"{BASE}preview/{survey.pk}/"
    assert client.post(address, form(area)).json() == {"is_valid": True, "is_available": True}
    assert "Is this saved yet?" in shown(client, address, "questions")
    start = shown(client, address, "start")
    assert "Half a title" in start
    assert "Testshire" in start
    found = Survey.objects.get()
    assert (found.title, len(found.sections)) == (survey.title, 0)
    assert "Is this saved yet?" not in client.get(f"{BASE}saved/{survey.pk}/").content.decode()


def test_a_new_survey_is_seen_before_it_exists(client, area, sign_in):
    sign_in(Role.ANALYST)
    assert client.post(f"{BASE}preview/", form(area)).json()["is_valid"]
    assert "Is this saved yet?" in shown(client, f"{BASE}preview/", "questions")
    assert "Start now" in shown(client, f"{BASE}preview/", "start")
    assert not Survey.objects.exists()


@pytest.mark.parametrize("mode", ["", "nonsense", "\x00"])
def test_an_odd_kind_of_preview_is_the_questions(client, area, sign_in, mode):
    survey = make_survey(area)
    sign_in(Role.ANALYST)
    client.post(f"{BASE}preview/{survey.pk}/", form(area))
    assert "Is this saved yet?" in shown(client, f"{BASE}preview/{survey.pk}/", mode)


def test_only_who_may_change_it_previews_a_form(client, area, sign_in):
    survey = make_survey(area)
    sign_in(Role.APPROVER)
    assert client.get(f"{BASE}preview/{survey.pk}/").status_code in (302, 404)
    assert client.get(f"{BASE}saved/{survey.pk}/").status_code == 200
