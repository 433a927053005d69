"""Staff build a survey in the admin: the proof leads from a mistake to its place, and then it is published."""

import json
import os
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from consultation.surveys.models import Survey
from tests.consultation.surveys import builds
from tests.consultation.surveys.factories import make_survey
from tests.journeys.conftest import DESK
from tests.strategy.factories import Tree, make_area

SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
def survey(live_server):
    tree = Tree(make_area(), count=1)
    today = timezone.localdate()
    survey = make_survey(tree.site, opens_on=today, closes_on=today)
    sections = builds.small()
    sections[0]["value"]["items"][1]["value"]["show_when"] = builds.condition("gone", "Yes")
    survey.sections = json.dumps(sections)
    survey.save()
    return survey


@pytest.fixture
def desk(survey, live_server, visit, client):
    client.force_login(User.objects.create_superuser("admin"))
    page = visit(width=DESK, watched=False)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/admin/snippets/consultation/survey/desk/{survey.pk}/")
    return page


def picture(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"staff-{name}.png", full_page=True)


def test_from_a_mistake_to_a_published_survey(desk, survey):
    desk.get_by_role("link", name="Routes and problems").first.click()
    picture(desk, "proof")
    desk.get_by_role("link", name="no question has that code").click()
    desk.get_by_role("tab", name="Questions").wait_for()
    field = desk.locator("[name='sections-0-value-items-1-value-show_when-0-value-question']")
    field.wait_for(state="attached")
    desk.locator("#id_title").fill("Not saved yet")
    desk.get_by_role("button", name="Toggle preview").click()
    live = desk.frame_locator("iframe.w-preview__iframe, iframe[title=Preview]").first
    live.get_by_role("heading", name="Not saved yet").wait_for()
    live.get_by_text("Do you run a business?").first.wait_for()
    picture(desk, "editor")
    desk.get_by_role("button", name="Toggle preview").click()
    field.evaluate("(input) => { input.value = 'business'; input.dispatchEvent(new Event('input', {bubbles: true})); }")
    desk.get_by_role("button", name="Save").first.click()
    desk.get_by_text("updated").first.wait_for()
    desk.goto(desk.url.partition("/admin/")[0] + f"/admin/snippets/consultation/survey/publish/{survey.pk}/")
    picture(desk, "publish")
    desk.get_by_role("button", name="Publish").click()
    desk.get_by_text("Published.").first.wait_for()
    picture(desk, "desk")
    assert Survey.objects.get().version.number == 1
