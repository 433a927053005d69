"""Calls for evidence in the admin: who may, what is decided, released, downloaded and entered in the register."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from consultation.evidence.models import CallForEvidence, EvidenceDownload, EvidenceFile, RegisterEntry
from consultation.evidence.viewsets.rights import may
from consultation.files.choices import Safety
from lis_site.roles import Role, make_roles
from tests.consultation.evidence.factories import make_call, sent
from tests.consultation.files.good_files import GOOD
from tests.ready_made import ready_made
from tests.strategy.factories import make_area

pytestmark = pytest.mark.django_db

CALL = "/admin/snippets/consultation/callforevidence/"
CAME = "/admin/snippets/consultation/evidencesubmission/"
REGISTER = "/admin/snippets/consultation/registerentry/"
TODAY = timezone.localdate()

# Who may do what with the three kinds of record, in their own area. The agreement with the partnership.
TABLE = """
                                     editor approver events analyst dpo administrator
add callforevidence                  -      -        -      yes     -   yes
change callforevidence               -      -        -      yes     -   yes
decide callforevidence               -      yes      -      -       -   yes
view callforevidence                 -      yes      -      yes     yes yes
delete callforevidence               -      -        -      -       -   yes
view evidencesubmission              -      -        -      yes     yes yes
release evidencesubmission           -      -        -      yes     -   yes
change evidencesubmission            -      -        -      -       -   -
delete evidencesubmission            -      -        -      -       -   -
add registerentry                    -      -        -      yes     -   yes
change registerentry                 -      yes      -      yes     -   yes
view registerentry                   -      yes      -      yes     -   yes
delete registerentry                 -      -        -      -       -   -
"""
ROLES = [
    Role.EDITOR,
    Role.APPROVER,
    Role.EVENTS_OFFICER,
    Role.ANALYST,
    Role.DATA_PROTECTION_OFFICER,
    Role.ADMINISTRATOR,
]


@pytest.fixture
def call(area):
    return make_call(area, opens_on=TODAY - dt.timedelta(days=1), closes_on=TODAY + dt.timedelta(days=20))


@pytest.fixture
def evidence(call):
    return sent(call, timezone.now())


@pytest.fixture
def sign_in(client, area):
    def as_(role, site=area):
        user = User.objects.create_user(f"{role}-{site.pk}")
        user.groups.add(make_roles(site)[role])
        client.force_login(user)
        return user

    return as_


def elsewhere():
    return ready_made("elsewhere", lambda: make_area("there.localhost", "Thereshire", is_default=False))


def test_each_role_may_what_the_table_says_and_nothing_in_the_other_area(call, evidence):
    there = elsewhere()
    things = {"callforevidence": call, "evidencesubmission": evidence, "registerentry": RegisterEntry.objects.first()}
    groups = {site: make_roles(site) for site in (call.site, there)}
    people = {role: User.objects.create_user(role) for role in ROLES}
    strangers = {role: User.objects.create_user(f"{role}-there") for role in ROLES}
    for role in ROLES:
        people[role].groups.add(groups[call.site][role])
        strangers[role].groups.add(groups[there][role])
    for line in TABLE.strip().splitlines()[1:]:
        action, kind, *verdicts = line.split()
        for role, verdict in zip(ROLES, verdicts, strict=True):
            assert may(people[role], action, things[kind]) == (verdict == "yes"), f"{role}: {action} {kind}"
            assert not may(strangers[role], action, things[kind]), f"{role} from elsewhere: {action} {kind}"


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_staff_of_another_area_find_nothing(client, sign_in, evidence, role):
    file = EvidenceFile.objects.get()
    EvidenceFile.objects.update(safety=Safety.RELEASED, released_at=timezone.now())
    sign_in(role, elsewhere())
    for address in (
        f"{CALL}desk/{evidence.call_id}/",
        f"{CALL}edit/{evidence.call_id}/",
        f"{CAME}inspect/{evidence.pk}/",
    ):
        assert client.get(address).status_code == 404
    assert client.get(f"{CAME}file/{evidence.pk}/{file.pk}/").status_code == 404
    assert client.post(f"{CAME}act/{evidence.pk}/", {"act": "release", "file": file.pk}).status_code == 404
    for listing in (CAME, REGISTER):  # neither rows nor choices
        text = client.get(listing).text
        assert evidence.reference not in text
        assert evidence.call.title not in text
    assert not EvidenceDownload.objects.exists()


def test_without_a_scanner_staff_are_told_so_and_answer_for_what_they_release(client, sign_in, evidence):
    sign_in(Role.ANALYST)
    file = EvidenceFile.objects.get()
    assert "Nobody looks for malware here" in client.get(f"{CALL}desk/{evidence.call_id}/").text
    page = client.get(f"{CAME}inspect/{evidence.pk}/").text
    assert "Nobody looks for malware here" in page
    assert "Download report.pdf" not in page
    assert client.get(f"{CAME}file/{evidence.pk}/{file.pk}/").status_code == 302
    client.post(f"{CAME}act/{evidence.pk}/", {"act": "release", "file": file.pk})
    assert EvidenceFile.objects.get().safety == Safety.QUARANTINED
    client.post(f"{CAME}act/{evidence.pk}/", {"act": "release", "file": file.pk, "answer_for": "yes"})
    released = EvidenceFile.objects.get()
    assert (released.safety, released.released_by.username) == (Safety.RELEASED, f"analyst-{evidence.site_id}")
    assert "Download report.pdf" in client.get(f"{CAME}inspect/{evidence.pk}/").text


def test_a_download_is_an_attachment_that_runs_nowhere_and_is_noted(client, sign_in, evidence):
    user = sign_in(Role.ANALYST)
    EvidenceFile.objects.update(safety=Safety.RELEASED, released_at=timezone.now(), name="naïve “report”.pdf")
    file = EvidenceFile.objects.get()
    response = client.get(f"{CAME}file/{evidence.pk}/{file.pk}/")
    assert b"".join(response.streaming_content) == GOOD["report.pdf"]
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''na%C3%AFve")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]
    noted = EvidenceDownload.objects.get()
    assert (noted.by, noted.file_id, noted.sha256) == (user, file.pk, file.kept_sha256)
    assert ModelLogEntry.objects.filter(action="consultation.download_evidence").exists()
    assert client.get(f"{CAME}file/{evidence.pk}/not-a-uuid/").status_code == 404


def test_analysts_read_evidence_without_who_sent_it(client, sign_in, evidence):
    sign_in(Role.ANALYST)
    page = client.get(f"{CAME}inspect/{evidence.pk}/").text
    assert "Wool works." in page
    assert "jane@example.org" not in page
    assert "Who sent it" not in page
    sign_in(Role.ADMINISTRATOR)
    assert "Who sent it" in client.get(f"{CAME}inspect/{evidence.pk}/").text


def test_a_decision_asks_only_what_it_needs_and_nothing_is_entered_after_the_outcome(client, sign_in, area):
    call = make_call(area, published_at=None, opens_on=TODAY, closes_on=TODAY + dt.timedelta(days=5))
    sign_in(Role.ADMINISTRATOR)
    asks = {"publishing": ("New closing day", "Why"), "closing": ("New closing day",)}
    assert not [words for words in asks["publishing"] if words in client.get(f"{CALL}decide/{call.pk}/").text]
    client.post(f"{CALL}decide/{call.pk}/", {"decision": "published"})
    assert all(words in client.get(f"{CALL}decide/{call.pk}/").text for words in asks["publishing"])
    assert "Enter evidence that came another way" in client.get(f"{CALL}desk/{call.pk}/").text
    past = {"opens_on": TODAY - dt.timedelta(days=5), "closes_on": TODAY - dt.timedelta(days=1)}
    CallForEvidence.objects.update(outcome="<p>Wool works.</p>", **past)
    assert not [words for words in asks["closing"] if words in client.get(f"{CALL}decide/{call.pk}/").text]
    assert client.post(f"{CALL}decide/{call.pk}/", {"decision": "outcome"}).status_code == 302
    assert "Enter evidence that came another way" not in client.get(f"{CALL}desk/{call.pk}/").text


def test_an_approver_publishes_and_closes_an_analyst_extends(client, sign_in, area):
    call = make_call(area, published_at=None, opens_on=TODAY, closes_on=TODAY + dt.timedelta(days=5))
    sign_in(Role.ANALYST)
    assert "Publish it" not in client.get(f"{CALL}decide/{call.pk}/").text
    sign_in(Role.APPROVER)
    client.post(f"{CALL}decide/{call.pk}/", {"decision": "published"})
    assert CallForEvidence.objects.get().published_at
    page = client.post(f"{CALL}decide/{call.pk}/", {"decision": "extended"})
    assert "Give the new closing day." in page.text
    assert "Say why. The public reads it." in page.text
    until = TODAY + dt.timedelta(days=9)
    client.post(f"{CALL}decide/{call.pk}/", {"decision": "extended", "until": until, "why": "Floods."})
    assert "Extended: it was to close on" in client.get("/evidence/wool/").text
    assert "Floods." in client.get("/evidence/wool/").text


def test_staff_enter_what_came_by_post_on_the_senders_pages(client, sign_in, call):
    sign_in(Role.ANALYST)
    page = client.post(f"{CALL}enter/{call.pk}/", {"channel": "post", "received_on": TODAY + dt.timedelta(days=2)})
    assert "Give today or an earlier day." in page.text
    page = client.post(f"{CALL}enter/{call.pk}/", {"channel": "post", "received_on": TODAY})
    path = re.sub(r"^https?://[^/]+", "", page["Location"])
    assert "Entered by staff for somebody else, by post" in client.get(path).text


def call_form(call, **fields):
    questions = [
        {"id": one.pk, "text": one.text, "help": one.help, "ORDER": place}
        for place, one in enumerate(call.questions.all(), 1)
    ]
    words = {
        name: rich_text("<p>words</p>") for name in ("introduction", "what_counts", "other_ways", "privacy_notice")
    }
    given = {"title": call.title, "retention_months": 12, "lawful_basis": "public_task", "consultation": ""}
    given |= {"summary": "", "what_happens_next": rich_text(""), "outcome": rich_text("")}
    return nested_form_data(given | words | {"questions": inline_formset(questions, initial=len(questions))} | fields)


def test_questions_that_somebody_was_asked_keep_their_numbers(client, sign_in, call, evidence):
    sign_in(Role.ANALYST)
    form = call_form(call)
    form["questions-0-text"] = "What really works?"
    assert client.post(f"{CALL}edit/{call.pk}/", form).status_code == 302
    assert call.questions.first().text == "What really works?"
    moved = form | {"questions-0-ORDER": "2", "questions-1-ORDER": "1"}
    for wrong in (moved, form | {"questions-1-DELETE": "on"}):
        page = client.post(f"{CALL}edit/{call.pk}/", wrong)
        assert page.status_code == 200
        assert "keep their order" in page.text


def entry_form(**fields):
    none = inline_formset([])
    given = {"title": "A study", "kind": "study", "received_on": TODAY, "channel": "email", "status": "received"}
    given |= {"summary": "", "why_not_used": "", "call": "", "subjects": none, "uses": none}
    return nested_form_data(given | fields)


def test_an_entry_that_is_not_used_says_why_and_gets_its_number(client, sign_in, area, call):
    sign_in(Role.ANALYST)
    page = client.post(f"{REGISTER}add/", entry_form(site=area.pk, status="not_used"))
    assert "Say why it is not used." in page.text
    given = entry_form(site=area.pk, status="not_used", why_not_used="It is about wool in 1750.", is_public="on")
    assert client.post(f"{REGISTER}add/", given).status_code == 302
    entry = RegisterEntry.objects.get()
    assert entry.code == f"CE-{TODAY.year}-001"
    assert "It is about wool in 1750." in client.get(entry.get_absolute_url()).text


def test_an_entry_bears_on_pages_of_its_own_area_only(client, sign_in, tree):
    there = elsewhere()
    sign_in(Role.ANALYST)
    of_there = inline_formset([{"page": there.root_page_id}])
    page = client.post(f"{REGISTER}add/", entry_form(site=tree.site.pk, subjects=of_there))
    assert page.status_code == 200
    assert not RegisterEntry.objects.exists()
    own = inline_formset([{"page": tree.ambitions[0].pk}])
    assert client.post(f"{REGISTER}add/", entry_form(site=tree.site.pk, subjects=own)).status_code == 302
    assert RegisterEntry.objects.get().subjects.get().page_id == tree.ambitions[0].pk


def test_what_is_protected_is_not_deleted_and_says_why(client, sign_in, call, evidence):
    sign_in(Role.ADMINISTRATOR)
    page = client.post(f"{CALL}delete/{call.pk}/", follow=True)
    assert page.status_code == 200
    assert CallForEvidence.objects.filter(pk=call.pk).exists()
