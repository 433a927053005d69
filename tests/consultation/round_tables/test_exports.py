"""What is taken out as a file: text that no spreadsheet runs, nothing special unless asked for, and noted."""

import csv
import io

import pytest
from django.http import StreamingHttpResponse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from consultation.round_tables.exports import as_text
from consultation.round_tables.models import Booking, RoundTable
from lis_site.roles import Role
from tests.consultation.round_tables.desk import add, staff_of, table_in, url

pytestmark = pytest.mark.django_db

FORMULAS = ["=1+1", "+44 7700", "-1", "@SUM(A1)", "\t=1+1", "\r=1", " =1+1", "＝1+1", '=HYPERLINK("http://x","y")']


@pytest.mark.parametrize("value", [*FORMULAS, "07700900123", "1E5", "3.10", "0044 7700 900123"])
def test_what_a_spreadsheet_would_run_or_change_is_marked(value):
    assert as_text(value) == f"'{value}"


@pytest.mark.parametrize(
    "value", ["", "Jane", "R7KQ-2MXD", "O'Hara", "LS1 4AP", "a=b", "jane@example.org", "2 Smith St"]
)
def test_what_is_plain_stays_as_it_is(value):
    assert as_text(value) == value


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def cells_of(response):
    sheet = load_workbook(io.BytesIO(response.content)).active
    return list(sheet.iter_rows())


@pytest.fixture
def table(area):
    table = table_in(area, 20, has_catering=True)
    add(table, "=1+1", email="one@example.org", phone="07700900123", organisation="@Oak", role="+x", dietary="Nuts")
    add(table, "Zoë O’Hara", email="zoe@example.org", access_need="A ramp", brings_companion=True)
    return table


def test_a_csv_is_streamed_and_runs_nothing(officer, table):
    response = officer.post(url(RoundTable, "export", table.pk), {"kind": "csv"})
    assert isinstance(response, StreamingHttpResponse)
    assert f'filename="{table.event.slug}-' in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    first, second = rows_of(response)
    assert (first["Name"], first["Telephone"], first["Organisation"]) == ("'=1+1", "'07700900123", "'@Oak")
    assert first["Sector or role"] == "'+x"
    assert second["Name"] == "Zoë O’Hara"


def test_an_xlsx_holds_nothing_but_text(officer, table):
    heading, first, _second = cells_of(officer.post(url(RoundTable, "export", table.pk), {"kind": "xlsx"}))
    found = dict(zip([cell.value for cell in heading], first, strict=True))
    assert found["Name"].value == "=1+1"
    assert found["Name"].quotePrefix
    assert found["Telephone"].value == "07700900123"
    assert {cell.data_type for cell in first if cell.value is not None} == {"s"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_food_and_access_are_left_out_unless_asked_for(officer, table, kind):
    place = url(RoundTable, "export", table.pk)

    def words(**asked):
        response = officer.post(place, {"kind": kind} | asked)
        if kind == "csv":
            return str(rows_of(response))
        return str([[cell.value for cell in row] for row in cells_of(response)])

    plain = words()
    assert not [secret for secret in ("Nuts", "ramp", "Needs", "interpreter", "eat") if secret in plain]
    assert "Nuts" in words(dietary="on")
    assert "A ramp" in words(needs="on")


def test_needs_are_not_for_whoever_may_not_see_them(client, area, table):
    client.force_login(staff_of(area, Role.ADMINISTRATOR))
    place = url(RoundTable, "export", table.pk)
    assert "needs" not in client.get(place).context["form"].fields
    assert "A ramp" not in str(rows_of(client.post(place, {"kind": "csv", "needs": "on"})))


def test_taking_it_is_noted_and_looking_is_not(officer, table):
    place = url(RoundTable, "export", table.pk)
    officer.get(place)
    assert officer.post(place, {"kind": "exe"}).status_code == 200
    assert not ModelLogEntry.objects.filter(action="consultation.export_bookings").exists()
    officer.post(place, {"kind": "csv", "dietary": "on"})
    entry = ModelLogEntry.objects.get(action="consultation.export_bookings")
    assert entry.data["format"] == "csv"
    assert "Does not eat" in entry.data["columns"]
    assert entry.user.username.startswith(Role.EVENTS_OFFICER)


def test_what_is_erased_is_not_exported(officer, table):
    Booking.objects.filter(name="=1+1").update(
        name="", role="", phone="", dietary="", organisation=None, erased_at=table.opens_at
    )
    assert [row["Name"] for row in rows_of(officer.post(url(RoundTable, "export", table.pk), {"kind": "csv"}))] == [
        "Zoë O’Hara"
    ]


def test_characters_that_no_spreadsheet_takes_are_left_out(officer, table):
    Booking.objects.filter(name="=1+1").update(name="a\x0bb\ufffe")
    assert officer.post(url(RoundTable, "export", table.pk), {"kind": "xlsx"}).status_code == 200
