"""Whatever is typed: no server error, nothing of it lost, nothing of it run, and mail and exports stay whole."""

import csv
import io
import re
import uuid
from email import message_from_bytes, policy
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import escape
from openpyxl import load_workbook

from consultation.participants.mail import message
from consultation.participants.models import Mail
from consultation.round_tables import booking, exports
from consultation.round_tables.choosing import offered
from consultation.round_tables.forms import BookingForm
from consultation.round_tables.models import AccessNeed, Booking, RoundTable
from consultation.round_tables.views import public
from tests.consultation.round_tables.desk import add, table_in, url
from tests.consultation.round_tables.factories import book, mails, token_in
from tests.consultation.round_tables.test_public import answers, open_table
from tests.naughty import MEGABYTE, NAUGHTY, as_decoded, encoded, in_rotation
from tests.strategy.factories import Tree

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def table(area, monkeypatch):
    Tree(area, count=1)
    monkeypatch.setattr(public, "_PER_SENDER", 10_000)
    return open_table(area, 5000, event_title="Textiles", has_catering=True)


def send(client, address, fields):
    return client.post(address, encoded(fields), content_type=FORM)


def kept(page, given, boxes=()):
    """What was typed stands in the page, escaped; it is there in no other form."""
    for name, text in given.items():
        typed = as_decoded(text)
        shown = escape(typed)
        there = f">\n{shown}</textarea>" in page if name in boxes else f'value="{shown}"' in page
        assert there or not typed, (name, text)
        assert shown == typed or not re.search(r"[<>]\w", typed) or typed not in page, (name, text)


def holds_nothing_that_runs(page):
    """As a browser would read it: no script but ours, nothing that waits for a click."""
    found = BeautifulSoup(page, "html.parser")
    assert all(tag.get("src", "").startswith("/static/") for tag in found.find_all("script"))
    assert not found.find_all(["iframe", "base", "object", "math", "img"])
    for tag in found.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")], tag
        assert not re.match(r"\s*(javascript|data|vbscript):", str(tag.get("href", "")), re.IGNORECASE), tag


def is_whole(mail):
    """One letter to one reader, whose headers are those that we wrote."""
    raw = message(mail).message().as_bytes()
    letter = message_from_bytes(raw, policy=policy.default)
    assert letter["To"].addresses[0].addr_spec == mail.to
    assert len(letter["To"].addresses) == 1
    assert "Bcc" not in letter
    assert not letter.defects
    assert "\n" not in letter["Subject"]
    assert letter.get_body(("plain",)).get_content().split() == mail.text.split()
    holds_nothing_that_runs(letter.get_body(("html",)).get_content())


FIELDS = ("name", "organisation", "role", "phone", "dietary", "access_need")
CHOICES = ("email", "kind", "needs", "sessions", "key", "opened", "step", "brings_companion", "contact_again")


def test_every_string_in_every_field_of_the_booking_form(area, table):
    """It is taken as it was sent, or refused in words."""
    now = timezone.now()
    common: dict[str, Any] = {
        "offered": offered(area, now),
        "words_of_needs": "x",
        "words_of_naming": "x",
        "words_of_contact": "x",
        "now": now,
    }
    for turn, given in enumerate(in_rotation(FIELDS)):
        odd = {CHOICES[turn % len(CHOICES)]: NAUGHTY[turn]} if turn % 2 else {}
        sent = answers(table, needs="tell", needs_agreed="on") | given | odd
        form = BookingForm(QueryDict(encoded(sent)), **common)
        form.is_valid()
        for name in FIELDS:
            assert name in form.errors or form.cleaned_data[name] == as_decoded(given[name]).strip(), (name, given)
        assert all(isinstance(words, str) and len(words) < 200 for found in form.errors.values() for words in found)


def test_every_string_is_booked_or_comes_back_and_goes_out_whole(client, table):
    """Each in some fields where words belong; beside it, in turn, one in a field that expects something else."""
    refused = 0
    for turn, given in enumerate(in_rotation(FIELDS, every=3)):
        odd = {} if turn % 3 else {CHOICES[turn // 3 % len(CHOICES)]: NAUGHTY[turn]}
        fields = answers(table, email=f"person-{turn}@example.org", needs="tell", needs_agreed="on") | given | odd
        response = send(client, table.booking_url, fields)
        if response.status_code == 302:
            continue
        assert response.status_code == 200, (turn, given)
        if "Error: " in response.text:
            refused += 1
            kept(response.text, given, boxes=["access_need"])
        if turn % 60 == 0:
            holds_nothing_that_runs(response.text)
    booked = Booking.objects.filter(round_table=table)
    assert refused > 40
    assert booked.count() > 100
    known = {" ".join(as_decoded(text).split()) for text in NAUGHTY}
    for one in booked.select_related("access_need", "organisation"):
        assert {one.name, one.role, one.phone} <= known
        assert " ".join(one.access_need.words.split()) in known
    for mail in Mail.objects.order_by("pk")[::7]:
        is_whole(mail)
    _exports_are_whole(booked)


def _exports_are_whole(booked):
    rows = list(booked.select_related("round_table__event", "organisation", "contact", "access_need").order_by("pk"))
    chosen = exports.columns(dietary=True, needs=True)
    wanted = list(exports.rows(rows, chosen))
    text = b"".join(exports.csv_lines(rows, chosen)).decode()
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in wanted
    ]
    assert not [cell for row in read for cell in row if re.match(r"[\s]*[=+\-@＝＋－＠]", cell)]
    sheet = load_workbook(io.BytesIO(exports.xlsx_file(rows, chosen))).active
    for row, line in zip(sheet.iter_rows(), wanted, strict=True):
        assert {cell.data_type for cell in row if cell.value} <= {"s"}
        assert [_lines(cell.value) for cell in row] == [_lines(exports.NOT_IN_XML.sub("", cell)) for cell in line]


def _lines(text):
    """XML knows one kind of line break."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def test_a_megabyte_in_any_field_is_refused_in_words(client, table):
    for name in (*FIELDS, *CHOICES):
        response = send(client, table.booking_url, answers(table, needs="tell", needs_agreed="on") | {name: MEGABYTE})
        assert response.status_code in (200, 302), name
    assert send(client, table.booking_url, answers(table) | dict.fromkeys(FIELDS, MEGABYTE)).status_code == 400


def test_every_string_on_the_pages_behind_the_link(client, area, table):
    now = timezone.now()
    jane = book(table, "jane", now=now)
    token = token_in(mails("booking-confirmed")[0])
    mine = f"/my/{token}/{jane.reference}"
    for turn, given in enumerate(in_rotation(FIELDS, every=len(FIELDS))):
        fields = {"needs": "tell", "needs_agreed": "on", "kind": ""} | given
        fields |= (
            {("kind", "needs", "brings_companion")[turn % 3]: NAUGHTY[turn * 7 % len(NAUGHTY)]} if turn % 2 else {}
        )
        response = send(client, f"{mine}/change/", fields)
        assert response.status_code in (200, 302), given
        if response.status_code == 200:
            kept(response.text, given, boxes=["access_need"])
        elif turn % 8 == 0:
            holds_nothing_that_runs(client.get(f"/my/{token}/places/").text)


def test_every_string_on_the_pages_with_a_field_or_two(client, area, table):
    jane = book(table, "jane", now=timezone.now())
    mine = f"/my/{token_in(mails('booking-confirmed')[0])}/{jane.reference}"
    for turn, text in enumerate(NAUGHTY[::6]):  # no address, so that she keeps her place
        given = {"name": text, "email": f"{text} is none"} if turn % 2 else {"email": f"{text}@"}
        response = send(client, f"{mine}/{'colleague' if turn % 2 else 'email'}/", given)
        assert response.status_code == 200, given
        kept(response.text, given)
    for odd in NAUGHTY[::25]:
        assert send(client, f"{mine}/move/", {"session": odd}).status_code == 200
    for text in NAUGHTY[::13]:  # whatever a colleague is called
        sam = {"name": text, "email": "sam@example.org"}
        assert send(client, f"{mine}/colleague/", sam | {"csrfmiddlewaretoken": text}).status_code in (200, 302, 404)
    for name in ("cancel", "accept", "again"):
        assert send(client, f"{mine}/{name}/", {"odd": NAUGHTY[7], NAUGHTY[90]: "x"}).status_code in (200, 302, 404)
    for mail in Mail.objects.order_by("pk")[::7]:
        is_whole(mail)


WORDS = ("name", "organisation", "role", "phone", "access_need", "why", "subject", "words", "answer", "title")


def test_every_string_in_the_forms_of_staff(officer, area):
    """Each string in one of the fields of each form, and what is accepted is shown, sent and exported."""
    table = table_in(area, 5000, event_title="Textiles")
    one = add(table, "Ann", access_need="x", organisation="Hospice")
    table.refresh_from_db()
    forms = [
        *(url(RoundTable, name, table.pk) for name in ("add_person", "invite", "message", "door", "copy", "seats")),
        *(url(Booking, "act", one.pk, name) for name in ("details", "message", "colleague", "move")),
        url(AccessNeed, "confirm_back", one.access_need.pk),
    ]
    for turn, given in enumerate(in_rotation(WORDS, every=len(WORDS))):
        fields = given | {"mode": "in_person", "who": "all", "email": f"staff-{turn}@example.org"}
        address = forms[turn % len(forms)]
        response = send(officer, address, fields)
        assert response.status_code in (200, 302, 404), (address, given)  # 404: a colleague's needs are not known
        if response.status_code == 200:
            shown = {name: text for name, text in given.items() if f'name="{name}"' in response.text}
            kept(response.text, shown, boxes=["access_need", "words", "answer"])
    for text in NAUGHTY[::5]:  # the rule itself
        if "\x00" in text or len(text) > 100:
            continue
        details = booking.Details(name=as_decoded(text), email=f"{uuid.uuid4().hex}@example.org", role=as_decoded(text))
        booking.add_by_hand(
            round_table=table, details=details, mode="in_person", by=None, why=as_decoded(text), now=timezone.now()
        )
    for page in (url(Booking, "list"), url(RoundTable, "door", table.pk), url(RoundTable, "door_list", table.pk)):
        response = officer.get(page)
        assert response.status_code == 200
        assert "<script>alert" not in response.text
        assert "onerror=alert(1)>" not in response.text
    for text in NAUGHTY[::25]:
        address = f"{url(RoundTable, 'door', table.pk)}?{encoded({'q': text})}"
        assert officer.get(address).status_code == 200, text
    for mail in Mail.objects.order_by("pk")[::7]:
        is_whole(mail)
    _exports_are_whole(Booking.objects.filter(round_table=table))
