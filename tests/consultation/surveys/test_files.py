"""Files as answers: looked at as evidence is, and nothing lost beside them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consultation.files.choices import Safety
from consultation.files.kinds import LARGEST
from consultation.surveys.models import Response, ResponseFile
from consultation.surveys.questionnaire.shape import Kind
from tests.consultation.files.good_files import GOOD, docx
from tests.consultation.surveys.factories import open_survey
from tests.consultation.surveys.filling import DATES, begin, send
from tests.consultation.surveys.questionnaires import ask, questionnaire, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_file(area, private):
    plan = ask("plan", Kind.FILE, required=True)
    return open_survey(area, questionnaire(section("a", plan, ask("why", Kind.LONG_TEXT))), **DATES)


PDF = GOOD["report.pdf"]


def upload(client, address, name="plan.pdf", content=PDF, **fields):
    files = {"q-plan": SimpleUploadedFile(name, content), "whole": "yes"}
    return send(client, address, "section-1", **(files | fields))


def test_a_file_is_kept_and_can_be_taken_out(client, with_file, private):
    address = begin(client, with_file)
    assert upload(client, address)["Location"] == f"{address}about-you/"
    assert "plan.pdf" in client.get(f"{address}section-1/").text
    kept = ResponseFile.objects.get()
    assert (kept.name, kept.size, kept.safety) == ("plan.pdf", len(PDF), Safety.QUARANTINED)
    assert "plan" not in kept.content.name
    assert (private / kept.content.name).read_bytes() == PDF
    page = send(client, address, "section-1", **{"q-plan-remove": str(kept.pk)})
    assert "Select a file for" in page.text
    assert not ResponseFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.exe", PDF, "must be a PDF"),
        ("plan.pdf", b"<html>", "is more than one kind of file"),
        ("plan.pdf", b"", "The selected file is empty"),
        ("plan", PDF, "must be a PDF"),
        ("notes.txt", b"a\0b", "is not a plain text (TXT) file"),
        ("plan.docx", docx(**{"word/vbaProject.bin": b"x"}), "must not contain macros"),
        ("plan.pdf", b"%PDF-1.7" + b"\0" * LARGEST, "must be smaller than 25MB"),
    ],
)
def test_a_file_is_looked_at_as_evidence_is_and_what_was_typed_stays(client, with_file, name, content, words):
    address = begin(client, with_file)
    page = upload(client, address, name, content, **{"q-why": "Because of the wool."})
    assert page.status_code == 200
    assert words in page.text
    assert page.text.index("There is a problem") < page.text.index("<h1")
    assert "Because of the wool." in page.text
    assert Response.objects.get().answers["why"] == {"text": "Because of the wool."}
    assert not ResponseFile.objects.exists()


def test_a_file_survives_what_is_wrong_beside_it(client, area, private):
    asked = section("a", ask("plan", Kind.FILE), ask("why", required=True))
    address = begin(client, open_survey(area, questionnaire(asked), **DATES))
    page = upload(client, address)
    assert "There is a problem" in page.text
    assert "plan.pdf" in page.text
    assert send(client, address, "section-1", **{"q-why": "Wool."})["Location"] == f"{address}about-you/"
    assert ResponseFile.objects.get().name == "plan.pdf"


def test_several_files_are_taken_or_refused_each_by_itself(client, with_file):
    address = begin(client, with_file)
    files = [
        SimpleUploadedFile(name, GOOD[name]) for name in ("report.pdf", "report.docx", "letter.odt", "figures.xlsx")
    ]
    files.insert(1, SimpleUploadedFile("virus.exe", b"MZ"))
    page = send(client, address, "section-1", **{"q-plan": files, "whole": "yes"})
    assert "“virus.exe”: The selected file must be a PDF" in page.text
    assert "“figures.xlsx”: You can only select up to 3 files. Take one out first" in page.text
    kept = [file.name for file in ResponseFile.objects.all()]
    assert kept == ["report.pdf", "report.docx", "letter.odt"]
    page = send(client, address, "section-1", **{"q-plan-remove": str(ResponseFile.objects.get(name="letter.odt").pk)})
    again = upload(client, address)
    assert "You have added this file already, as “report.pdf”" in again.text


def test_a_file_that_was_cut_off_is_asked_for_again(client, with_file):
    page = upload(client, begin(client, with_file), whole=[])
    assert "could not be uploaded – try again" in page.text
    assert not ResponseFile.objects.exists()


def test_a_body_without_end_is_not_read(client, with_file):
    address = begin(client, with_file)
    kind = "multipart/form-data; boundary=x"
    page = client.generic("POST", f"{address}section-1/", content_type=kind, CONTENT_LENGTH=str(5 * 1024**3))
    assert page.status_code == 413
    assert "smaller than 150MB" in page.text


def test_files_are_at_no_public_address(client, with_file):
    upload(client, begin(client, with_file))
    kept = ResponseFile.objects.get()
    assert client.get(f"/media/{kept.content.name}", follow=True).status_code == 404
    with pytest.raises(ValueError, match="not accessible"):
        _ = kept.content.url
