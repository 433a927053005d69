"""Somebody answers a survey: with mistakes, on a phone, in the dark, without scripts; leaves, comes back, and sends."""

import datetime as dt
import os
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from consultation.participants.models import Mail, SignedLink
from consultation.surveys.models import Response, SentAnswers
from consultation.surveys.questionnaire.shape import Information, Kind
from consultation.surveys.responses import hold
from tests.consultation.files.good_files import docx, pdf
from tests.consultation.surveys.factories import open_survey
from tests.consultation.surveys.questionnaires import ask, options, questionnaire, section, when
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.unscripted import Twin
from tests.strategy.factories import KeyFigureFactory, Tree, make_area

SHOTS = os.environ.get("SHOTS", "")  # a folder for pictures, to look at


@pytest.fixture
def survey(live_server):
    """Every kind of question, with the strategy beside one of them."""
    tree = Tree(make_area(), count=1)
    figure = KeyFigureFactory(site=tree.site)
    everything = questionnaire(
        section(
            "work",
            ask("business", Kind.YES_NO, "Do you run a business?", required=True),
            ask(
                "staff",
                Kind.NUMBER,
                "How many people work there?",
                when=when("business", "yes"),
                least=0,
                required=True,
            ),
            ask("founded", Kind.DATE, "When did it begin?", when=when("business", "yes")),
            ask("place", Kind.POSTCODE, "What is its postcode?", help="Where most people work.", prefer_not=True),
        ),
        section(
            "net zero",
            Information(
                id="beside", html="<p>This is what we propose.</p>", page=tree.ambitions[0].pk, figure=figure.pk
            ),
            ask("right", Kind.SCALE, "How far do you agree?", low_label="Not at all", high_label="Very much"),
            ask("how", Kind.LONG_TEXT, "What would you change?", most=500),
            ask("plan", Kind.FILE, "Have you a plan of your own?"),
        ),
        section(
            "priorities",
            ask("sector", Kind.ONE, "Which sector is closest to you?", has_other=True, required=True),
            ask("needs", Kind.SEVERAL, "What holds you back?", none_label="None of these", most=2),
            ask(
                "state",
                Kind.MATRIX,
                "How good are these where you are?",
                rows=options("Roads", "Rail and buses", "Broadband"),
                options=options("Good", "Fair", "Poor", "Do not know"),
            ),
            ask("order", Kind.RANKING, "What should come first?", options=options("Skills", "Transport", "Innovation")),
        ),
    )
    today = timezone.localdate()
    return open_survey(
        tree.site,
        everything,
        opens_on=today - dt.timedelta(days=1),
        closes_on=today + dt.timedelta(days=20),
        asks_equality=True,
    )


@pytest.mark.parametrize(("width", "dark", "javascript"), [(DESK, True, True), (PHONE, False, False)])
def test_the_whole_way(survey, live_server, visit, axe, tmp_path, width, dark, javascript):
    page = visit(width=width, dark=dark, javascript=javascript)
    twin = None if javascript else Twin(visit, width=width, dark=dark)

    def sound(name):
        """Nothing that axe finds, nothing wider than the window; and a picture, if they are wanted."""
        if SHOTS:
            path = Path(SHOTS) / f"survey-{name}-{width}-{'dark' if dark else 'light'}.png"
            page.screenshot(path=path, full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert (twin.barriers(page, axe) if twin else axe(page)) == [], name

    def press(found):
        """Click what leads to another page, and wait until that is there."""
        with page.expect_navigation():
            found.click()

    def go_on():
        press(page.get_by_role("button", name=re.compile("Save and (continue|go back)")))

    page.goto(f"{live_server.url}/survey/what-matters/")
    sound("start")
    press(page.get_by_role("button", name="Start now"))
    page.get_by_role("heading", name="Work", exact=True).wait_for()
    sound("section")

    go_on()
    page.get_by_role("heading", name="There is a problem").wait_for()
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.locator(".error-summary").evaluate("box => box === document.activeElement")
    sound("error")
    page.get_by_role("link", name="Select an answer to").click()
    page.get_by_label("Yes", exact=True).check()
    go_on()
    page.get_by_label("How many people work there?").fill("about ten")
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").fill("2")
    page.get_by_label("Year").fill("1999")
    page.get_by_label("What is its postcode?").fill("LS1")
    go_on()
    expect(page.locator(".error-summary li")).to_have_count(3)
    expect(page.get_by_label("How many people work there?")).to_have_value("about ten")
    sound("errors")
    page.get_by_label("How many people work there?").fill("10")
    page.get_by_label("Day").fill("28")
    page.get_by_label("What is its postcode?").fill("ls14ap")
    go_on()

    page.get_by_role("heading", name="Net Zero", exact=True).wait_for()
    sound("beside")
    page.get_by_label("4", exact=True).check()
    page.get_by_label("What would you change?").fill("More trees,\nfewer cars.")
    (tmp_path / "plan.docx").write_bytes(docx(**{"word/vbaProject.bin": b"x"}))
    (tmp_path / "plan.pdf").write_bytes(pdf())
    page.get_by_label("Have you a plan of your own?").set_input_files([tmp_path / "plan.docx", tmp_path / "plan.pdf"])
    go_on()
    assert "“plan.docx”: The selected file must not contain macros" in page.locator(".error-summary").inner_text()
    expect(page.get_by_label("What would you change?")).to_have_value("More trees,\nfewer cars.")
    expect(page.get_by_label("Take out plan.pdf")).to_be_visible()
    sound("file-refused")
    press(page.get_by_role("button", name="Save and come back later"))
    sound("later")
    page.get_by_label("Your e-mail address").fill("jane@example.org")
    press(page.get_by_role("button", name="Send me a link"))
    page.get_by_role("heading", name="Your link is on its way").wait_for()
    (link,) = re.findall(r"/my/[^/]+/answers/", Mail.objects.get().text)
    press(page.get_by_role("button", name="Close my answers on this device"))

    page.goto(f"{live_server.url}{link}")
    sound("come-in")
    press(page.get_by_role("button", name="Go on answering"))
    assert "Somebody else has these answers open" not in page.locator("main").inner_text()
    hold(response=Response.objects.get(), now=timezone.now())  # a colleague comes in
    page.reload()
    assert "Somebody else has these answers open" in page.locator("main").inner_text()
    sound("tasks")
    press(page.get_by_role("link", name="Priorities"))
    page.get_by_label("Other", exact=True).check()
    page.get_by_label("If other, what do you mean?").fill("Wool")
    for box in ("Red", "Green", "Blue"):
        page.get_by_role("checkbox", name=box).check()
    page.get_by_role("group", name="Roads").get_by_label("Poor").check()
    page.get_by_label("Skills").fill("1")
    page.get_by_label("Transport").fill("1")
    go_on()
    expect(page.locator(".error-summary li")).to_have_count(2)
    sound("many")
    page.get_by_role("checkbox", name="Blue").uncheck()
    page.get_by_label("Transport").fill("2")
    go_on()

    page.get_by_label("For an organisation").check()
    page.get_by_role("radio", name="Publish them without my name").check()
    go_on()
    page.get_by_label("What is the name of the organisation?").fill("Leeds Wool")
    page.get_by_role("group", name="official response").get_by_label("Yes").check()
    sound("about")
    go_on()
    page.get_by_role("heading", name="Check your answers before you send them").wait_for()
    sound("check")
    press(page.get_by_role("link", name="Change the answer to “What would you change?”"))
    page.get_by_label("What would you change?").fill("More trees.")
    go_on()
    assert "More trees." in page.locator("main").inner_text()

    Response.objects.update(started_at=timezone.now() - dt.timedelta(minutes=5))
    press(page.get_by_role("button", name="Send my answers"))
    page.get_by_role("heading", name="Your answers are with us").wait_for()
    response = Response.objects.get()
    assert response.reference in page.locator("main").inner_text()
    sound("sent")
    sent = SentAnswers.objects.counted().get().answers
    assert sent["sector"] == {"choice": "other", "other": "Wool"}
    assert sent["how"] == {"text": "More trees."}
    assert sent["place"] == {"text": "LS1 4AP"}

    press(page.get_by_role("link", name="Answer the equality questions"))
    sound("equality")
    page.get_by_label("25 to 34").check()
    press(page.get_by_role("button", name="Send these answers"))
    press(page.get_by_role("link", name="Read a copy"))
    sound("copy")
    page.go_back()
    press(page.get_by_role("link", name="Withdraw them"))
    sound("withdraw")
    press(page.get_by_role("button", name="Withdraw my answers"))
    page.get_by_role("heading", name="Your answers are withdrawn").wait_for()
    sound("withdrawn")

    # Whoever has lost the link; the last hour; the moment after; and a link that dies under somebody's hands.
    page.goto(f"{live_server.url}/survey/what-matters/come-back/")
    press(page.get_by_role("button", name="Send me a new link"))
    sound("come-back-refused")
    page.goto(f"{live_server.url}/survey/what-matters/")
    press(page.get_by_role("button", name="Start now"))
    today = timezone.localdate()
    type(survey).objects.update(closed_at=timezone.now() + dt.timedelta(minutes=30))
    page.get_by_label("Yes", exact=True).check()
    press(page.get_by_role("button", name="Save and come back later"))
    assert "This survey closes in" in page.locator("main").inner_text()
    sound("last-hour")
    page.go_back()
    type(survey).objects.update(
        closed_at=None, opens_on=today - dt.timedelta(days=9), closes_on=today - dt.timedelta(days=2)
    )
    page.get_by_label("What is its postcode?").fill("LS1 4AP")
    press(page.get_by_role("button", name="Save and come back later"))
    assert "This survey is closed. What you wrote is kept" in page.locator("main").inner_text()
    expect(page.get_by_role("link", name="Take a copy")).to_be_visible()
    sound("closed")
    assert Response.objects.latest("pk").answers["place"] == {"text": "LS1 4AP"}
    page.go_back()
    SignedLink.objects.update(revoked_at=timezone.now())
    page.get_by_label("What is its postcode?").fill("LS2 7EW")
    press(page.get_by_role("button", name="Save and come back later"))
    expect(page.get_by_label("What you typed")).to_have_value("yes\n\nLS2 7EW")
    sound("not-saved")
    page.goto(f"{live_server.url}/survey/what-matters/?closed")
    sound("start-closed")
    assert page.context.cookies() == []


def test_a_page_left_halfway(survey, live_server, visit):
    """Back shows what was saved; with scripts a page saves while somebody types, and asks before it is left unsaved."""
    page = visit()
    page.goto(f"{live_server.url}/survey/what-matters/")
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Back to all sections").click()
    page.go_back()
    assert page.get_by_label("No", exact=True).is_checked()

    page.get_by_label("What is its postcode?").fill("LS1 4")
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("location.assign('/survey/what-matters/')")
    page.get_by_text(re.compile("^Saved at ")).wait_for()
    assert asked == ["beforeunload"]
    page.get_by_label("What is its postcode?").fill("LS1 4AP")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="Net Zero", exact=True).wait_for()
    assert Response.objects.get().answers["place"] == {"text": "LS1 4AP"}
    assert Response.objects.get().set_aside == []


@pytest.mark.parametrize(("width", "dark"), [(PHONE, False), (DESK, True)])
def test_the_paper_form(survey, live_server, visit, axe, width, dark):
    page = visit(width=width, dark=dark)
    for size in ("", "large-print/"):
        page.goto(f"{live_server.url}/survey/what-matters/paper/{size}")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"paper{size[:5]}-{width}.png", full_page=True)
