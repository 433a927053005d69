"""A reader follows the golden thread of an ambition, and reads what people said; an analyst counts it."""

import os
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from consultation.analysis import coding, moderation, results
from consultation.analysis.moderation import GAP
from consultation.evidence.models import EntryUse, RegisterEntry
from consultation.participants.mine import ask
from consultation.participants.models import Mail
from consultation.surveys.models import Response
from strategy.models import AmbitionEvidence, LibrarySubject
from tests.consultation.analysis.factories import said, send
from tests.consultation.events.factories import EventFactory
from tests.consultation.feedback.factories import make_consultation, make_row
from tests.consultation.participants.factories import make_contact
from tests.consultation.surveys.factories import NOW, open_survey
from tests.journeys.conftest import DESK, PHONE, TWO_LOOKS
from tests.strategy.factories import AmbitionStatusFactory, Tree, make_area
from tests.strategy.library_factories import EvidencePageFactory, LibraryPageFactory
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
    row = make_row(consultation, ambition, tree.foundations[0], themes=[("Skills for zero carbon", 61), ("Cost", None)])
    AmbitionStatusFactory(ambition=ambition, status="some_delay")
    survey = open_survey(tree.site, opens_on=NOW.date().replace(month=1), closes_on=NOW.date().replace(month=2))
    quiet = [said("yes", ["red", "green"]) for _ in range(14)] + [said("no", ["blue"]) for _ in range(3)]
    words = "Our apprentices ask what work there will be. Tell Ann Lee what to train them for."
    first, *_rest = send(survey, said("no", ["red"], words), *quiet)
    results.publish(survey=survey, by=None, now=NOW)
    cut = words.replace("Ann Lee", GAP)
    moderation.decide(response=first, question="why", words=cut, reason="personal", withhold=False, by=None, now=NOW)
    theme = coding.add(survey=survey, question="why", words="Training", by=None, now=NOW)
    coding.read(response=first, question="why", codes=[theme], by=User.objects.create_user("ann"), now=NOW)
    coding.answer_with(code=theme, row=row, by=None, now=NOW)
    entry = RegisterEntry.objects.create(
        site=tree.site,
        year=2026,
        number=14,
        title="What firms pay for heat",
        author="Mill Ltd",
        status="used",
        is_public=True,
        received_on=NOW.date(),
    )
    EntryUse.objects.create(entry=entry, page=ambition, what_for="The target for workplaces.")
    study = EvidencePageFactory(parent=LibraryPageFactory(parent=tree.home), title="Clean Growth Audit, 2019")
    LibrarySubject.objects.create(item=study, page=ambition)
    return tree


def test_from_an_ambition_to_what_people_wrote(tree, live_server, visit, barriers):
    page = visit(width=PHONE)
    page.goto(f"{live_server.url}{tree.ambitions[0].url}")
    page.get_by_text("Compare it with the wording before").click()
    for part in ("What firms pay for heat", "Clean Growth Audit, 2019", "Our apprentices ask"):
        expect(page.get_by_text(part).first).to_be_visible()
    expect(page.get_by_text("Put in: 2038, with most of the way gone by")).to_be_visible()
    assert barriers(page, looks=TWO_LOOKS) == []
    picture(page, "thread-phone")

    page.locator(".said").get_by_role("link").first.click()
    page.get_by_role("heading", name="You said, we did").wait_for()
    assert barriers(page, looks=TWO_LOOKS) == []
    picture(page, "consultation-phone")

    page.goto(f"{live_server.url}/survey/what-matters/")
    page.get_by_role("link", name="Read what people said").click()
    expect(page.get_by_text("withheld").first).to_be_visible()
    assert barriers(page, looks=TWO_LOOKS) == []
    picture(page, "results-phone")
    page.get_by_role("link", name="Read what people wrote").click()
    expect(page.get_by_text("It names or describes a person", exact=False)).to_have_count(1)
    assert barriers(page, looks=TWO_LOOKS) == []
    picture(page, "wrote-phone")

    page.get_by_role("link", name="What we hold about you").click()
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_text("Enter your e-mail address").first).to_be_visible()
    assert barriers(page, looks=TWO_LOOKS) == []


def test_somebody_sees_and_takes_back_what_is_held(tree, live_server, visit, axe):
    response = tree.site.surveys.get().responses.order_by("pk").first()
    contact = make_contact(tree.site, "pip@example.org", "Philippa Quill")
    Response.objects.filter(pk=response.pk).update(contact=contact)
    ask(site=tree.site, email="pip@example.org", now=timezone.now())
    path = re.findall(r"/my/[^/]+/data/", Mail.objects.get(kind="what-we-hold").text)[0]
    page = visit(width=PHONE)
    page.goto(f"{live_server.url}{path}")
    expect(page.get_by_text("Philippa Quill").first).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(page, "my-data-phone")
    page.get_by_role("button", name="Stop publishing my words").click()
    page.get_by_text("Nothing you wrote is published any more.").wait_for()
    page.goto(f"{live_server.url}{tree.ambitions[0].url}")
    expect(page.get_by_text("Our apprentices ask")).to_have_count(0)


STAFF_PAGES = {
    "numbers": "",
    "compared": "?by=business",
    "flow": "flow/",
    "answers": "answers/why/",
    "codebook": "codebook/why/",
    "campaigns": "campaigns/why/",
    "exports": "exports/",
    "publishing": "publication/why/",
}


def test_an_analyst_counts_reads_and_publishes(tree, live_server, visit, client, axe):
    client.force_login(User.objects.create_superuser("admin"))
    page = visit(width=DESK, watched=False)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    survey = tree.site.surveys.get()
    start = f"{live_server.url}/admin/analysis/{survey.pk}/"
    page.goto(start)
    page.get_by_text("Base: 18 responses").first.wait_for()
    page.get_by_label("Compare by").select_option("business")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("columnheader", name="Yes (14)").first.wait_for()
    page.goto(f"{start}codebook/why/")
    page.get_by_label("New theme").fill("Work to come")
    page.get_by_role("button", name="Add").click()
    page.goto(f"{start}answers/why/")
    page.get_by_label("Work to come").check()
    page.get_by_role("button", name="I have read it").click()
    page.get_by_text("Work to come (admin)").wait_for()
    snippets = f"{live_server.url}/admin/snippets/consultation"
    pages = {name: start + end for name, end in STAFF_PAGES.items()} | {
        "desk": f"{snippets}/survey/desk/{survey.pk}/",
        "rows": f"{snippets}/feedbackrow/",
        "new-row": f"{snippets}/feedbackrow/add/",
    }
    for name, address in pages.items():
        page.goto(address)
        picture(page, f"staff-{name}")
        assert [line for line in axe(page) if "wagtail-userbar" not in line] == [], name
