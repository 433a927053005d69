"""The data: every set opens in other people's readers, says what its columns are, and holds nobody."""

import csv
import datetime as dt
import io
import json
import zipfile

import pytest
from django.contrib.auth.models import User
from openpyxl import Workbook

from consultation.models import Contact
from consultation.surveys.models import Survey
from strategy.csv_text import guarded, unguarded
from strategy.models import DraftPriority, GlossaryTerm
from strategy.open_data import datasets
from tests.consultation.events.factories import EventFactory
from tests.strategy.tracker.factories import furnish_tracker


def body(response):
    assert response.status_code == 200, response
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def full(tree):
    furnish_tracker(tree.site, 3)
    GlossaryTerm.objects.create(site=tree.site, term="=cmd", meaning="two\nlines, “quoted”")
    EventFactory(site=tree.site)
    return tree


def test_every_set_is_the_same_in_csv_and_json_and_as_its_schema_says(client, full):
    schema = json.loads(body(client.get("/data/schema.json")))
    described = {one["name"]: [field["name"] for field in one["schema"]["fields"]] for one in schema["resources"]}
    assert list(described) == [dataset.key for dataset in datasets()]
    for key, columns in described.items():
        rows = list(csv.reader(io.StringIO(body(client.get(f"/data/{key}.csv")).decode("utf-8-sig"))))
        as_json = json.loads(body(client.get(f"/data/{key}.json")))
        assert rows[0] == columns
        assert len(rows) - 1 == len(as_json["rows"])
        assert all(list(row) == columns for row in as_json["rows"])
    assert len(described) >= 10


def test_the_bundle_holds_every_set_and_the_schema(client, full):
    archive = zipfile.ZipFile(io.BytesIO(body(client.get("/data/all.zip"))))
    assert archive.testzip() is None
    expected = {"datapackage.json"} | {f"{one.key}.{end}" for one in datasets() for end in ("csv", "json")}
    assert set(archive.namelist()) == expected
    assert b"Partnership of place 1" in archive.read("tracker.csv")


def test_what_a_spreadsheet_would_run_is_guarded_and_can_be_read_back():
    for text in ("=1+1", "+1", "-1", "@x", "\t=1", "＝1"):
        assert guarded(text) == f"'{text}"
        assert unguarded(guarded(text)) == text
    for text in ("plain", "'quoted'", ""):
        assert unguarded(guarded(text)) == text
    assert Workbook().active.cell(1, 1, guarded("=1")).data_type == "s"


def test_nobody_is_named(client, full):
    User.objects.create_user("quibble", "quibble@example.org", first_name="Quibble")
    Contact.objects.create(
        site=full.site,
        email="jo@example.org",
        name="Jo Bloggs",
        made_at="2026-01-01T00:00Z",
        seen_at="2026-01-01T00:00Z",
    )
    archive = zipfile.ZipFile(io.BytesIO(body(client.get("/data/all.zip"))))
    for name in archive.namelist():
        text = archive.read(name).decode()
        assert "Bloggs" not in text
        assert "@example.org" not in text
        assert "uibble" not in text


def test_the_page_explains_every_column_and_is_the_same_for_everybody(client, full, django_assert_max_num_queries):
    client.get("/data/")
    with django_assert_max_num_queries(12):
        response = client.get("/data/")
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert "Open Government Licence" in response.text
    assert '"@type": "Dataset"' in response.text
    for dataset in datasets():
        assert f'id="{dataset.key}"' in response.text


@pytest.mark.parametrize("url", ["/data/nothing.csv", "/data/nothing.json", "/data/%00.csv", "/data/x/"])
def test_what_is_not_there_is_404(client, full, url):
    assert client.get(url).status_code == 404


def test_draft_priorities_have_their_letter_and_who_took_them_up(client, tree):
    for at, foundation in enumerate((tree.foundations[0], tree.foundations[0], tree.foundations[1])):
        draft = DraftPriority(page=foundation, statement=f"Commitment {at}", examples="one\ntwo", sort_order=at)
        draft.carried_on_by = [tree.priorities[0]]
        draft.save()
    rows = list(csv.DictReader(io.StringIO(body(client.get("/data/draft-priorities.csv")).decode("utf-8-sig"))))
    assert [(row["foundation"], row["letter"]) for row in rows] == [
        (tree.foundations[0].title, "a"),
        (tree.foundations[0].title, "b"),
        (tree.foundations[1].title, "a"),
    ]
    assert (rows[0]["examples"], rows[0]["carried on by"]) == ("one; two", tree.priorities[0].title)


def test_surveys_that_were_published_are_told(client, tree):
    Survey.objects.create(site=tree.site, title="Draft", slug="draft", closes_on=dt.date(2020, 1, 1))
    Survey.objects.create(site=tree.site, title="Held", slug="held", closes_on=dt.date(2020, 1, 1), is_history=True)
    rows = list(csv.DictReader(io.StringIO(body(client.get("/data/surveys.csv")).decode("utf-8-sig"))))
    assert [(row["survey"], row["state"], row["held elsewhere"]) for row in rows] == [("held", "Closed", "yes")]
