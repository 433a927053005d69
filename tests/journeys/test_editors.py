"""What staff do who have never seen code: write, look, have a draft read and approved, schedule, publish, undo."""

import datetime as dt
import json
import re

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import TaskState

from lis_site.roles import Role, make_roles
from lis_site.scheduled_pages import publish_scheduled
from strategy.content_checks import CHECKS
from strategy.models import Review, SectorPage, SiteDocument
from tests.journeys.conftest import DESK, LOOKS, PHONE
from tests.strategy.factories import GlossaryTermFactory, StandardPageFactory

PASSWORD = "a-good-long-password"


@pytest.fixture
def staff(transactional_db, tree):
    """An editor and an approver of the area."""
    cache.clear()
    groups = make_roles(tree.site)
    for role in (Role.EDITOR, Role.APPROVER):
        User.objects.create_user(role.value, f"{role}@example.org", PASSWORD).groups.add(groups[role])


@pytest.fixture
def desk(live_server, staff, visit):
    """desk("editor") → the admin, signed in."""

    def sign_in(name):
        page = visit(watched=False)
        page.goto(f"{live_server.url}/accounts/login/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/admin/")
        return page

    return sign_in


def admin(live_server, name, *args):
    return live_server.url + reverse(name, args=args)


def choose_action(page, name):
    """One of the actions beside "Save draft", behind its arrow."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()


def test_from_an_empty_form_to_a_public_page_and_back(live_server, desk, visit, tree, axe):
    # An approver has readers without an account approve sectors before the approvers do.
    approver = desk("approver")
    approver.goto(admin(live_server, "reviews", tree.sector_index.pk))
    approver.get_by_label("A reader with a review link first, then approvers").check()
    approver.get_by_role("button", name="Save how it is approved").click()
    approver.get_by_text("from the next time that the page is sent").wait_for()

    editor = desk("editor")
    editor.goto(admin(live_server, "wagtailadmin_pages:add", "strategy", "sectorpage", tree.sector_index.pk))
    editor.locator("#id_title").fill("Textiles")
    editor.get_by_role("button", name="Toggle preview").click()
    preview = editor.frame_locator("iframe[title=Preview]").first
    preview.get_by_role("heading", level=1, name="Textiles").wait_for()
    choose_action(editor, re.compile("Submit to"))
    sector = SectorPage.objects.get(title="Textiles")
    assert sector.workflow_in_progress
    assert not sector.live

    # The approver has a board member read it.
    approver.goto(admin(live_server, "wagtailadmin_home"))
    expect(approver.get_by_role("link", name="Textiles").first).to_be_visible()
    approver.goto(admin(live_server, "reviews", sector.pk))
    approver.get_by_label("Reader’s name").fill("Jo Board")
    approver.get_by_role("button", name="Make the link").click()
    link = approver.get_by_label("Link", exact=True).input_value()
    assert axe_of_main(axe, approver) == []

    reader = visit(width=PHONE)
    reader.goto(live_server.url + "/review/" + link.partition("/review/")[2])
    expect(reader.get_by_role("heading", level=1, name="Textiles")).to_be_visible()
    assert axe(reader) == []
    reader.get_by_role("link", name="Give your answer").click()
    assert axe(reader) == []
    reader.get_by_role("button", name="Send your answer").click()
    expect(reader).to_have_title(re.compile("^Error: "))
    assert axe(reader) == []
    reader.get_by_role("link", name="Choose what you say to this draft.").click()
    assert reader.get_by_label("I approve this").evaluate("one => one === document.activeElement")
    reader.get_by_label("I approve this").check()
    reader.get_by_role("button", name="Send your answer").click()
    expect(reader.get_by_role("heading", name="Your answer is recorded")).to_be_visible()
    assert axe(reader) == []
    read, waiting = sector.current_workflow_state.task_states.order_by("pk")
    assert "Jo Board approved this version" in read.comment
    assert (read.status, waiting.status) == (TaskState.STATUS_APPROVED, TaskState.STATUS_IN_PROGRESS)
    assert not SectorPage.objects.get(pk=sector.pk).live

    # The approver reads that, and approves.
    approver.goto(admin(live_server, "wagtailadmin_pages:edit", sector.pk))
    choose_action(approver, "Approve and Publish")
    approver.wait_for_url("**/pages/*/")
    public = visit(width=DESK)
    public.goto(f"{live_server.url}/strategy/sectors/textiles/")
    expect(public.get_by_role("heading", level=1, name="Textiles")).to_be_visible()

    approver.goto(admin(live_server, "wagtailadmin_pages:unpublish", sector.pk))
    approver.get_by_role("button", name="Yes, unpublish it").click()
    approver.wait_for_url("**/pages/*/")
    another = visit()  # whose browser has not kept the page
    assert another.goto(f"{live_server.url}/strategy/sectors/textiles/").status == 404


def test_a_page_is_scheduled_and_the_clock_publishes_it(live_server, desk, visit, tree):
    page = StandardPageFactory(parent=tree.home, title="Coming", slug="coming", live=False)
    page.save_revision()
    approver = desk("approver")
    approver.goto(admin(live_server, "wagtailadmin_pages:edit", page.pk))
    approver.get_by_role("button", name="Toggle status").click()
    approver.get_by_role("button", name="Set schedule").click()
    soon = timezone.localtime() + dt.timedelta(days=2)
    approver.get_by_label("Go live date/time").fill(soon.strftime("%Y-%m-%d %H:%M"))
    approver.get_by_role("button", name="Save schedule").press("Enter")  # the calendar is in the way of the mouse
    approver.wait_for_load_state()
    choose_action(approver, re.compile("Schedule to publish|Publish"))
    approver.goto(admin(live_server, "wagtailadmin_home"))
    row = approver.get_by_role("row").filter(has_text="Goes live")
    expect(row.get_by_role("link", name="Coming")).to_be_visible()

    revision = page.revisions.exclude(approved_go_live_at=None).get()
    revision.approved_go_live_at = timezone.now() - dt.timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    assert publish_scheduled(timezone.now()) == "1 published, 0 taken down"
    public = visit()
    public.goto(f"{live_server.url}/coming/")
    expect(public.get_by_role("heading", level=1, name="Coming")).to_be_visible()


def axe_of_main(axe, page, rules=()):
    """What we add to the admin. Its menus and editor are Wagtail's."""
    return [line for line in axe(page, rules=rules) if "wagtail-userbar" not in line]


def test_the_dashboard_and_the_reports_are_free_of_barriers(live_server, desk, tree, axe):
    StandardPageFactory(parent=tree.strategy, title="Alone")
    soon = timezone.now() + dt.timedelta(days=3)
    StandardPageFactory(parent=tree.home, title="Old", review_on=dt.date(2020, 1, 1), expire_at=soon)
    page = tree.foundations[0]
    page.save_revision(user=User.objects.get(username="editor"))
    editor = desk("editor")
    names = ("wagtailadmin_home", "report_planned", "report_past_review", "report_unlinked")
    for address in (*(admin(live_server, name) for name in names), admin(live_server, "reviews", page.pk)):
        editor.goto(address)
        editor.wait_for_load_state("networkidle")
        for width, rules in ((DESK, ()), (PHONE, LOOKS)):
            editor.set_viewport_size({"width": width, "height": 900})
            assert axe_of_main(axe, editor, rules=rules) == [], (address, width)


# One paragraph for each check of ours. `{document}` is a file.
FAULTS = (
    "<p>To read about it <a href='https://example.org/'>click here</a>.</p>"
    "<p>PLEASE READ THIS FIRST before anything else.</p>"
    "<p>The figures stand in <a linktype='document' id='{document}'>Annex B</a>.</p>"
    "<p>The XYZQ decides.</p>"
    "<p>" + "word " * 31 + "end.</p>"
    "<ul><li>The ZZQW decides too.</li><li>Nobody else does.</li></ul>"
)
# Nothing to mend but the last link, which shows that the checks have run.
SOUND = (
    "<p>Read <a href='https://example.org/'>the evidence base</a>. Ask the NHS.</p>"
    "<p>The figures stand in <a linktype='document' id='{document}'>Annex B</a>, and in words in "
    "<a href='https://example.org/annex-b'>Annex B on a page</a>.</p>"
    "<p>The Made Up Partnership (MUP) decides. The MUP meets in May. The QWRT is in the glossary.</p>"
    "<p>" + "word " * 20 + "end. " + "word " * 20 + "end.</p>"
    "<p>More is <a href='https://example.org/'>here</a>.</p>"
)


@pytest.fixture
def document(tree):
    return SiteDocument.objects.create(title="Annex B", file=ContentFile(b"%PDF-1.7", "annex-b.pdf"))


def found_by_checker(live_server, editor, page):
    """What the panel "Checks" says of `page`, once it has looked."""
    editor.goto(admin(live_server, "wagtailadmin_pages:edit", page.pk))
    panel = editor.get_by_role("button", name="Toggle checks")
    if panel.get_attribute("aria-expanded") != "true":  # the browser remembers that it was open
        panel.click()
    editor.locator("[data-content-checker-row]").first.wait_for()
    editor.wait_for_timeout(2500)  # the checks look again at a page with their own notes on it
    return set(editor.locator("[data-checks-panel] [data-content-checker-name]").all_inner_texts())


def test_the_words_are_checked_while_they_are_written(live_server, desk, tree, document):
    ours = {name: title for name, (_, title, _) in CHECKS.items()}
    GlossaryTermFactory(site=tree.site, acronym="QWRT", term="a word of the glossary")
    editor = desk("editor")
    for title, words, expected in (
        ("Faulty", FAULTS, set(ours.values())),
        ("Sound", SOUND, {ours["vague-link-text"]}),
    ):
        body = [("text", words.format(document=document.pk))]
        page = StandardPageFactory(parent=tree.home, title=title, summary="A page.", body=body)
        assert found_by_checker(live_server, editor, page) == expected, title
    configuration = json.loads(editor.locator("#checker-axe-configuration").first.text_content())
    assert "runOnly" not in configuration["options"]  # every rule of axe, not Wagtail's ten


def test_nothing_of_the_checks_is_sent_to_the_public(live_server, staff, visit, tree):
    public = visit()
    public.goto(live_server.url)
    expect(public.locator("wagtail-userbar")).to_have_count(0)
    assert "content_checks" not in public.content()
    assert not Review.objects.exists()
