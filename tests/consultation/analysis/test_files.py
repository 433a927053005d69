"""Exports: stable columns, what was routed past, formulas, themes, and spreadsheets with their progress."""

import csv
import io
import json
import zipfile

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage

from consultation.analysis import coding, exporting, files
from consultation.analysis.models import Export
from consultation.analysis.spreadsheets import LONGEST_CELL, write_ods, write_xlsx
from tests.consultation.analysis.factories import said, send
from tests.consultation.surveys.factories import NOW, later, open_survey

ODD = ["=1+1", "+1", "-x", "@sum", "\tx", "a\x00b\x0bc", "<&\">'", "\ud83e", "two\nlines", "🧶", ""]


@pytest.fixture
def survey(area):
    return open_survey(area)


def read_csv(lines):
    return list(csv.DictReader(io.StringIO("".join(lines).removeprefix("\ufeff"))))[1:]


def test_every_column_has_its_place_in_the_codebook(survey):
    names = [name for name, _words in files.all_columns(survey)]
    head, *lines = files.codebook(survey)
    assert [line[0] for line in lines] == names
    export = next(dict(zip(head, line, strict=True)) for line in lines if line[0] == "where")
    assert export["asked only when"] == "export any of yes"
    assert export["versions"] == "1"


def test_what_was_not_asked_is_told_from_what_was_left_blank(survey):
    send(survey, said("no"), said("yes"))
    first, second = read_csv(files.as_csv(survey))
    assert (first["export"], first["why"]) == ("(not asked)", "")
    assert second["export"] == ""
    responses = json.loads("".join(files.as_json(survey)))["responses"]
    assert (responses[0]["export"], responses[1]["export"]) == (None, "")


def test_no_cell_is_a_formula_in_any_form(survey, tmp_path):
    send(survey, said(why="=HYPERLINK(1)"))
    assert read_csv(files.as_csv(survey))[0]["why"] == "'=HYPERLINK(1)"
    path = tmp_path / "all.xlsx"
    with path.open("wb") as file:
        files.WRITERS["xlsx"](survey, file, lambda done: None)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Responses", "Codebook"]
    cells = [cell for row in book["Responses"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]


def test_odd_text_makes_no_broken_file(tmp_path):
    rows = [ODD, ["x" * (LONGEST_CELL + 10)]]
    for write, name in ((write_xlsx, "a.xlsx"), (write_ods, "a.ods")):
        with (tmp_path / name).open("wb") as file:
            write([("A & B", iter(rows))], file)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["A & B"]
    assert [cell.value for cell in sheet[1]][:5] == ODD[:5]
    assert len(sheet["A2"].value) == LONGEST_CELL
    with zipfile.ZipFile(tmp_path / "a.ods") as book:
        assert book.namelist()[0] == "mimetype"
        assert "<text:p>two</text:p><text:p>lines</text:p>" in book.read("content.xml").decode()


def test_themes_and_campaigns_have_columns_of_their_own(survey):
    ann = User.objects.create_user("ann")
    (response,) = send(survey, said(why="Buses."))
    for words in ("Fares", "Cost"):
        code = coding.add(survey=survey, question="why", words=words, by=ann, now=NOW)
        coding.Coding.objects.create(code=code, response=response, by=ann, at=NOW)
    (row,) = read_csv(files.as_csv(survey))
    assert row["why#themes"] == "Cost; Fares"


def test_a_spreadsheet_is_made_once_with_its_progress_and_goes_after_a_day(survey):
    send(survey, said(), said())
    first = exporting.ask(survey=survey, form="xlsx", with_synthetic=False, by=None, now=NOW)
    assert exporting.ask(survey=survey, form="xlsx", with_synthetic=False, by=None, now=NOW) == first
    assert exporting.make_exports(NOW) == "made 1 files"
    assert exporting.make_exports(NOW) is None
    export = Export.objects.get()
    assert (export.state, export.done, export.total, export.percent) == ("ready", 2, 2, 100)
    name = str(export.file.name)
    assert default_storage.exists(name)
    exporting.make_exports(later(hours=25))
    assert not Export.objects.exists()


def test_what_died_with_its_clock_is_begun_again(survey):
    dead = exporting.ask(survey=survey, form="ods", with_synthetic=False, by=None, now=NOW)
    Export.objects.filter(pk=dead.pk).update(state="working", made_at=NOW)
    assert exporting.make_exports(later(minutes=5)) is None
    assert exporting.make_exports(later(minutes=11)) == "made 1 files"


def test_one_that_cannot_be_made_says_so(survey, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("No space left")

    monkeypatch.setitem(files.WRITERS, "ods", broken)
    exporting.ask(survey=survey, form="ods", with_synthetic=False, by=None, now=NOW)
    exporting.make_exports(NOW)
    assert Export.objects.get().state == "failed"
