"""Somebody sends evidence: with mistakes, on a phone, in the dark, without scripts; and staff read it."""

import datetime as dt
import os
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Locator, expect

from consultation.evidence.models import EntrySubject, EntryUse, EvidenceFile, EvidenceSubmission, RegisterEntry
from consultation.models import ConsultationExtension, ConsultationNews, Subscription
from consultation.participants.models import Mail, SignedLink
from consultation.subscriptions.subscribing import tell_news
from lis_site.roles import Role, make_roles
from tests.consultation.evidence.factories import make_call, sent
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.consultation.files.good_files import docx, pdf, photograph, picture
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.unscripted import Twin
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


def press(found: Locator) -> None:
    """Click what leads to another page, and wait until that is there."""
    with found.page.expect_navigation():
        found.click()


@pytest.fixture
def sound(axe, visit):
    """sound(page, name): nothing that axe finds, nothing wider than the window; and a picture, if they are wanted."""
    twins: list[Twin] = []

    def check(page, name, *, javascript=True):
        width = page.viewport_size["width"]
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        if not javascript and not twins:
            twins.append(Twin(visit, width=width, dark=False))
        assert (axe(page) if javascript else twins[0].barriers(page, axe)) == [], name

    return check


@pytest.mark.parametrize(("width", "dark", "javascript"), [(DESK, True, True), (PHONE, False, False)])
def test_the_whole_way(call, live_server, visit, sound, tmp_path, width, dark, javascript):
    page = visit(width=width, dark=dark, javascript=javascript)
    files = {"bad.docx": docx(**{"word/vbaProject.bin": b"x"}), "report.pdf": pdf(), "photo.jpg": photograph()}
    files["map.png"] = picture("PNG")
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)

    def look(name):
        sound(page, name, javascript=javascript)

    def heading(words):
        page.get_by_role("heading", name=words, exact=True).first.wait_for()

    def save():
        press(page.get_by_role("button", name="Save and go on"))

    page.goto(f"{live_server.url}/evidence/wool/")
    look("call")
    press(page.get_by_role("button", name="Start now"))
    heading("Your evidence so far")
    look("mine-empty")

    press(page.get_by_role("link", name="Add files"))
    look("file")
    page.get_by_label("Choose one or more files").set_input_files(tmp_path / "bad.docx")
    page.get_by_label("Title").fill("Wool and work")
    save()
    heading("There is a problem")
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.locator(".error-summary").evaluate("box => box === document.activeElement")
    assert "must not contain macros" in page.locator(".error-summary").inner_text()
    expect(page.get_by_label("Title")).to_have_value("Wool and work")
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
    page.get_by_role("group", name="Who holds its copyright?").get_by_label("Somebody else", exact=True).check()
    save()
    heading("There is a problem")
    look("copyright")
    page.get_by_label("I do, or my organisation does").check()
    save()
    heading("Your evidence so far")

    press(page.get_by_role("link", name="Add files"))
    page.get_by_label("Choose one or more files").set_input_files([tmp_path / "report.pdf", tmp_path / "bad.docx"])
    save()
    heading("There is a problem")
    assert "“bad.docx”: The selected file must not contain macros" in page.locator(".error-summary").inner_text()
    assert "You have added this file already" in page.locator(".error-summary").inner_text()
    look("files-refused")
    page.get_by_label("Choose one or more files").set_input_files([tmp_path / "photo.jpg", tmp_path / "map.png"])
    page.get_by_label("Only a summary in your words").check()
    save()
    heading("There is a problem")
    assert "We have your files" in page.locator("main").inner_text()
    look("files-kept")
    press(page.get_by_role("link", name="map.png"))
    press(page.get_by_role("button", name="Take it out"))
    press(page.get_by_role("link", name="photo.jpg"))
    page.get_by_label("Title").fill("The mill")
    page.get_by_label("Case study or experience").check()
    page.get_by_label("Only a summary in your words").check()
    save()
    press(page.get_by_role("link", name="Add a link"))
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

    press(page.get_by_role("link", name="Check and send"))
    press(page.get_by_role("button", name="Send my evidence"))
    heading("There is a problem")
    look("check-refused")
    press(page.get_by_role("link", name="Enter your name"))
    save()
    heading("There is a problem")
    look("about-refused")
    page.get_by_label("Your name").fill("Jane O'Connor")
    page.get_by_label("Your e-mail address").fill("jane@example.org")
    save()
    press(page.get_by_role("link", name="Answer the questions"))
    page.get_by_label("1. What works?").fill("Wool works.")
    look("answers")
    save()
    press(page.get_by_role("link", name="Check and send"))
    look("check")
    press(page.get_by_role("button", name="Send my evidence"))
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
    press(page.get_by_role("button", name="Open my receipt"))
    press(page.get_by_role("link", name="Add another file or link"))
    look("mine-sent")
    press(page.get_by_role("link", name="Come back later"))
    look("save")
    page.go_back()
    page.go_back()
    press(page.get_by_role("link", name="Withdraw your evidence"))
    look("withdraw")
    press(page.get_by_role("button", name="Withdraw my evidence"))
    heading("Your evidence is withdrawn")
    look("withdrawn")

    # Whoever has lost the link, and a link that has died.
    page.goto(f"{live_server.url}/evidence/wool/come-back/")
    press(page.get_by_role("button", name="Send me a new link"))
    heading("There is a problem")
    look("come-back-refused")
    page.get_by_label("Your e-mail address").fill("jane@example.org")
    press(page.get_by_role("button", name="Send me a new link"))
    look("come-back-asked")
    page.goto(f"{live_server.url}/evidence/wool/")
    press(page.get_by_role("button", name="Start now"))
    press(page.get_by_role("link", name="Answer the questions"))
    page.get_by_label("1. What works?").fill("Wool works, and has for long.")
    SignedLink.objects.update(revoked_at=timezone.now())
    save()
    heading("This could not be saved")
    assert "Wool works, and has for long." in page.get_by_label("What you typed").input_value()
    look("not-saved")
    page.reload()
    page.goto(page.url)
    look("dead-link")
    today = timezone.localdate()
    for name, dates in {"call-coming": (2, 9), "call-closed": (-9, -2)}.items():
        opens_on, closes_on = (today + days * DAY for days in dates)
        type(call).objects.update(opens_on=opens_on, closes_on=closes_on)
        page.goto(f"{live_server.url}/evidence/wool/?{name}")  # another address: a browser may keep a public page
        look(name)
    assert page.context.cookies() == []


@pytest.mark.parametrize(("width", "dark", "javascript"), [(DESK, True, True), (PHONE, False, False)])
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
    press(page.get_by_role("link", name="Tell me when it opens"))
    press(page.get_by_role("button", name="Send me a link to confirm"))
    page.get_by_role("heading", name="There is a problem").wait_for()
    sound(page, "tell-me-refused", javascript=javascript)
    page.get_by_label("Your e-mail address").fill("jane@example.org")
    press(page.get_by_role("button", name="Send me a link to confirm"))
    page.get_by_role("heading", name="Look at your e-mail").wait_for()
    (path,) = re.findall(r"/my/[^/]+/news/", Mail.objects.get().text)
    page.goto(f"{live_server.url}{path}")
    sound(page, "confirm", javascript=javascript)
    press(page.get_by_role("button", name="Yes, tell me"))
    page.get_by_role("heading", name="You will hear from us").wait_for()
    assert Subscription.objects.standing().count() == 1
    sound(page, "confirmed", javascript=javascript)
    ConsultationExtension.objects.create(
        page=page_of, was_closing_on=today - 99 * DAY, closes_on=today - 94 * DAY, why="Floods.", decided_on=today
    )
    ConsultationNews.objects.create(
        site=tree.site, consultation=page_of, title="A new paper", text="<p>Read it.</p>", is_published=True
    )
    type(page_of).objects.update(opens_on=today - 140 * DAY, closes_on=today - 94 * DAY, late_because="We were ill.")
    press(page.get_by_role("link", name="To the consultation"))
    page.reload()  # the browser may keep a public page for a minute
    assert "10" in page.locator(".clock-late").inner_text()
    sound(page, "consultation-late", javascript=javascript)
    late = page.url

    # Leaving with the link in a piece of news; and, subscribed again, with the one click of a mail program.
    def leave_link():
        return re.findall(r"/my/[^/]+/leave/", Mail.objects.latest("pk").text)[0]

    tell_news(timezone.now())
    page.goto(f"{live_server.url}{leave_link()}")
    sound(page, "leave", javascript=javascript)
    assert Subscription.objects.standing().exists()
    press(page.get_by_role("button", name="Stop writing to me"))
    page.get_by_role("heading", name="You have left").wait_for()
    sound(page, "left", javascript=javascript)
    assert not Subscription.objects.standing().exists()
    press(page.get_by_role("link", name="Ask to be told again"))
    page.get_by_label("Your e-mail address").fill("jane@example.org")
    press(page.get_by_role("button", name="Send me a link to confirm"))
    page.get_by_role("heading", name="Look at your e-mail").wait_for()
    sound(page, "asked-again", javascript=javascript)
    page.goto(f"{live_server.url}{re.findall(r'/my/[^/]+/news/', Mail.objects.latest('pk').text)[0]}")
    press(page.get_by_role("button", name="Yes, tell me"))
    page.get_by_role("heading", name="You will hear from us").wait_for()
    ConsultationNews.objects.create(
        site=tree.site, consultation=page_of, title="Another paper", text="<p>Read it too.</p>", is_published=True
    )
    tell_news(timezone.now())
    one_click = page.request.post(f"{live_server.url}{leave_link()}", form={"List-Unsubscribe": "One-Click"})
    assert one_click.ok
    assert not Subscription.objects.standing().exists()
    page.goto(late)

    page.get_by_role("link", name="Have your say").first.click()
    page.get_by_label("State").select_option("closed")
    press(page.get_by_role("button", name="Show"))
    page.get_by_role("link", name="Tell us").wait_for()
    sound(page, "have-your-say", javascript=javascript)
    press(page.get_by_role("link", name="The register of evidence"))
    sound(page, "register", javascript=javascript)
    press(page.get_by_role("link", name="Wool and work"))
    sound(page, "entry", javascript=javascript)


def test_staff_read_release_and_download(call, live_server, visit, client, axe):
    submission = sent(call, timezone.now())
    user = User.objects.create_user("ann", password="x")
    user.groups.add(make_roles(call.site)[Role.ADMINISTRATOR])
    client.force_login(user)
    page = visit(width=DESK, watched=False)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    page.goto(f"{live_server.url}/admin/snippets/consultation/callforevidence/desk/{call.pk}/")
    assert "Nobody looks for malware here" in page.locator("main").inner_text()

    def look(name):
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"staff-{name}.png", full_page=True)
        # The userbar and the editor of rich text are Wagtail's.
        ours = [line for line in axe(page) if "wagtail-userbar" not in line and "placeholder-" not in line]
        assert ours == [], name

    look("desk")
    snippets = f"{live_server.url}/admin/snippets/consultation"
    for name, address in {
        "calls": "callforevidence/",
        "call": f"callforevidence/edit/{call.pk}/",
        "decide": f"callforevidence/decide/{call.pk}/",
        "enter": f"callforevidence/enter/{call.pk}/",
        "register": "registerentry/",
        "entry": f"registerentry/edit/{RegisterEntry.objects.first().pk}/",
        "what-came": "evidencesubmission/",
    }.items():
        answer = page.goto(f"{snippets}/{address}")
        assert answer.ok, name
        page.wait_for_load_state("networkidle")
        look(name)
    page.goto(f"{snippets}/callforevidence/desk/{call.pk}/")
    press(page.get_by_role("link", name="Read what came"))
    page.get_by_role("link", name=submission.reference).first.click()
    look("submission-in-quarantine")
    page.get_by_label("Nobody has looked for malware in report.pdf").check()
    press(page.get_by_role("button", name="Release report.pdf"))
    page.get_by_role("link", name="Download report.pdf").wait_for()
    page.reload()  # without Wagtail's message, which is being faded in
    look("submission")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download report.pdf").click()
    assert download.value.suggested_filename == "report.pdf"
    assert Path(download.value.path()).read_bytes() == pdf()
