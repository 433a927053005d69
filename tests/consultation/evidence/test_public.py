"""The public pages: forms as they are sent, without a browser."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from consultation.evidence.models import (
    EntrySubject,
    EntryUse,
    EvidenceFile,
    EvidenceItem,
    EvidenceSubmission,
    RegisterEntry,
)
from consultation.evidence.writing import hold
from consultation.files.kinds import LARGEST, MOST_FILES
from consultation.participants.models import Mail
from tests.consultation.evidence.factories import add_file, begin, make_call, sent
from tests.consultation.files.good_files import GOOD, pdf

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
WHOLE = {"whole": "yes", "then": "keep"}
DESCRIBED = {"title": "Wool and work", "kind": "study", "publishing": "yes", "rights": "own"}


@pytest.fixture
def call(area):
    return make_call(area, opens_on=TODAY - dt.timedelta(days=1), closes_on=TODAY + dt.timedelta(days=20))


@pytest.fixture
def strict():
    """A browser whose forms are checked for tokens, as on the real site."""
    return Client(enforce_csrf_checks=True)


def mine(client):
    return client.post("/evidence/wool/begin/")["Location"]


def upload(client, address, name="report.pdf", content=None, page="file", **fields):
    file = SimpleUploadedFile(name, GOOD["report.pdf"] if content is None else content)
    return client.post(f"{address}{page}/", WHOLE | fields | {"file": file})


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def test_the_page_of_a_call_is_the_same_for_everybody(client, call, django_assert_max_num_queries):
    client.get("/evidence/wool/")
    with django_assert_max_num_queries(12):
        response = client.get("/evidence/wool/")
    text = words(response)
    for said in ("What works?", "smaller than 25MB", "Freedom of Information", f"11:59pm on {call.closes_on:%A}"):
        assert said in text
    assert not response.cookies
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"opens_on": TODAY + dt.timedelta(days=2)}, "You can send evidence from"),
        ({"closes_on": TODAY - dt.timedelta(days=1), "opens_on": TODAY - dt.timedelta(days=9)}, "is closed"),
        ({"is_history": True, "opens_on": None, "closes_on": None}, "was not held on this site"),
    ],
)
def test_a_call_that_takes_nothing_says_why_at_the_same_address(client, area, fields, said):
    make_call(area, **({"opens_on": TODAY, "closes_on": TODAY + dt.timedelta(days=20)} | fields))
    response = client.get("/evidence/wool/")
    assert said in words(response)
    assert "Start now" not in response.text
    assert ("Leeds" in words(response)) == ("You can send" in said)  # where to write goes when it closes
    assert client.post("/evidence/wool/begin/")["Location"] == "/evidence/wool/"


def test_a_draft_is_not_there(client, call):
    call.published_at = None
    call.save()
    assert client.get("/evidence/wool/").status_code == 404


def test_the_whole_way_without_a_cookie(strict, call):
    address = mine(strict)
    assert upload(strict, address, **DESCRIBED)["Location"] == address
    question = call.questions.first()
    assert strict.post(f"{address}answers/", {f"q-{question.pk}": "Wool does."})["Location"] == address
    assert strict.post(f"{address}about/", {"name": "Jane", "email": "jane@example.org"})["Location"] == address
    html = strict.get(f"{address}check/").text
    assert "Wool does." in html
    trap = dict(re.findall(r'name="(opened)" value="([^"]+)"', html))
    assert strict.post(f"{address}check/", trap)["Location"] == f"{address}sent/"
    receipt = words(strict.get(f"{address}sent/"))
    file, submission = EvidenceFile.objects.get(), EvidenceSubmission.objects.get()
    for said in (submission.reference, file.sha256, f"{file.size} bytes", "CE-", "report.pdf"):
        assert said in receipt
    assert not submission.is_quarantined
    assert Mail.objects.get().to == "jane@example.org"
    assert not strict.cookies


def test_a_file_survives_every_error_in_the_form(client, call):
    address = mine(client)
    page = upload(client, address, year="the year dot", bears_on="99999", link="x", title="", kind="odd")
    item = EvidenceItem.objects.get()
    assert page.status_code == 200
    assert "<title>Error: " in page.text
    assert "We have your file" in page.text
    assert 'value="the year dot"' in page.text
    for said in ("Enter a title", "Select one from the list", "Select whether we may publish it"):
        assert said in page.text
    assert f'action="{address}item-{item.pk}/"' in page.text
    again = client.post(f"{address}item-{item.pk}/", WHOLE | DESCRIBED | {"year": "2020"})
    assert again["Location"] == address
    item.refresh_from_db()
    assert (item.title, item.year, item.file.name) == ("Wool and work", 2020, "report.pdf")


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        ("", "Select who holds its copyright"),
        ("other", "We may not publish what somebody else"),
        ("unknown", "We may not"),
    ],
)
def test_a_file_is_published_only_by_who_holds_its_copyright(client, call, rights, said):
    address = mine(client)
    page = upload(client, address, **(DESCRIBED | {"rights": rights}))
    assert said in page.text
    item = EvidenceItem.objects.get()
    assert (item.publishing, item.rights, item.may_be_published) == ("yes", rights, False)
    assert "Select who holds the copyright" in client.get(f"{address}check/").text
    again = client.post(f"{address}item-{item.pk}/", WHOLE | DESCRIBED | {"rights": rights, "publishing": "summary"})
    assert again["Location"] == address
    assert "Select who holds the copyright" not in client.get(f"{address}check/").text


def test_what_was_typed_survives_an_error_in_the_file(client, call):
    page = upload(client, mine(client), "report.exe", **DESCRIBED)
    assert "The selected file must be a PDF" in page.text
    assert 'value="Wool and work"' in page.text
    assert page.text.index("There is a problem") < page.text.index("<h1")
    assert not EvidenceItem.objects.exists()


def test_several_files_at_once_are_taken_or_refused_each_by_itself(client, call):
    address = mine(client)
    files = [SimpleUploadedFile(name, GOOD[name]) for name in ("report.pdf", "report.docx")]
    files.insert(1, SimpleUploadedFile("virus.exe", b"MZ"))
    page = client.post(f"{address}file/", WHOLE | DESCRIBED | {"file": files})
    assert "“virus.exe”: The selected file must be a PDF" in page.text
    assert page.text.count("The selected file must be") == 2  # above, and beside the field
    first, second = EvidenceItem.objects.order_by("pk")
    assert (first.file.name, first.title, first.kind) == ("report.pdf", "Wool and work", "study")
    assert (second.file.name, second.title, second.publishing) == ("report.docx", "", "yes")
    assert f'href="{address}item-{second.pk}/">report.docx' in page.text
    assert f'action="{address}item-{first.pk}/"' in page.text
    assert "Needs details" in client.get(address).text
    # Sent again by mistake, nothing is there twice.
    assert "You have added this file already" in upload(client, address, "a.pdf").text
    assert EvidenceItem.objects.count() == 2


def test_of_several_files_only_the_one_that_was_cut_off_is_refused(client, call):
    address = mine(client)
    files = [SimpleUploadedFile(name, GOOD[name]) for name in ("report.pdf", "report.docx")]
    page = client.post(f"{address}file/", DESCRIBED | {"file": files})
    assert "“report.docx”: The selected file could not be uploaded – try again" in page.text
    assert EvidenceItem.objects.get().file.name == "report.pdf"


def test_more_files_than_anybody_may_send_lose_neither_the_first_nor_the_words(client, call):
    address = mine(client)
    files = [SimpleUploadedFile(f"{number}.txt", b"%d words" % number) for number in range(MOST_FILES + 2)]
    page = client.post(f"{address}file/", WHOLE | DESCRIBED | {"file": files})
    assert f"“{MOST_FILES}.txt”: You can only select up to {MOST_FILES} files at a time" in page.text
    assert 'value="Wool and work"' in page.text
    assert EvidenceItem.objects.count() == MOST_FILES
    files = [SimpleUploadedFile("a.txt", b"a") for _number in range(101)]
    assert client.post(f"{address}file/", WHOLE | {"file": files}).status_code == 413


def test_another_file_that_is_refused_leaves_the_first(client, call):
    address = mine(client)
    upload(client, address, **DESCRIBED)
    item = EvidenceItem.objects.get()
    page = upload(client, address, "b.pdf", b"", page=f"item-{item.pk}", **DESCRIBED)
    assert "The selected file is empty" in page.text
    item.refresh_from_db()
    assert item.file.name == "report.pdf"


def test_no_file_at_all_is_said(client, call):
    page = client.post(f"{mine(client)}file/", WHOLE | DESCRIBED)
    assert "Select a file" in page.text


def test_a_line_that_was_cut_asks_to_try_again(client, call, private):
    """Everything of the body up to the middle of the file; the field behind it never arrives."""
    address = mine(client)
    page = client.post(f"{address}file/", {"file": SimpleUploadedFile("notes.txt", b"half of what I wro")})
    assert "could not be uploaded – try again" in page.text
    assert not EvidenceFile.objects.exists()
    assert not [path for path in private.rglob("*") if path.is_file()]


def test_a_file_that_is_too_large_is_skipped_and_the_rest_of_the_form_kept(client, call, private):
    page = upload(client, mine(client), content=b"%PDF-" + b"\0" * LARGEST, **DESCRIBED)
    assert "The selected file must be smaller than 25MB" in page.text
    assert 'value="Wool and work"' in page.text
    assert not [path for path in private.rglob("*") if path.is_file()]


def test_a_body_without_end_is_not_even_read(client, call):
    class Endless(io.BytesIO):
        def read(self, *args):
            raise AssertionError("the body was read")

    address = mine(client)
    page = client.generic(
        "POST",
        f"{address}file/",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(5 * 1024**3), "wsgi.input": Endless()},
    )
    assert page.status_code == 413
    assert "must be smaller than 25MB" in page.text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org/x", "example", "https://", "x" * 600])
def test_a_link_that_leads_nowhere_is_refused(client, call, link):
    page = client.post(f"{mine(client)}link/", DESCRIBED | {"link": link})
    assert "Enter a" in page.text
    assert not EvidenceItem.objects.filter(link__startswith="javascript").exists()


def test_a_link_is_kept_and_never_asked(client, call):
    address = mine(client)
    given = DESCRIBED | {"link": "http://169.254.169.254/latest/"}
    assert client.post(f"{address}link/", given)["Location"] == address
    assert EvidenceItem.objects.get().link == "http://169.254.169.254/latest/"


def test_nobody_reaches_what_is_anothers(client, call):
    hers, his = begin(call, timezone.now()), begin(call, timezone.now())
    item = add_file(hers, now=timezone.now())
    token = hold(submission=his, now=timezone.now())
    assert client.get(f"/my/{token}/evidence/item-{item.pk}/")["Location"] == f"/my/{token}/evidence/"
    client.post(f"/my/{token}/evidence/item-{item.pk}/", {"then": "remove"})
    assert EvidenceItem.objects.filter(pk=item.pk).exists()


def test_sending_what_is_not_complete_says_what_and_keeps_it(client, call):
    address = mine(client)
    upload(client, address, title="")
    page = client.post(f"{address}check/", {"opened": "x"})
    assert "Enter a title for “report.pdf”" in page.text
    assert "Enter your name" in page.text
    assert page.text.count("Error: ") == 1


def test_pages_of_ones_own_are_never_kept_and_cost_few_queries(client, call, django_assert_max_num_queries):
    now = timezone.now()
    submission = sent(call, now)
    for number in range(8):
        add_file(submission, "report.pdf", pdf(b"%d" % number), now)
    token = hold(submission=submission, now=now)
    for page in ("", "check/", "sent/", "file/"):
        with django_assert_max_num_queries(12):
            response = client.get(f"/my/{token}/evidence/{page}")
        assert response["Cache-Control"] == "no-store, private"
        assert "noindex" in response["X-Robots-Tag"]


def test_a_dead_link_gives_back_what_was_typed(client, call):
    page = client.post(f"/my/{'x' * 43}/evidence/answers/", {"q-1": "All that I wrote about wool"})
    assert page.status_code == 404
    assert "All that I wrote about wool" in page.text


def test_the_mailed_link_shows_a_page_with_a_button(client, call):
    address = mine(client)
    client.post(f"{address}save/", {"email": "jane@example.org"})
    (path,) = re.findall(r"/my/[^/]+/come-back/", Mail.objects.get().text)
    assert "Go on" in client.get(path).text
    assert client.post(path)["Location"].endswith("/evidence/")
    told = client.post("/evidence/wool/come-back/", {"email": "nobody@example.org"})
    assert "If you have begun with that address" in told.text
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("odd", ["a\x00b", "x" * 100_000, "\u202e🧶", "../../x", "-1", '{"a":[]}'])
@pytest.mark.parametrize("page", ["answers/", "about/", "link/", "file/", "check/", "save/", "withdraw/"])
def test_nothing_that_anybody_types_is_a_crash(client, call, page, odd):
    token = hold(submission=begin(call, timezone.now()), now=timezone.now())
    names = [
        "name",
        "email",
        "organisation_name",
        "confidential",
        "title",
        "link",
        "year",
        "bears_on",
        "kind",
        "opened",
    ]
    question = call.questions.first()
    response = client.post(f"/my/{token}/evidence/{page}", dict.fromkeys([*names, f"q-{question.pk}"], odd))
    assert response.status_code in (200, 302)


# The register


def test_the_register_shows_what_is_public_and_what_became_of_it(client, call, tree, django_assert_max_num_queries):
    entry = RegisterEntry.objects.create(
        site=call.site, year=2026, number=14, call=call, title="Wool and work", received_on=TODAY, is_public=True
    )
    EntrySubject.objects.create(entry=entry, page=tree.ambitions[0])
    EntryUse.objects.create(entry=entry, page=tree.foundations[0], what_for="the second draft priority")
    hidden = RegisterEntry.objects.create(
        site=call.site, year=2026, number=15, call=call, title="Hidden", received_on=TODAY
    )
    client.get("/evidence-register/")
    with django_assert_max_num_queries(12):
        text = words(client.get("/evidence-register/"))
    for said in ("CE-2026-014", "Received", tree.ambitions[0].title, f"Used in {tree.foundations[0].title}"):
        assert said in text
    assert "Hidden" not in text
    assert client.get(hidden.get_absolute_url()).status_code == 404
    with django_assert_max_num_queries(12):
        text = words(client.get("/evidence-register/CE-2026-014/"))
    assert "the second draft priority" in text
    assert "1 entry from this call" in words(client.get("/evidence/wool/"))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("status=used", 1),
        ("call=wool", 1),
        ("status=odd", 2),
        ("about=99999999999999", 2),
        ("about=1", 0),
        ("call=%00", 2),
        ("page=99", 2),
        ("page=x&status=used", 1),
    ],
)
def test_the_register_is_narrowed_and_odd_filters_do_nothing(client, call, query, count):
    for number, fields in enumerate([{"call": call, "status": "used"}, {"status": "received"}], 1):
        RegisterEntry.objects.create(
            site=call.site, year=2026, number=number, title="A", received_on=TODAY, is_public=True, **fields
        )
    assert f"{count or 'no'} entr" in words(client.get(f"/evidence-register/?{query}"))
