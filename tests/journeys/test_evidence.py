"""Somebody sends evidence: with mistakes, on a phone, in the dark, without scripts; and staff read it."""

import datetime as dt
import os
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from consultation.evidence.models import EntrySubject, EntryUse, EvidenceFile, EvidenceSubmission, RegisterEntry
from consultation.models import ConsultationExtension, ConsultationNews, Subscription
from consultation.participants.models import Mail
from lis_site.roles import Role, make_roles
from tests.consultation.evidence.factories import make_call, sent
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.consultation.files.good_files import docx, pdf, photograph
from tests.journeys.conftest import DESK, PHONE
from tests.strategy.factories import Tree, make_area

SHOTS = os.environ.get("SHOTS", "")  # a folder for pictures, to look at
DAY = dt.timedelta(days=1)


@pytest.fixture
def tree(live_server):
    return Tree(make_area(), count=1)


@pytest.fixture
def call(tree):
    today = timezone.localdate()
    return make_call(tree.site, opens_on=today - DAY, closes_on=today + 20 * DAY)


@pytest.fixture
def sound(axe):
    """sound(page, name): nothing that axe finds, nothing wider than the window; and a picture, if they are wanted."""

    def check(page, name, *, javascript=True):
        if SHOTS and javascript:
            page.screenshot(path=Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        # Axe is a script itself: where scripts are off, the same pages were checked with scripts on.
        assert not javascript or axe(page) == []

    return check


@pytest.mark.parametrize(
    ("width", "dark", "javascript"), [(PHONE, False, True), (DESK, True, True), (PHONE, False, False)]
)
def test_the_whole_way(call, live_server, visit, sound, tmp_path, width, dark, javascript):
    page = visit(width=width, dark=dark, javascript=javascript)
    files = {"bad.docx": docx(**{"word/vbaProject.bin": b"x"}), "report.pdf": pdf(), "photo.jpg": photograph()}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)

    def look(name):
        sound(page, name, javascript=javascript)

    def heading(words):
        page.get_by_role("heading", name=words, exact=True).first.wait_for()

    def save():
        page.get_by_role("button", name="Save and go on").click()

    page.goto(f"{live_server.url}/evidence/wool/")
    look("call")
    page.get_by_role("button", name="Start now").click()
    heading("Your evidence so far")
    look("mine-empty")

    page.get_by_role("link", name="Add files").click()
    look("file")
    page.get_by_label("Choose one or more files").set_input_files(tmp_path / "bad.docx")
    page.get_by_label("Title").fill("Wool and work")
    save()
    heading("There is a problem")
    assert page.title().startswith("Error: ")
    assert page.locator(".error-summary").evaluate("box => box === document.activeElement")
    assert "must not contain macros" in page.locator(".error-summary").inner_text()
    assert page.get_by_label("Title").input_value() == "Wool and work"
    look("file-refused")
    page.get_by_label("Choose one or more files").set_input_files(tmp_path / "report.pdf")
    page.get_by_label("Year it was published").fill("long ago")
    save()
    heading("There is a problem")
    assert "We have your file" in page.locator("main").inner_text()
    look("file-kept")
    page.get_by_label("Year it was published").fill("2024")
    page.get_by_label("Which ambition does it bear on most?").select_option(index=1)
    page.get_by_label("Study, report or review").check()
    page.get_by_label("Yes, you may publish it").check()
    save()
    heading("Your evidence so far")

    page.get_by_role("link", name="Add files").click()
    page.get_by_label("Choose one or more files").set_input_files(tmp_path / "photo.jpg")
    page.get_by_label("Title").fill("The mill")
    page.get_by_label("Case study or experience").check()
    page.get_by_label("Only a summary in your words").check()
    save()
    page.get_by_role("link", name="Add a link").click()
    page.get_by_label("Address of the page or document").fill("javascript:alert(1)")
    save()
    heading("There is a problem")
    look("link-refused")
    page.get_by_label("Address of the page or document").fill("https://www.example.org/report")
    page.get_by_label("Title").fill("What others found")
    page.get_by_label("Data or statistics").check()
    page.get_by_role("radio", name="No", exact=True).check()
    save()
    look("mine")

    page.get_by_role("link", name="Check and send").click()
    page.get_by_role("button", name="Send my evidence").click()
    heading("There is a problem")
    look("check-refused")
    page.get_by_role("link", name="Enter your name").click()
    save()
    heading("There is a problem")
    look("about-refused")
    page.get_by_label("Your name").fill("Jane O'Connor")
    page.get_by_label("Your e-mail address").fill("jane@example.org")
    save()
    page.get_by_role("link", name="Answer the questions").click()
    page.get_by_label("1. What works?").fill("Wool works.")
    look("answers")
    save()
    page.get_by_role("link", name="Check and send").click()
    look("check")
    page.get_by_role("button", name="Send my evidence").click()
    heading("Your evidence is with us")
    look("receipt")
    text = page.locator("main").inner_text()
    for file in EvidenceFile.objects.all():
        assert file.sha256 in text
        assert f"{file.size} bytes" in text
    assert EvidenceSubmission.objects.get().reference in text
    assert Mail.objects.get().to == "jane@example.org"

    (path,) = re.findall(r"/my/[^/]+/come-back/", Mail.objects.get().text)
    page.goto(f"{live_server.url}{path}")
    look("come-in")
    page.get_by_role("button", name="Open my receipt").click()
    page.get_by_role("link", name="Add another file or link").click()
    look("mine-sent")
    page.get_by_role("link", name="Come back later").click()
    look("save")
    page.go_back()
    page.go_back()
    page.get_by_role("link", name="Withdraw your evidence").click()
    look("withdraw")
    page.get_by_role("button", name="Withdraw my evidence").click()
    heading("Your evidence is withdrawn")
    look("withdrawn")
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    ("width", "dark", "javascript"), [(PHONE, True, True), (DESK, False, True), (PHONE, False, False)]
)
def test_a_consultation_from_coming_to_late_and_the_register(tree, live_server, visit, sound, width, dark, javascript):
    today = timezone.localdate()
    say = HaveYourSayPageFactory(parent=tree.home)
    page_of = ConsultationPageFactory(
        parent=say,
        title="Tell us",
        slug="tell-us",
        opens_on=today + 3 * DAY,
        closes_on=today + 40 * DAY,
        options_considered="<p>Doing nothing: rejected, because nothing changes by itself.</p>",
        impact_assessment="<p>It touches everybody who works.</p>",
        how_to_take_part_offline="<p>Ring us.</p>",
    )
    entry = RegisterEntry.objects.create(
        site=tree.site, year=2026, number=14, title="Wool and work", received_on=today, is_public=True, status="used"
    )
    EntrySubject.objects.create(entry=entry, page=tree.ambitions[0])
    EntryUse.objects.create(entry=entry, page=tree.foundations[0], what_for="the second draft priority")
    page = visit(width=width, dark=dark, javascript=javascript)

    page.goto(f"{live_server.url}/have-your-say/tell-us/")
    sound(page, "consultation-coming", javascript=javascript)
    page.get_by_role("link", name="Tell me when it opens").click()
    page.get_by_role("button", name="Send me a link to confirm").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    sound(page, "tell-me-refused", javascript=javascript)
    page.get_by_label("Your e-mail address").fill("jane@example.org")
    page.get_by_role("button", name="Send me a link to confirm").click()
    page.get_by_role("heading", name="Look at your e-mail").wait_for()
    (path,) = re.findall(r"/my/[^/]+/news/", Mail.objects.get().text)
    page.goto(f"{live_server.url}{path}")
    sound(page, "confirm", javascript=javascript)
    page.get_by_role("button", name="Yes, tell me").click()
    page.get_by_role("heading", name="You will hear from us").wait_for()
    assert Subscription.objects.standing().count() == 1

    ConsultationExtension.objects.create(
        page=page_of, was_closing_on=today - 99 * DAY, closes_on=today - 94 * DAY, why="Floods.", decided_on=today
    )
    ConsultationNews.objects.create(
        site=tree.site, consultation=page_of, title="A new paper", text="<p>Read it.</p>", is_published=True
    )
    type(page_of).objects.update(opens_on=today - 140 * DAY, closes_on=today - 94 * DAY, late_because="We were ill.")
    page.get_by_role("link", name="To the consultation").click()
    page.reload()  # the browser may keep a public page for a minute
    assert "10" in page.locator(".clock-late").inner_text()
    sound(page, "consultation-late", javascript=javascript)

    page.get_by_role("link", name="Have your say").first.click()
    page.get_by_label("State").select_option("closed")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Tell us").wait_for()
    sound(page, "have-your-say", javascript=javascript)
    page.get_by_role("link", name="The register of evidence").click()
    sound(page, "register", javascript=javascript)
    page.get_by_role("link", name="Wool and work").click()
    sound(page, "entry", javascript=javascript)


def test_staff_read_release_and_download(call, live_server, visit, client):
    submission = sent(call, timezone.now())
    user = User.objects.create_user("ann", password="x")
    user.groups.add(make_roles(call.site)[Role.ADMINISTRATOR])
    client.force_login(user)
    page = visit(width=DESK, watched=False)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/admin/snippets/consultation/callforevidence/desk/{call.pk}/")
    assert "Nobody looks for malware here" in page.locator("main").inner_text()
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / "staff-desk.png", full_page=True)
    page.get_by_role("link", name="Read what came").click()
    page.get_by_role("link", name=submission.reference).first.click()
    page.get_by_label("Nobody has looked for malware in report.pdf").check()
    page.get_by_role("button", name="Release report.pdf").click()
    page.get_by_role("link", name="Download report.pdf").wait_for()
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / "staff-submission.png", full_page=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download report.pdf").click()
    assert download.value.suggested_filename == "report.pdf"
    assert Path(download.value.path()).read_bytes() == pdf()
