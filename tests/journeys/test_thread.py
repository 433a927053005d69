"""A reader follows the golden thread of an ambition, and reads what people said; an analyst counts it."""

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from consultation.analysis import moderation, results
from consultation.analysis.moderation import GAP
from strategy.models import AmbitionEvidence
from tests.consultation.analysis.factories import said, send
from tests.consultation.events.factories import EventFactory
from tests.consultation.feedback.factories import make_consultation, make_row
from tests.consultation.surveys.factories import NOW, open_survey
from tests.journeys.conftest import DESK, PHONE
from tests.strategy.factories import AmbitionStatusFactory, Tree, make_area
from tests.strategy.test_thread import publish

SHOTS = os.environ.get("SHOTS", "")


def picture(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def tree(live_server):
    """An ambition with everything on its thread, and a closed survey with results and words."""
    tree = Tree(make_area(), count=2)
    ambition = publish(tree.ambitions[0], title="A net zero carbon region by 2038", statement="Reach net zero by 2040.")
    reason = "People asked for an earlier day, and the Clean Growth Audit showed that it can be done."
    publish(ambition, statement="Reach net zero by 2038, with most of the way gone by 2030.", changed_because=reason)
    AmbitionEvidence.objects.create(ambition=ambition, name="Clean Growth Audit", says="It named the clean sectors.")
    event = EventFactory.held(site=tree.site)
    event.subjects.create(page=ambition)
    event.save()
    consultation = make_consultation(tree)
    make_row(consultation, ambition, tree.foundations[0], themes=[("Skills for zero carbon", 61), ("Cost", None)])
    AmbitionStatusFactory(ambition=ambition, status="some_delay")
    survey = open_survey(tree.site, opens_on=NOW.date().replace(month=1), closes_on=NOW.date().replace(month=2))
    quiet = [said("yes", ["red", "green"]) for _ in range(14)] + [said("no", ["blue"]) for _ in range(3)]
    words = "Our apprentices ask what work there will be. Tell Ann Lee what to train them for."
    first, *_rest = send(survey, said("no", ["red"], words), *quiet)
    results.publish(survey=survey, by=None, now=NOW)
    cut = words.replace("Ann Lee", GAP)
    moderation.decide(response=first, question="why", words=cut, reason="personal", withhold=False, by=None, now=NOW)
    return tree


@pytest.mark.parametrize(("width", "dark"), [(DESK, False), (PHONE, True)])
def test_from_an_ambition_to_what_people_wrote(tree, live_server, visit, axe, width, dark):
    page = visit(width=width, dark=dark)
    look = f"{width}-{'dark' if dark else 'light'}"
    page.goto(f"{live_server.url}{tree.ambitions[0].url}")
    page.get_by_text("Compare it with the wording before").click()
    assert page.get_by_text("Put in: 2038, with most of the way gone by").is_visible()
    assert axe(page) == []
    picture(page, f"thread-{look}")

    page.locator(".said").get_by_role("link").first.click()
    page.get_by_role("heading", name="You said, we did").wait_for()
    assert axe(page) == []
    picture(page, f"consultation-{look}")

    page.goto(f"{live_server.url}/survey/what-matters/")
    page.get_by_role("link", name="Read what people said").click()
    assert page.get_by_text("withheld").first.is_visible()
    assert axe(page) == []
    picture(page, f"results-{look}")
    page.get_by_role("link", name="Read what people wrote").click()
    assert page.get_by_text("It names or describes a person", exact=False).count() == 1
    assert axe(page) == []
    picture(page, f"wrote-{look}")

    page.get_by_role("link", name="What we hold about you").click()
    page.get_by_role("button", name="Send me the link").click()
    assert page.get_by_text("Enter your e-mail address").first.is_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_analyst_counts_and_reads(tree, live_server, visit, client):
    client.force_login(User.objects.create_superuser("admin"))
    page = visit(width=DESK, watched=False)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    survey = tree.site.surveys.get()
    page.goto(f"{live_server.url}/admin/analysis/{survey.pk}/")
    page.get_by_label("Compare by").select_option("business")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("columnheader", name="Yes (14)").first.wait_for()
    page.goto(f"{live_server.url}/admin/analysis/{survey.pk}/")
    page.get_by_text("Base: 18 responses").first.wait_for()
    picture(page, "staff-numbers")
    page.get_by_role("link", name="In words").click()
    page.get_by_role("link", name="What about why?").click()
    page.get_by_role("link", name="Codebook").click()
    page.get_by_label("New theme").fill("Training")
    page.get_by_role("button", name="Add").click()
    page.get_by_text("Added").wait_for()
    page.goto(f"{live_server.url}/admin/analysis/{survey.pk}/answers/why/")
    page.get_by_label("Training").check()
    page.get_by_role("button", name="I have read it").click()
    page.get_by_text("Training (admin)").wait_for()
    picture(page, "staff-answers")
    page.get_by_role("link", name="Publishing").click()
    page.get_by_role("heading", name="Answers in words").wait_for()
    picture(page, "staff-publishing")
